package io.tributary.local.demo;

import io.tributary.model.UsageEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A client that keeps sending, and sends again, with the same ids, what was not acknowledged, and now and then what was. */
final class Sender implements AutoCloseable {
  record Door(URI ingest, String apiKey) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
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

  /** @param door null while there is none */
  Sender(Supplier<Door> door, Ledger ledger, String source, long seed) {
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
    try {
      var answer = http.send(HttpRequest.newBuilder(to.ingest().resolve("/v1/events")).timeout(Duration.ofSeconds(10))
          .header("DD-API-KEY", to.apiKey()).header("Content-Type", "application/cloudevents-batch+json")
          .POST(BodyPublishers.ofString(CloudEvents.batch(batch))).build(), BodyHandlers.ofString());
      if (answer.statusCode() == 202 && answer.body().contains("\"accepted\":" + batch.size() + ",")) {
        return true;
      }
      if (answer.statusCode() == 429 || answer.statusCode() == 503) {
        lastAnswer = answer.statusCode() + " " + answer.body();
        return false;
      }
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    } catch (IOException e) {
      lastAnswer = e.toString();
      return false; // killed, or not there yet: nobody knows what became of the batch
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
