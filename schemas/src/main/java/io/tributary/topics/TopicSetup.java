package io.tributary.topics;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates what is missing of our topics; an existing one is left as it is, but must have the partitions that state relies on. */
public final class TopicSetup {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final int MOMENTS = 100;

  private TopicSetup() {}

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
      int actual = partitionsOfEvents(admin, names);
      if (actual != partitions) {
        throw new IllegalStateException(Topics.USAGE_EVENTS + " has " + actual + " partitions, but " + partitions
            + " are configured; the number is frozen by state: set it to " + actual);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("topics could not be created: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  /** A topic that was just made may be unknown to the broker that is asked, for a moment. */
  private static int partitionsOfEvents(Admin admin, Set<String> names) throws ExecutionException, InterruptedException {
    for (int left = MOMENTS; ; left--) {
      try {
        return admin.describeTopics(names).allTopicNames().get().get(Topics.USAGE_EVENTS).partitions().size();
      } catch (ExecutionException e) {
        if (left == 0 || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        Thread.sleep(MOMENT);
      }
    }
  }
}
