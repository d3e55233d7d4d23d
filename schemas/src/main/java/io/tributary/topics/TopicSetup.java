package io.tributary.topics;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates what is missing of our topics; an existing one is left as it is, but must have the partitions that state relies on. */
public final class TopicSetup {
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

  /** @throws IllegalStateException when {@code usage-events} exists with another number of partitions */
  public static void create(Admin admin, int partitions, short replication) {
    var topics = Topics.all(partitions, replication);
    var results = admin.createTopics(topics).values();
    try {
      for (var result : results.values()) {
        try {
          result.get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
      var names = topics.stream().map(topic -> topic.name()).collect(Collectors.toSet());
      int actual = admin.describeTopics(names).allTopicNames().get().get(Topics.USAGE_EVENTS).partitions().size();
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
}
