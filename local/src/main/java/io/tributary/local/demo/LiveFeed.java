package io.tributary.local.demo;

import io.tributary.model.UsageEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each second's events through the front door, as any program would, and again until they were acknowledged. */
final class LiveFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final int LARGEST_BATCH = 1000;
  /** Seconds in one plan: more would have to be told again after a crash. */
  private static final int LONGEST_PLAN = 5;
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();
  private final URI events;
  private final String apiKey;
  private final int rate;
  private final CheckpointFile file;
  private final InstantSource clock;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicLong accepted = new AtomicLong();
  private final Thread thread;

  private LiveFeed(URI ingest, String apiKey, int rate, CheckpointFile file, Checkpoint from, InstantSource clock) {
    this.events = ingest.resolve("/v1/events");
    this.apiKey = apiKey;
    this.rate = rate;
    this.file = file;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("live-feed").daemon().start(() -> run(from));
  }

  /** @param from a checkpoint without a plan; the feed goes on from there, through what passed meanwhile */
  static LiveFeed start(URI ingest, String apiKey, int rate, CheckpointFile file, Checkpoint from, InstantSource clock) {
    return new LiveFeed(ingest, apiKey, rate, file, from, clock);
  }

  /** Events acknowledged since the start. */
  long accepted() {
    return accepted.get();
  }

  private void run(Checkpoint from) {
    var generator = new Generator(from.seed(), from.anchor());
    var checkpoint = from;
    try {
      while (!stop.await(untilNextSecond(checkpoint.toldTo()), TimeUnit.MILLISECONDS)) {
        long now = clock.instant().getEpochSecond();
        if (now <= checkpoint.toldTo()) {
          continue;
        }
        checkpoint = checkpoint.plan(Math.min(now, checkpoint.toldTo() + LONGEST_PLAN), rate);
        file.save(checkpoint);
        for (long second = checkpoint.toldTo(); second < checkpoint.plannedTo(); second++) {
          var all = generator.second(second, rate);
          for (int i = 0; i < all.size(); i += LARGEST_BATCH) {
            if (!send(all.subList(i, Math.min(all.size(), i + LARGEST_BATCH)))) {
              return;
            }
          }
          checkpoint = checkpoint.told(second + 1);
          file.save(checkpoint);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the live feed ended at {}", checkpoint.toldTo(), e);
    }
  }

  private long untilNextSecond(long second) {
    return Math.max(1, (second + 1) * 1000 - clock.millis());
  }

  /** @return false when stopped before they were acknowledged: the next start sends them again */
  private boolean send(List<UsageEvent> batch) throws InterruptedException {
    var request = HttpRequest.newBuilder(events).timeout(ANSWER)
        .header("DD-API-KEY", apiKey).header("Content-Type", "application/cloudevents-batch+json")
        .POST(BodyPublishers.ofString(CloudEvents.batch(batch))).build();
    do {
      var pause = Duration.ofSeconds(1);
      try {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 202) {
          accepted.addAndGet(batch.size());
          return true;
        }
        if (answer.statusCode() < 429) {
          throw new IllegalStateException("ingest answers " + answer.statusCode() + ": " + answer.body());
        }
        pause = Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1));
      } catch (IOException e) {
        LOG.warn("ingest did not answer; the same events are sent again: {}", e.toString());
      }
      if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } while (true);
  }

  /** Lets the request under way end. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
