package io.tributary.bench.alerts;

import io.tributary.avro.AlertRecord;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads {@code usage-alerts} as its consumers do, what is committed only, and notes when each probe's alert was there. */
final class Alerts implements AutoCloseable {
  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
  private final AtomicInteger others = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  Alerts(String bootstrap, String registry) {
    var config = new HashMap<String, Object>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    var consumer = new KafkaConsumer<>(config, new StringDeserializer(), AvroSerdes.at(registry).deserializer(AlertRecord.class));
    var partitions = consumer.partitionsFor(Topics.USAGE_ALERTS).stream()
        .map(one -> new TopicPartition(one.topic(), one.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().daemon().name("alerts").start(() -> read(consumer));
  }

  private void read(KafkaConsumer<String, AlertRecord> consumer) {
    try (consumer) {
      while (!closed) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
          long now = System.nanoTime();
          var alert = record.value();
          boolean raised = alert.getMonitor() == 1 && alert.getToState() == io.tributary.avro.AlertState.ALERT;
          if (raised && seenAt.putIfAbsent(alert.getOrg(), now) != null || alert.getMonitor() != 1) {
            others.incrementAndGet();
          }
        });
      }
    }
  }

  /** When the alert of an org's probe was here, in {@link System#nanoTime}'s time; null while it is not. */
  Long seenAt(String org) {
    return seenAt.get(org);
  }

  /** Alerts that no probe raised, or that a probe raised again. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    if (others.get() > 0) {
      problems.add(others.get() + " alerts came that no probe raised, or twice");
    }
    return problems;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
