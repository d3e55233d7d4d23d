package io.tributary.sender;

import io.tributary.sender.Delivery.Accepted;
import io.tributary.sender.Delivery.GaveUp;
import io.tributary.sender.Delivery.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Takes one batch to the door, as often as it needs. For any number of threads. */
final class Courier implements AutoCloseable {
  private final SenderSettings settings;
  private final InstantSource clock;
  private final HttpClient http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final URI door;
  private final Backoff backoff;
  private final LongAdder requests = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private volatile String lastError;

  Courier(SenderSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.requestTimeout()).build();
    this.door = URI.create(settings.ingest().toString().replaceFirst("/+$", "") + "/v1/events");
    this.backoff = new Backoff(settings.firstPause(), settings.longestPause());
  }

  /** Until the fate of every event is known, their time is over, or this thread is interrupted: by whoever closes the sender. */
  List<Delivery> deliver(Batch batch) {
    int attempts = 0;
    var last = new Answer.Later("there was no time for an attempt", null, Optional.empty());
    try {
      var body = batch.body(settings.gzip());
      while (left(batch) > 0) {
        attempts++;
        switch (attempt(body, batch, attempts)) {
          case Answer.Decided(var refused) -> {
            var accepted = new Accepted(attempts);
            return IntStream.range(0, batch.size())
                .mapToObj(i -> refused.containsKey(i) ? new Refused(refused.get(i)) : (Delivery) accepted).toList();
          }
          case Answer.Never(var reason) -> {
            lastError = reason;
            return batch.all(new GaveUp(reason, null, attempts));
          }
          case Answer.Later later -> {
            lastError = later.reason();
            last = later;
          }
        }
        var pause = backoff.pause(attempts, last.retryAfter(), ThreadLocalRandom.current());
        if (pause.toNanos() >= left(batch)) {
          break; // there would be no time for another attempt
        }
        Thread.sleep(pause); // the back-off itself; closing interrupts it
      }
      return batch.all(new GaveUp(last.reason(), last.cause(), attempts));
    } catch (InterruptedException e) {
      return batch.all(new GaveUp("the sender was closed" + (attempts > 1 ? "; " + last.reason() : ""), last.cause(), attempts));
    } catch (RuntimeException | Error e) {
      // A thread that ended here would leave its events undecided for ever.
      lastError = e.toString();
      return batch.all(new GaveUp(e.toString(), e, attempts));
    }
  }

  /** Nanoseconds until the first event's deadline, which is the batch's. */
  private long left(Batch batch) {
    return settings.deadline().toNanos() - (System.nanoTime() - batch.first().takenAt());
  }

  private Answer attempt(byte[] body, Batch batch, int attempts) throws InterruptedException {
    requests.increment();
    bytes.add(body.length);
    if (attempts > 1) {
      retried.increment();
    }
    var request = HttpRequest.newBuilder(door).header("DD-API-KEY", settings.apiKey())
        .header("Content-Type", "application/cloudevents-batch+json").POST(BodyPublishers.ofByteArray(body));
    if (settings.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    try {
      var response = answer(request.build(), Math.min(settings.requestTimeout().toNanos(), left(batch)));
      return Answer.of(response.statusCode(), response.headers().firstValue("Retry-After"), response.body(), batch.size(), clock.instant());
    } catch (IOException e) {
      return new Answer.Later(e.toString(), e, Optional.empty());
    }
  }

  /**
   * In a thread of its own, to be interrupted: the client's timeout ends with the headers, and a body that stops half-way would hang
   * for ever. And not by {@code sendAsync}, which answers through the common pool, where the program's own waiting would hold it up.
   */
  private HttpResponse<String> answer(HttpRequest request, long nanos) throws IOException, InterruptedException {
    var response = threads.submit(() -> http.send(request, BodyHandlers.ofString()));
    try {
      return response.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + Duration.ofNanos(nanos).toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  /** @param bytes of bodies, as sent */
  record Trips(long requests, long retried, long bytes, Optional<String> lastError) {}

  Trips trips() {
    return new Trips(requests.sum(), retried.sum(), bytes.sum(), Optional.ofNullable(lastError));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
