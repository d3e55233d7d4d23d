package io.tributary.aggregator.boot;

import io.tributary.aggregator.flow.Waiting;
import io.tributary.model.Progress;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the cells are complete, whoever runs the tasks. A round notes the time and where usage-events ends; when the group
 * has committed beyond that, every delta of those events is in the next topic, whose end is noted in turn; once the
 * partner level has committed beyond its own, every event that was appended before the round began is in every cell.
 * It also sees when nothing moves although records wait.
 */
public final class Frontier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Frontier.class);
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(2);
  /** An event without a stamp may be parked for half a minute before it is refused. */
  private static final long PARKED_GRACE_MILLIS = 45_000;

  private final Admin admin;
  private final String group;
  private final List<List<TopicPartition>> levels;
  private final InstantSource clock;
  private final Duration stallAfter;
  private final Supplier<String> streamFlaw;
  private final CountDownLatch running;
  private final Waiting waiting;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Instant asOf = Instant.EPOCH;
  private volatile Instant heard;
  private volatile Map<TopicPartition, Instant> stuckSince = Map.of();
  private volatile long lag;
  private volatile String silence = "the stream has not run yet";

  /**
   * @param streamFlaw what is wrong with the stream itself; empty when nothing is
   * @param running counted down when the stream first runs: before that its internal topics need not exist
   * @param waiting what this process has parked
   */
  public Frontier(Admin admin, String group, int partitions, InstantSource clock, Duration stallAfter, Supplier<String> streamFlaw,
      CountDownLatch running, Waiting waiting) {
    this.admin = admin;
    this.group = group;
    this.levels = List.of(partitionsOf(Topics.USAGE_EVENTS, partitions),
        partitionsOf(group + "-usage-by-account-repartition", partitions),
        partitionsOf(group + "-usage-by-partner-repartition", partitions));
    this.clock = clock;
    this.stallAfter = stallAfter;
    this.streamFlaw = streamFlaw;
    this.running = running;
    this.waiting = waiting;
    this.heard = clock.instant();
    this.thread = Thread.ofPlatform().name("frontier").daemon().start(this::run);
  }

  private static List<TopicPartition> partitionsOf(String topic, int partitions) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  /**
   * Append time up to which all cells are complete. Ask before reading rows, never after. What this process has parked is not
   * in any cell, so it holds the time back; what another process has parked does not (decision 0001).
   */
  public Instant asOf() {
    var reached = asOf;
    var parked = waiting.oldest();
    return parked.isPresent() && parked.get().isBefore(reached) ? parked.get().minusMillis(1) : reached;
  }

  public Progress progress() {
    var flaw = streamFlaw.get();
    if (flaw.isEmpty()) {
      flaw = stall(clock.instant());
    }
    if (!flaw.isEmpty()) {
      return new Progress(false, flaw, asOf(), lag);
    }
    return new Progress(true, running.getCount() > 0 ? "the stream is starting"
        : lag == 0 ? "all events are counted" : lag + " records wait", asOf(), lag);
  }

  private String stall(Instant now) {
    var parked = waiting.oldest();
    if (parked.isPresent() && Duration.between(parked.get(), now).compareTo(stallAfter.plusMillis(PARKED_GRACE_MILLIS)) > 0) {
      return "events that were appended at " + parked.get() + " still wait for the directory";
    }
    if (Duration.between(heard, now).compareTo(stallAfter) > 0) {
      return silence;
    }
    var stuck = stuckSince;
    for (var partition : stuck.entrySet()) {
      var still = Duration.between(partition.getValue(), now);
      if (still.compareTo(stallAfter) > 0) {
        return lag + " records wait, but nothing has been committed for " + still.toSeconds() + " s in " + partition.getKey();
      }
    }
    return "";
  }

  private void run() {
    try {
      running.await();
    } catch (InterruptedException e) {
      return;
    }
    Map<TopicPartition, Long> last = Map.of();
    int level = 0;
    Instant began = Instant.EPOCH;
    Map<TopicPartition, Long> goal = null;
    while (!closed) {
      try {
        var now = clock.instant();
        if (Duration.between(heard, now).compareTo(LONG_PAUSE) > 0) {
          goal = null; // this process may have been away while another took over: begin the round anew
        }
        var ends = ends();
        var committed = committed();
        watch(ends, committed, last, now);
        last = committed;
        if (goal == null) {
          began = now;
          level = 0;
          goal = of(levels.get(0), ends);
        } else {
          // One level a turn: the ends of the next must be read after the commit of the one before was seen.
          if (waiting(goal, committed) == 0) {
            level++;
            if (level == levels.size()) {
              asOf = began;
              goal = null;
            } else {
              goal = of(levels.get(level), ends());
            }
          }
        }
        heard = now;
        silence = "Kafka has not said for long how far the stream is";
        pause();
      } catch (ExecutionException | TimeoutException | RuntimeException e) {
        silence = "Kafka does not say how far the stream is: " + (e.getCause() == null ? e : e.getCause()).getMessage();
        LOG.debug(silence, e);
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Notes since when each partition has records waiting and no commit. */
  private void watch(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed, Map<TopicPartition, Long> last, Instant now) {
    var stuck = new HashMap<TopicPartition, Instant>();
    ends.forEach((partition, end) -> {
      long at = committed.getOrDefault(partition, 0L);
      if (end > at) {
        boolean moved = at != last.getOrDefault(partition, 0L);
        stuck.put(partition, moved ? now : stuckSince.getOrDefault(partition, now));
      }
    });
    stuckSince = Map.copyOf(stuck);
    lag = waiting(ends, committed);
  }

  private static Map<TopicPartition, Long> of(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    return partitions.stream().collect(Collectors.toMap(p -> p, ends::get));
  }

  private static long waiting(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
    long waiting = 0;
    for (var end : ends.entrySet()) {
      waiting += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
    }
    return waiting;
  }

  private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException, TimeoutException {
    var specs = levels.stream().flatMap(List::stream).collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    var ends = new HashMap<TopicPartition, Long>();
    // Uncommitted too: a committed offset may be seen before the markers that commit the records sent with it.
    admin.listOffsets(specs, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException, TimeoutException {
    var offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    var committed = new HashMap<TopicPartition, Long>();
    offsets.forEach((partition, offset) -> {
      if (offset != null) {
        committed.put(partition, offset.offset());
      }
    });
    return committed;
  }

  private void pause() {
    try {
      Thread.sleep(EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
