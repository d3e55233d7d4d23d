package io.tributary.local.demo;

import io.tributary.avro.UsageEventRecord;
import io.tributary.local.node.Node;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything on the topic of usage events, as a batch query would read it. */
final class Topic {
  private Topic() {}

  static List<UsageEvent> events(Node node) {
    var events = new ArrayList<UsageEvent>();
    each(node, events::add);
    return events;
  }

  static void each(Node node, Consumer<UsageEvent> event) {
    Map<String, Object> settings = Map.of("bootstrap.servers", node.bootstrap(), "enable.auto.commit", false);
    try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), node.serdes().deserializer(UsageEventRecord.class))) {
      var partitions = consumer.partitionsFor(Topics.USAGE_EVENTS).stream()
          .map(each -> new TopicPartition(each.topic(), each.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> event.accept(event(record.value())));
      }
    }
  }

  private static UsageEvent event(UsageEventRecord record) {
    return new UsageEvent(record.getId(), record.getSource(), record.getOrg(), record.getProductFamily(), record.getUsageType(),
        record.getTime(), record.getQuantity() == null ? null : Quantity.of(record.getQuantity()), record.getEntity(), record.getTags());
  }
}
