package io.tributary.local.demo;

import io.tributary.alerting.Alert;
import io.tributary.avro.AlertRecord;
import io.tributary.codec.AlertsCodec;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What has been told so far, as a consumer of the topic reads it: committed only. */
public final class AlertTopic {
  private AlertTopic() {}

  static List<Alert> ofMonitors(String bootstrap, AvroSerdes serdes) {
    return all(bootstrap, serdes).stream().filter(alert -> alert.kind() == Alert.Kind.MONITOR).toList();
  }

  /** With what tells of first uses. */
  public static List<Alert> all(String bootstrap, AvroSerdes serdes) {
    try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
        new StringDeserializer(), serdes.deserializer(AlertRecord.class))) {
      var partitions = consumer.partitionsFor(Topics.USAGE_ALERTS).stream()
          .map(one -> new TopicPartition(one.topic(), one.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var alerts = new ArrayList<Alert>();
      while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> alerts.add(AlertsCodec.fromAvro(record.value())));
      }
      return alerts;
    }
  }
}
