package io.tributary.local.demo;

import io.tributary.avro.UsageEventRecord;
import io.tributary.local.node.Node;
import io.tributary.model.UsageEvent;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Which of the generator's events reached the topic although the checkpoint does not say so. Within the dedup horizon a resend
 * would count once anyway; a demo may be started again after a week.
 */
final class Appended {
  /** Well within the horizon of 72 hours. */
  private static final Duration DEDUP_IS_ENOUGH = Duration.ofHours(12);
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private Appended() {}

  /** Tests whether an event is to be sent, given when the checkpoint was saved. */
  static Predicate<UsageEvent> since(Instant checkpoint, Node node, InstantSource clock) {
    if (checkpoint.plus(DEDUP_IS_ENOUGH).isAfter(clock.instant())) {
      return event -> true;
    }
    var known = read(checkpoint.minus(MARGIN), node);
    return event -> !known.contains(new Id(event.org(), event.id()));
  }

  private record Id(String org, String id) {}

  private static HashSet<Id> read(Instant from, Node node) {
    var known = new HashSet<Id>();
    Map<String, Object> settings = Map.of("bootstrap.servers", node.bootstrap(), "client.id", "demo-reader", "enable.auto.commit", false);
    try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), lenient(node))) {
      var partitions = consumer.partitionsFor(Topics.USAGE_EVENTS).stream()
          .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      var begins = new HashMap<TopicPartition, Long>();
      partitions.forEach(partition -> begins.put(partition, from.toEpochMilli()));
      consumer.offsetsForTimes(begins).forEach((partition, found) ->
          consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
      while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
          if (record.value() != null && record.value().getSource().equals(Generator.SOURCE)) {
            known.add(new Id(record.value().getOrg(), record.value().getId()));
          }
        });
      }
    }
    return known;
  }

  /** Others may have produced bytes that are no event; null for them. */
  private static Deserializer<UsageEventRecord> lenient(Node node) {
    var strict = node.serdes().deserializer(UsageEventRecord.class);
    return (topic, bytes) -> {
      try {
        return strict.deserialize(topic, bytes);
      } catch (SerializationException e) {
        return null;
      }
    };
  }
}
