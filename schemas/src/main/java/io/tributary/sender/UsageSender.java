package io.tributary.sender;

import io.tributary.model.Problem;
import io.tributary.model.UsageEvent;
import io.tributary.sender.Delivery.Accepted;
import io.tributary.sender.Delivery.GaveUp;
import io.tributary.sender.Delivery.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Sends usage events to ingest: in batches, compressed, and again with the same ids until each one's fate is known. For any number of
 * threads. Events arrive in no particular order, which usage does not need.
 *
 * <pre>{@code
 * try (var sender = UsageSender.start(SenderSettings.of(URI.create("http://127.0.0.1:8090"), apiKey))) {
 *   var event = UsageEvent.used("invoice-7-line-3", "shop", org, new UsageType.Key("logs", "ingested_events_bytes"),
 *       Instant.now(), new BigDecimal("123456789"));
 *   switch (sender.send(event).join()) {
 *     case Delivery.Accepted(int attempts) -> { }                             // stored
 *     case Delivery.Refused(var problems) -> log.warn("{}", problems);        // mend the event
 *     case Delivery.GaveUp(var reason, var cause, int attempts) -> keep(event); // send it again later: same id, counted once
 *   }
 * }
 * }</pre>
 *
 * Whoever must not lose an event in its own crash keeps it until it is {@link Accepted}. The futures are completed by the threads that
 * send: what is chained to them must not block (use the {@code …Async} methods if it does).
 */
public final class UsageSender implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Buffer buffer;
  private final Courier courier;
  private final List<Thread> workers;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder gaveUp = new LongAdder();

  private UsageSender(SenderSettings settings, InstantSource clock) {
    this.buffer = new Buffer(settings);
    this.courier = new Courier(settings, clock);
    this.workers = IntStream.range(0, settings.connections())
        .mapToObj(n -> Thread.ofVirtual().name("usage-sender-" + n).start(this::work)).toList();
  }

  /** Opens no connection yet. Its threads do not keep the program alive: close it. */
  public static UsageSender start(SenderSettings settings) {
    return start(settings, InstantSource.system());
  }

  /** @param clock for a {@code Retry-After} that is a date */
  static UsageSender start(SenderSettings settings, InstantSource clock) {
    return new UsageSender(settings, clock);
  }

  /**
   * Takes an event, and waits for room if the buffer is full.
   *
   * @return what will become of it; never fails, and cancelling it does not stop the event
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Delivery> send(UsageEvent event) throws InterruptedException {
    var json = EventJson.of(event);
    return json.length > buffer.largestEvent() ? tooLarge(json) : buffer.put(json);
  }

  /**
   * Takes an event unless the buffer is full.
   *
   * @return as {@link #send}; empty when there is no room: nothing happened
   * @throws IllegalStateException after {@link #close}
   */
  public Optional<CompletableFuture<Delivery>> trySend(UsageEvent event) {
    var json = EventJson.of(event);
    return json.length > buffer.largestEvent() ? Optional.of(tooLarge(json)) : buffer.offer(json);
  }

  private CompletableFuture<Delivery> tooLarge(byte[] json) {
    refused.increment();
    return CompletableFuture.completedFuture(new Refused(List.of(new Problem("event", "too_large",
        json.length + " bytes of JSON; at most " + buffer.largestEvent() + " fit into a request"))));
  }

  /** Sends without lingering whatever was taken before this call, and waits until the fate of all of it is known. */
  public void flush() throws InterruptedException {
    buffer.flush();
  }

  /** What it did and holds now. Each number is right; they are read one after the other. */
  public SenderMetrics metrics() {
    var held = buffer.held();
    var trips = courier.trips();
    return new SenderMetrics(accepted.sum(), refused.sum(), gaveUp.sum(), held.waiting(), held.inFlight(), held.bytes(),
        trips.requests(), trips.retried(), trips.bytes(), trips.lastError());
  }

  private void work() {
    try {
      for (var batch = buffer.take(); batch != null; batch = buffer.take()) {
        decide(batch, courier.deliver(batch));
      }
    } catch (InterruptedException e) {
      // close() did that, after it had given up whatever still waited.
    }
  }

  private void decide(Batch batch, List<? extends Delivery> deliveries) {
    long stored = deliveries.stream().filter(Accepted.class::isInstance).count();
    long unknown = deliveries.stream().filter(GaveUp.class::isInstance).count();
    accepted.add(stored);
    gaveUp.add(unknown);
    refused.add(deliveries.size() - stored - unknown);
    buffer.decided(batch, deliveries);
  }

  /** As {@link #close(Duration)}, with 10 s. */
  @Override
  public void close() {
    close(CLOSE_WITHIN);
  }

  /**
   * Takes no more events, sends those it has, and gives up what is not decided in time. When it returns, every future is complete,
   * so it must not be called from what is chained to one. Interrupted, it gives up at once and leaves the thread's interrupt set.
   */
  public void close(Duration patience) {
    buffer.close();
    boolean interrupted = false;
    try {
      buffer.awaitDecided(patience);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    var left = buffer.abandon();
    decide(left, left.all(new GaveUp("the sender was closed", null, 0)));
    workers.forEach(Thread::interrupt);
    buffer.awaitAllDecided();
    courier.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
