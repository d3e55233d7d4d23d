package io.tributary.bench.node;

import io.tributary.avro.UsageEventRecord;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Avro straight to {@code usage-events}: what the stream takes when the door is not on the same machine. */
public final class KafkaLoad implements Load {
  private final KafkaProducer<String, UsageEventRecord> producer;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public KafkaLoad(String bootstrap, String registry) {
    producer = new KafkaProducer<>(Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
        ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
        ProducerConfig.LINGER_MS_CONFIG, 10,
        ProducerConfig.BATCH_SIZE_CONFIG, 65_536), new StringSerializer(), AvroSerdes.at(registry).<UsageEventRecord>serializer());
  }

  @Override
  public void send(UsageEventRecord event) {
    producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, event.getOrg(), event), (place, error) -> {
      if (error == null) {
        accepted.incrementAndGet();
      } else {
        failure.compareAndSet(null, error);
      }
    });
  }

  @Override
  public void flush() {
    producer.flush();
  }

  @Override
  public long accepted() {
    return accepted.get();
  }

  @Override
  public List<String> problems() {
    return failure.get() == null ? List.of() : List.of("the load could not be written: " + failure.get());
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
