package io.tributary.aggregator.boot;

import io.tributary.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where a new installation begins to read, written down once. The stream itself never falls back to the beginning: a broker
 * forgets the offsets of a group that was away for long, and reading again what the stores hold would count it twice.
 */
public final class StartOffsets {
  private StartOffsets() {}

  /** @throws IllegalStateException when the group's offsets are gone but its state is not */
  public static void ensure(Admin admin, String group, int partitions) {
    try {
      var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      var missing = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(Topics.USAGE_EVENTS, p))
          .filter(partition -> committed.get(partition) == null).collect(Collectors.toSet());
      if (missing.isEmpty()) {
        return;
      }
      if (hasState(admin, group + "-seen-changelog", partitions)) {
        throw new IllegalStateException("Kafka has forgotten how far group " + group + " had read partitions " + missing
            + ", but the group's state is there: reading them again would count them twice. Set the group's offsets to where it"
            + " stopped (kafka-consumer-groups --reset-offsets), or delete its changelog topics to build everything anew");
      }
      var earliest = new HashMap<TopicPartition, OffsetAndMetadata>();
      admin.listOffsets(missing.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.earliest()))).all().get()
          .forEach((partition, offset) -> earliest.put(partition, new OffsetAndMetadata(offset.offset())));
      admin.alterConsumerGroupOffsets(group, earliest).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the offsets of group " + group + " cannot be set: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the group's offsets", e);
    }
  }

  private static boolean hasState(Admin admin, String changelog, int partitions) throws ExecutionException, InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions).boxed()
          .collect(Collectors.toMap(p -> new TopicPartition(changelog, p), p -> OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream().anyMatch(end -> end.offset() > 0);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }
}
