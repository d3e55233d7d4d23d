package io.tributary.local.demo;

import io.tributary.model.UsageEvent;
import io.tributary.sender.Delivery;
import io.tributary.sender.Delivery.Accepted;
import io.tributary.sender.Delivery.GaveUp;
import io.tributary.sender.Delivery.Refused;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A program that keeps sending, and sends again, with the same ids, what was not acknowledged, and now and then what was. Each door
 * has a sender, which is given little time: what it gives up goes to the next one.
 */
final class Client implements AutoCloseable {
  record Door(URI ingest, String apiKey) {}

  private final Supplier<Door> door;
  private final Ledger ledger;
  private final String source;
  private final SplittableRandom random;
  private final Instant latest = Instant.now();
  private final CountDownLatch enough = new CountDownLatch(1);
  private final Thread thread;
  private volatile String refused;
  private volatile String lastAnswer = "";
  private volatile int acknowledged;
  private Door open;
  private UsageSender sender;

  /** @param door null while there is none */
  Client(Supplier<Door> door, Ledger ledger, String source, long seed) {
    this.door = door;
    this.ledger = ledger;
    this.source = source;
    this.random = new SplittableRandom(seed);
    this.thread = Thread.ofPlatform().name(source).daemon().start(this::run);
  }

  private void run() {
    long number = 0;
    List<UsageEvent> last = List.of();
    try {
      while (!enough.await(5, TimeUnit.MILLISECONDS)) {
        var batch = new ArrayList<UsageEvent>();
        for (int i = random.nextInt(1, 120); i > 0; i--) {
          batch.add(Ledger.event(random, source, number++, latest));
        }
        batch.forEach(ledger::note);
        sendUntilAcknowledged(batch);
        if (random.nextInt(10) == 0 && !last.isEmpty()) {
          sendUntilAcknowledged(last);
        }
        last = batch;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      refused = e.getMessage();
    } finally {
      stopSending();
    }
  }

  private void sendUntilAcknowledged(List<UsageEvent> batch) throws InterruptedException {
    while (!isAcknowledged(batch)) {
      Thread.sleep(50);
    }
    acknowledged++;
  }

  /** Batches so far. */
  int acknowledged() {
    return acknowledged;
  }

  private boolean isAcknowledged(List<UsageEvent> batch) throws InterruptedException {
    var to = door.get();
    if (to == null) {
      return false;
    }
    if (!to.equals(open)) {
      stopSending();
      sender = UsageSender.start(SenderSettings.of(to.ingest(), to.apiKey()).withTimes(Duration.ofSeconds(5), Duration.ofSeconds(5))
          .withPauses(Duration.ofMillis(50), Duration.ofMillis(200)));
      open = to;
    }
    var fates = new ArrayList<CompletableFuture<Delivery>>();
    for (var event : batch) {
      fates.add(sender.send(event));
    }
    sender.flush();
    boolean all = true;
    for (var fate : fates) {
      switch (fate.join()) {
        case Accepted _ -> { }
        case Refused refused -> throw new IllegalStateException(refused.toString());
        case GaveUp gaveUp -> { // killed, or not there yet: nobody knows what became of it
          lastAnswer = gaveUp.reason();
          all = false;
        }
      }
    }
    return all;
  }

  private void stopSending() {
    if (sender != null) {
      sender.close(Duration.ZERO);
    }
  }

  /** Makes no more events, and waits until all were acknowledged. */
  @Override
  public void close() {
    enough.countDown();
    try {
      thread.join(Duration.ofSeconds(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive() || refused != null) {
      throw new AssertionError(refused == null ? "not everything was acknowledged: " + lastAnswer : refused);
    }
  }
}
