package io.tributary.bench.alerts;

import io.tributary.avro.UsageEventRecord;
import io.tributary.model.UsageType;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Avro straight to {@code usage-events}: every series in turn, at a rate or as fast as it goes. For one thread. */
final class Sender implements AutoCloseable {
  /** Events between two looks at the clock. */
  private static final int BURST = 50;

  private final KafkaProducer<String, UsageEventRecord> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final int orgs;
  private final long version;
  private long number;

  /** @param version of the directory, to stamp events with */
  Sender(String bootstrap, String registry, int orgs, long version) {
    this.orgs = orgs;
    this.version = version;
    producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4", ProducerConfig.LINGER_MS_CONFIG, 10, ProducerConfig.BATCH_SIZE_CONFIG, 65_536),
        new StringSerializer(), AvroSerdes.at(registry).<UsageEventRecord>serializer());
  }

  /** A probe: the first usage of its type by an org. */
  void probe(int org) {
    send(org, Watched.probed(), "probe-" + org);
    producer.flush();
  }

  /** @param perSecond 0 for as fast as it goes */
  void send(long events, long perSecond) {
    long began = System.nanoTime();
    for (long sent = 0; sent < events; sent++) {
      // Another type with every round over all orgs, so that neighbours in time are of different orgs and partitions.
      send((int) (number % orgs), Watched.types().get((int) (number / orgs % Watched.TYPES)), "load-" + number);
      number++;
      if (perSecond > 0 && sent % BURST == 0) {
        long ahead = sent * 1_000_000_000L / perSecond - (System.nanoTime() - began);
        if (ahead > 0) {
          LockSupport.parkNanos(ahead);
        }
      }
    }
  }

  private void send(int org, UsageType type, String id) {
    var name = Watched.org(org);
    var event = new UsageEventRecord(id, "bench", name, type.family(), type.name(), Instant.now(), BigDecimal.valueOf(1 + number % 7), null,
        Map.of(), version);
    producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, name, event), (place, error) -> {
      if (error != null) {
        failure.compareAndSet(null, error);
      }
    });
  }

  /** Waits until all is acknowledged. */
  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("the events could not be written: " + failure.get(), failure.get());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
