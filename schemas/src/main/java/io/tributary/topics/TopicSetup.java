package io.tributary.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates what is missing of our topics; an existing one is left as it is, but must have the partitions that state relies on. */
public final class TopicSetup {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private TopicSetup() {}

  /** A topic that somebody else made, a broker that creates topics by itself for example, may not keep what we rely on. */
  private static void check(Admin admin, String topic, String key, String wanted) throws ExecutionException, InterruptedException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var actual = admin.describeConfigs(Set.of(resource)).all().get().get(resource).get(key).value();
    if (!actual.equals(wanted)) {
      throw new IllegalStateException(topic + " has " + key + "=" + actual + ", but must have " + wanted
          + ": it was not created by Tributary; set it with kafka-configs");
    }
  }

  /**
   * Returns when every partition can be written. Created is not yet hosted: a write that comes too early is refused, and an
   * idempotent producer whose first batch was refused and whose second was taken is out of sequence for good.
   *
   * @throws IllegalStateException when {@code usage-events} exists with another number of partitions, or when the broker does not
   *     host the topics in time
   */
  public static void create(Admin admin, int partitions, short replication) {
    var topics = Topics.all(partitions, replication);
    try {
      for (var result : admin.createTopics(topics).values().values()) {
        try {
          result.get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
      int actual = hosted(admin, topics.stream().map(NewTopic::name).toList());
      if (actual != partitions) {
        throw new IllegalStateException(Topics.USAGE_EVENTS + " has " + actual + " partitions, but " + partitions
            + " are configured; the number is frozen by state: set it to " + actual);
      }
      check(admin, Topics.USAGE_EVENTS, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
      check(admin, Topics.DIRECTORY, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      check(admin, Topics.ACCESS, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("topics could not be created: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  /** Waits until a leader answers for every partition; returns the number of those of usage-events. */
  private static int hosted(Admin admin, List<String> names) throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var known = admin.describeTopics(names).allTopicNames().get();
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        known.forEach((name, topic) ->
            topic.partitions().forEach(partition -> ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        admin.listOffsets(ends).all().get();
        return known.get(Topics.USAGE_EVENTS).partitions().size();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(LOOK_AGAIN);
      }
    }
  }
}
