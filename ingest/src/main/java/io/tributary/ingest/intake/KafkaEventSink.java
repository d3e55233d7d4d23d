package io.tributary.ingest.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tributary.avro.UsageEventRecord;
import io.tributary.model.UsageEvent;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Usage events onto their topic, keyed by org so that an org's events stay together. The producer must ask for all
 * acknowledgements, and be idempotent: its own retries then neither lose nor repeat.
 */
public final class KafkaEventSink implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventSink.class);
  private static final Duration SERIALIZER_PATIENCE = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;
  private final BlockingQueue<Serializer<UsageEventRecord>> serializers;
  private final Timer acknowledgement;

  /** @param producer stays its giver's, who also closes it */
  public KafkaEventSink(Producer<byte[], byte[]> producer, AvroSerdes serdes, MeterRegistry metrics) {
    this.producer = producer;
    // A serializer serves one thread at a time, and more of them than processors would only wait for each other.
    int count = Runtime.getRuntime().availableProcessors();
    this.serializers = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      serializers.add(serdes.serializer());
    }
    this.acknowledgement = Timer.builder("tributary.ingest.acknowledgement")
        .description("from handing a request's events to the producer until the broker has acknowledged the last")
        .serviceLevelObjectives(millis(5), millis(10), millis(25), millis(50), millis(100), millis(250), millis(1000), millis(5000))
        .register(metrics);
    gauge(metrics, "buffer-available-bytes", "tributary.ingest.producer.buffer.available", "room left in the producer's buffer");
    gauge(metrics, "buffer-total-bytes", "tributary.ingest.producer.buffer.total", "size of the producer's buffer");
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private void gauge(MeterRegistry metrics, String kafkaName, String name, String description) {
    Gauge.builder(name, producer, from -> value(from, kafkaName)).baseUnit("bytes").description(description).register(metrics);
  }

  private static double value(Producer<?, ?> producer, String kafkaName) {
    return producer.metrics().entrySet().stream().filter(metric -> metric.getKey().name().equals(kafkaName)).findFirst()
        .map(metric -> ((Number) metric.getValue().metricValue()).doubleValue()).orElse(Double.NaN);
  }

  @Override
  public Receipt write(List<UsageEvent> events, long directoryVersion) {
    try {
      return send(encode(events, directoryVersion));
    } catch (Refused e) {
      return e.receipt;
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      return new Receipt.Unavailable("the service is stopping");
    }
  }

  private Receipt send(List<ProducerRecord<byte[], byte[]>> records) throws Refused, InterruptedException {
    long begun = System.nanoTime();
    var acks = new ArrayList<Future<RecordMetadata>>(records.size());
    for (var record : records) {
      Future<RecordMetadata> ack;
      try {
        ack = producer.send(record);
      } catch (InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        throw refused(e);
      }
      // What cannot even be buffered fails here and now; going on would wait once more for each of the rest.
      if (ack.isDone()) {
        await(ack);
      }
      acks.add(ack);
    }
    for (var ack : acks) {
      await(ack);
    }
    acknowledgement.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    return new Receipt.Stored();
  }

  private static void await(Future<RecordMetadata> ack) throws Refused, InterruptedException {
    try {
      ack.get();
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    }
  }

  private static Refused refused(Throwable cause) {
    if (cause instanceof BufferExhaustedException) {
      return new Refused(new Receipt.Full());
    }
    LOG.warn("events could not be written to {}: {}", Topics.USAGE_EVENTS, cause.toString());
    return new Refused(new Receipt.Unavailable("the broker did not acknowledge the events"));
  }

  private List<ProducerRecord<byte[], byte[]>> encode(List<UsageEvent> events, long directoryVersion)
      throws Refused, InterruptedException {
    var serializer = serializers.poll(SERIALIZER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (serializer == null) {
      throw new Refused(new Receipt.Unavailable("the schema registry is slow to answer"));
    }
    try {
      var records = new ArrayList<ProducerRecord<byte[], byte[]>>(events.size());
      for (var event : events) {
        records.add(new ProducerRecord<>(Topics.USAGE_EVENTS, event.org().getBytes(StandardCharsets.UTF_8),
            serializer.serialize(Topics.USAGE_EVENTS, toAvro(event, directoryVersion))));
      }
      return records;
    } catch (RuntimeException e) {
      // The events are good, so whatever keeps them from being encoded is ours: the registry, or the schema it holds.
      LOG.error("events could not be encoded: {}", e.toString());
      throw new Refused(new Receipt.Unavailable("the schema registry does not answer as it should"));
    } finally {
      serializers.add(serializer);
    }
  }

  private static UsageEventRecord toAvro(UsageEvent event, long directoryVersion) {
    return new UsageEventRecord(event.id(), event.source(), event.org(), event.family(), event.usageType(), event.time(),
        event.quantity() == null ? null : event.quantity().toBigDecimal(), event.entity(), event.tags(), directoryVersion);
  }

  /** Leaves the loops above at the first event that is not stored. */
  private static final class Refused extends Exception {
    private final transient Receipt receipt;

    Refused(Receipt receipt) {
      super(receipt.toString(), null, false, false);
      this.receipt = receipt;
    }
  }
}
