package io.tributary.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small compacted topic of one partition, read into one immutable value and followed from then on by a thread of its
 * own. The offset after the last record read is the value's version.
 *
 * @param <R> the record on the topic
 * @param <S> what the records add up to
 */
public final class ControlTopic<R extends SpecificRecord, S> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlTopic.class);

  /** Adds records to a state; never changes the state it was given. */
  public interface Fold<R, S> {
    S apply(S state, List<ConsumerRecord<String, R>> records, long version);
  }

  private final String topic;
  private final TopicPartition partition;
  private final KafkaConsumer<String, R> consumer;
  private final Fold<R, S> fold;
  private final Thread follower;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Object turn = new Object();
  private volatile S state;
  private volatile long version;
  private volatile boolean closed;

  public ControlTopic(String topic, Map<String, Object> kafka, Deserializer<R> values, S empty, Fold<R, S> fold) {
    this.topic = topic;
    this.partition = new TopicPartition(topic, 0);
    this.fold = fold;
    this.state = empty;
    var config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false); // it would not be compacted
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), values);
    this.follower = Thread.ofPlatform().name("follow-" + topic).daemon().start(this::follow);
  }

  /** What the topic added up to when last read. */
  public S state() {
    return state;
  }

  /** The offset after the last record read. */
  public long version() {
    return version;
  }

  /** Whether everything that the topic held when we began is in {@link #state}. */
  public boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  /** @throws IllegalStateException when the topic was not read to its end in time */
  public void awaitCaughtUp(Duration patience) {
    try {
      if (!caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(topic + " could not be read to its end within " + patience.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + topic, e);
    }
  }

  /** @throws IllegalStateException when this version was not reached in time */
  public void awaitVersion(long wanted, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (turn) {
      while (version < wanted) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IllegalStateException(topic + " is at " + version + ", not yet at " + wanted);
        }
        try {
          turn.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for " + topic, e);
        }
      }
    }
  }

  private void follow() {
    long end = -1;
    while (!closed) {
      try {
        if (end < 0) {
          consumer.assign(List.of(partition));
          consumer.seek(partition, version);
          end = consumer.endOffsets(List.of(partition)).get(partition);
        }
        var polled = consumer.poll(Duration.ofMillis(200));
        advance(polled.records(partition).stream().filter(record -> record.value() != null).toList());
        if (version >= end) {
          caughtUp.countDown();
        }
      } catch (WakeupException e) {
        break;
      } catch (RuntimeException e) {
        // Keep the last good state and try again: a directory that stops following makes events wait, never vanish.
        LOG.error("{} could not be followed at {}; trying again", topic, version, e);
        end = -1;
        pause();
      }
    }
    consumer.close();
  }

  private void advance(List<ConsumerRecord<String, R>> records) {
    long position = consumer.position(partition);
    if (position == version) {
      return;
    }
    // Also without records: a transaction's end moves the offset, and versions must not depend on how polls cut the topic.
    var next = fold.apply(state, records, position);
    synchronized (turn) {
      state = next;
      version = position;
      turn.notifyAll();
    }
  }

  private void pause() {
    synchronized (turn) {
      try {
        turn.wait(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      follower.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
