package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.query.notify.Courier.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DispatcherTest {
  private static final Backoff SOON = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofHours(1));
  private static final Backoff ONCE = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final Dispatcher.Limits LIMITS = new Dispatcher.Limits(2, 64, 100);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final InMemoryJournal journal = new InMemoryJournal();
  private final List<String> attempts = new CopyOnWriteArrayList<>();
  private Dispatcher dispatcher;

  /** Writes down what it is told. */
  private static final class InMemoryJournal implements Journal {
    final List<Delivery> failed = new CopyOnWriteArrayList<>();
    final List<String> settled = new CopyOnWriteArrayList<>();
    final List<String> dead = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    @Override
    public void failed(Delivery next) {
      failed.add(next);
    }

    @Override
    public void settled(Delivery delivery) {
      settled.add(delivery.alertId());
    }

    @Override
    public void dead(Delivery delivery, String reason) {
      if (broken) {
        broken = false;
        throw new IllegalStateException("no broker");
      }
      dead.add(delivery.alertId() + " after " + delivery.attempts() + ": " + reason);
    }
  }

  private Dispatcher start(Backoff backoff, Dispatcher.Limits limits, Dispatcher.Attempt attempt) {
    dispatcher = new Dispatcher(delivery -> {
      attempts.add(delivery.alertId());
      return attempt.at(delivery);
    }, journal, backoff, limits, InstantSource.system(), metrics);
    dispatcher.own(0);
    return dispatcher;
  }

  @AfterEach
  void stop() {
    dispatcher.close();
  }

  private static Delivery delivery(String id, String handle, String series) {
    return Delivery.first(id, "par", handle, series, new byte[0], Instant.now());
  }

  private static void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not within 30 s");
      Thread.onSpinWait();
    }
  }

  @Test
  void whatFailsIsTriedAgainUntilItIsTold() {
    var left = new AtomicInteger(3);
    start(SOON, LIMITS, delivery -> left.getAndDecrement() > 0 ? Outcome.failed("busy") : new Outcome.Told());
    dispatcher.begin(0);
    dispatcher.put(0, delivery("1", "webhook-a", "s"));
    await(() -> journal.settled.equals(List.of("1")));
    assertEquals(List.of("1", "1", "1", "1"), attempts);
    assertEquals(List.of(1, 2, 3), journal.failed.stream().map(Delivery::attempts).toList());
    assertEquals("busy", journal.failed.getFirst().lastFailure());
    assertEquals(List.of(), journal.dead);
    await(() -> metrics.get("tributary.notifications.waiting").gauge().value() == 0);
    assertEquals(3, metrics.get("tributary.notifications").tag("outcome", "failed").tag("channel", "webhook").timer().count());
  }

  @Test
  void atItsLimitItIsADeadLetterAndSoIsTheHopelessAtOnce() {
    start(ONCE, LIMITS,
        delivery -> delivery.alertId().equals("1") ? Outcome.failed("it answers 500") : new Outcome.Hopeless("no such webhook"));
    dispatcher.begin(0);
    journal.broken = true;
    dispatcher.put(0, delivery("1", "webhook-a", "s"));
    await(() -> journal.settled.contains("1"));
    dispatcher.put(0, delivery("2", "slack-a", "s"));
    await(() -> journal.settled.contains("2"));
    assertEquals(List.of("1 after 1: given up after 1 attempts; the last: it answers 500", "2 after 0: no such webhook"), journal.dead);
    assertEquals(1, metrics.get("tributary.notifications.dead").tag("channel", "slack").counter().count());
  }

  @Test
  void anErrorNobodyForesawIsAFailure() {
    var first = new AtomicInteger();
    start(SOON, LIMITS, delivery -> {
      if (first.getAndIncrement() == 0) {
        throw new IllegalStateException("a bug");
      }
      return new Outcome.Told();
    });
    dispatcher.begin(0);
    dispatcher.put(0, delivery("1", "webhook-a", "s"));
    await(() -> journal.settled.contains("1"));
    assertEquals("internal error", journal.failed.getFirst().lastFailure());
  }

  @Test
  void aSlowTargetHoldsUpNobodyElseAndGetsFewAtATime() {
    var open = new CountDownLatch(1);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    start(SOON, LIMITS, delivery -> {
      if (delivery.handle().equals("webhook-slow")) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        open.await();
        inside.decrementAndGet();
      }
      return new Outcome.Told();
    });
    dispatcher.begin(0);
    for (int i = 0; i < 20; i++) {
      dispatcher.put(0, delivery("slow-" + i, "webhook-slow", "s" + i));
    }
    for (int i = 0; i < 20; i++) {
      dispatcher.put(0, delivery("fast-" + i, "webhook-fast", "s" + i));
    }
    await(() -> journal.settled.size() == 20);
    assertTrue(journal.settled.stream().allMatch(id -> id.startsWith("fast-")), journal.settled.toString());
    open.countDown();
    await(() -> journal.settled.size() == 40);
    assertEquals(2, most.get());
  }

  @Test
  void aSeriesIsToldInItsOrderAlsoWhenItsFirstFails() {
    var left = new AtomicInteger(5);
    start(SOON, LIMITS,
        delivery -> delivery.alertId().equals("1") && left.getAndDecrement() > 0 ? Outcome.failed("busy") : new Outcome.Told());
    dispatcher.put(0, delivery("1", "webhook-a", "s"));
    dispatcher.put(0, delivery("2", "webhook-a", "s"));
    dispatcher.put(0, delivery("3", "webhook-a", "s"));
    dispatcher.put(0, delivery("other", "webhook-a", "t"));
    dispatcher.begin(0);
    await(() -> journal.settled.size() == 4);
    assertEquals(List.of("1", "2", "3"), journal.settled.stream().filter(id -> !id.equals("other")).toList());
  }

  @Test
  void moreThanMayWaitAreGivenUp() {
    var open = new CountDownLatch(1);
    start(SOON, new Dispatcher.Limits(1, 64, 3), delivery -> {
      open.await();
      return new Outcome.Told();
    });
    dispatcher.begin(0);
    for (int i = 0; i < 5; i++) {
      dispatcher.put(0, delivery("" + i, "webhook-a", "s" + i));
    }
    await(() -> journal.dead.size() == 2);
    assertEquals("3 after 0: as many notifications wait for this target as may: 3",
        journal.dead.stream().sorted().findFirst().orElseThrow());
    open.countDown();
    await(() -> journal.settled.size() == 5);
  }

  @Test
  void nothingIsSentBeforeThePartitionIsReadAndOnlyWhatIsLeftThen() {
    start(SOON, LIMITS, delivery -> new Outcome.Told());
    dispatcher.put(0, delivery("told", "webhook-a", "s"));
    dispatcher.put(0, delivery("left", "webhook-a", "s"));
    dispatcher.settled(0, delivery("told", "webhook-a", "s").key());
    dispatcher.put(7, delivery("not ours", "webhook-a", "s"));
    assertEquals(List.of(), attempts);
    dispatcher.begin(0);
    dispatcher.put(0, delivery("left", "webhook-a", "s"));
    await(() -> journal.settled.equals(List.of("left")));
    dispatcher.put(0, delivery("note", "webhook-a", "s").failed("our own note, read late", Instant.now()));
    dispatcher.put(0, delivery("last", "webhook-a", "s"));
    await(() -> journal.settled.contains("last"));
    assertEquals(Optional.of("last"), journal.settled.stream().reduce((a, b) -> b));
    assertTrue(attempts.stream().allMatch(id -> id.equals("left") || id.equals("last")), attempts.toString());
  }

  @Test
  void aPartitionThatIsTakenAwayIsLeftAtOnceWithoutAFailure() throws Exception {
    var began = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    start(SOON, LIMITS, delivery -> {
      began.countDown();
      try {
        new CountDownLatch(1).await();
        return new Outcome.Told();
      } finally {
        ended.countDown();
      }
    });
    dispatcher.begin(0);
    dispatcher.put(0, delivery("1", "webhook-a", "s"));
    assertTrue(began.await(30, TimeUnit.SECONDS));
    dispatcher.drop(0);
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    assertEquals(List.of(), journal.failed);
    assertEquals(List.of(), journal.settled);
    assertEquals(0, metrics.get("tributary.notifications.waiting").gauge().value());
  }
}
