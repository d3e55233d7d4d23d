package io.tributary.aggregator.boot;

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

  private final Admin admin;
  private final String group;
  private final List<List<TopicPartition>> levels;
  private final InstantSource clock;
  private final Duration stallAfter;
  private final Supplier<String> streamFlaw;
  private final CountDownLatch running;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Instant asOf = Instant.EPOCH;
  private volatile Instant moved;
  private volatile long lag;
  private volatile String silence = "the stream has not run yet";

  /**
   * @param streamFlaw what is wrong with the stream itself; empty when nothing is
   * @param running counted down when the stream first runs: before that its internal topics need not exist
   */
  public Frontier(Admin admin, String group, int partitions, InstantSource clock, Duration stallAfter, Supplier<String> streamFlaw,
      CountDownLatch running) {
    this.admin = admin;
    this.group = group;
    this.levels = List.of(partitionsOf(Topics.USAGE_EVENTS, partitions),
        partitionsOf(group + "-usage-by-account-repartition", partitions),
        partitionsOf(group + "-usage-by-partner-repartition", partitions));
    this.clock = clock;
    this.stallAfter = stallAfter;
    this.streamFlaw = streamFlaw;
    this.running = running;
    this.moved = clock.instant();
    this.thread = Thread.ofPlatform().name("frontier").daemon().start(this::run);
  }

  private static List<TopicPartition> partitionsOf(String topic, int partitions) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  /** Append time up to which all cells are complete. Ask before reading rows, never after. */
  public Instant asOf() {
    return asOf;
  }

  public Progress progress() {
    var flaw = streamFlaw.get();
    if (!flaw.isEmpty()) {
      return new Progress(false, flaw, asOf, lag);
    }
    var still = Duration.between(moved, clock.instant());
    if (still.compareTo(stallAfter) > 0 && (lag > 0 || !silence.isEmpty())) {
      return new Progress(false, silence.isEmpty()
          ? lag + " records wait, but nothing has been committed for " + still.toSeconds() + " s"
          : silence, asOf, lag);
    }
    return new Progress(true, lag == 0 ? "all events are counted" : lag + " records wait", asOf, lag);
  }

  private void run() {
    try {
      running.await();
    } catch (InterruptedException e) {
      return;
    }
    Map<TopicPartition, Long> last = Map.of();
    int level = 0;
    Instant began = clock.instant();
    Map<TopicPartition, Long> goal = null;
    while (!closed) {
      try {
        var committed = committed();
        if (!committed.equals(last)) {
          last = committed;
          moved = clock.instant();
        }
        if (goal == null) {
          began = clock.instant();
          level = 0;
          goal = ends(levels.get(0));
          lag = waiting(goal, committed);
        }
        while (goal != null && waiting(goal, committed) == 0) {
          level++;
          if (level < levels.size()) {
            goal = ends(levels.get(level));
          } else {
            asOf = began;
            moved = clock.instant();
            lag = 0;
            goal = null;
          }
        }
        if (goal != null && level == 0) {
          lag = waiting(ends(levels.get(0)), committed);
        }
        silence = "";
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

  private static long waiting(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
    long waiting = 0;
    for (var end : ends.entrySet()) {
      waiting += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
    }
    return waiting;
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) throws ExecutionException, InterruptedException, TimeoutException {
    var specs = partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
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
