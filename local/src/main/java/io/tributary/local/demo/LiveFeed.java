package io.tributary.local.demo;

import io.tributary.model.Problem;
import io.tributary.model.UsageEvent;
import io.tributary.sender.Delivery;
import io.tributary.sender.Delivery.Accepted;
import io.tributary.sender.Delivery.GaveUp;
import io.tributary.sender.Delivery.Refused;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each second's events through the front door, as any program would, and again until they were acknowledged. */
final class LiveFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  /** Seconds in one plan: more would have to be told again after a crash. */
  private static final int LONGEST_PLAN = 5;
  private static final Duration ANSWER = Duration.ofSeconds(20);
  /** A second's events go together: each ends with a flush. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final UsageSender sender;
  private final int rate;
  private final CheckpointFile file;
  private final InstantSource clock;
  private final Optional<Upset> upset;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private LiveFeed(URI ingest, String apiKey, int rate, CheckpointFile file, Checkpoint from, InstantSource clock, Optional<Upset> upset) {
    this.sender = UsageSender.start(SenderSettings.of(ingest, apiKey).withLinger(LINGER).withTimes(ANSWER, SenderSettings.FOREVER));
    this.rate = rate;
    this.file = file;
    this.clock = clock;
    this.upset = upset;
    this.thread = Thread.ofPlatform().name("live-feed").daemon().start(() -> run(from));
  }

  /** @param from a checkpoint without a plan; the feed goes on from there, through what passed meanwhile */
  static LiveFeed start(URI ingest, String apiKey, int rate, CheckpointFile file, Checkpoint from, InstantSource clock,
      Optional<Upset> upset) {
    return new LiveFeed(ingest, apiKey, rate, file, from, clock, upset);
  }

  /** Events acknowledged since the start. */
  long accepted() {
    return sender.metrics().accepted();
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
          if (!send(generator.second(second, rate).stream().flatMap(this::told).toList())) {
            return;
          }
          checkpoint = checkpoint.told(second + 1);
          file.save(checkpoint);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (stop.getCount() > 0) {
        LOG.error("the live feed ended at {}", checkpoint.toldTo(), e);
      }
    }
  }

  private Stream<UsageEvent> told(UsageEvent event) {
    return upset.map(one -> one.upset(event).stream()).orElseGet(() -> Stream.of(event));
  }

  private long untilNextSecond(long second) {
    return Math.max(1, (second + 1) * 1000 - clock.millis());
  }

  /** @return false when stopped before all were decided: the next start sends them again */
  private boolean send(List<UsageEvent> events) throws InterruptedException {
    long retried = sender.metrics().retried();
    var fates = new ArrayList<CompletableFuture<Delivery>>(events.size());
    for (var event : events) {
      fates.add(sender.send(event));
    }
    sender.flush();
    if (sender.metrics().retried() > retried) {
      LOG.warn("ingest did not answer at once; the same events were sent again: {}", sender.metrics().lastError().orElse(""));
    }
    var problems = new ArrayList<Problem>();
    for (var fate : fates) {
      switch (fate.join()) {
        case Accepted _ -> { }
        case Refused refused -> problems.addAll(refused.problems());
        case GaveUp gaveUp -> {
          if (stop.getCount() == 0) {
            return false;
          }
          throw new IllegalStateException("ingest will not take events: " + gaveUp.reason());
        }
      }
    }
    if (!problems.isEmpty()) {
      LOG.warn("ingest refuses some of the feed: {}", problems.getFirst());
    }
    return true;
  }

  /** Lets the requests under way end. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.close(Duration.ZERO);
  }
}
