package io.tributary.query.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.tributary.alerting.Alert;
import io.tributary.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Takes alerts up: one entry in the journal for each target that an alert names, and only then the alert is done with. Alerts are
 * written in transactions; what is not committed is not read.
 */
@Requires(property = "kafka.enabled", value = "true")
@KafkaListener(groupId = "tributary-alerts", offsetReset = OffsetReset.EARLIEST, offsetStrategy = OffsetStrategy.SYNC,
    isolation = IsolationLevel.READ_COMMITTED, batch = true,
    properties = {@Property(name = "allow.auto.create.topics", value = "false"), @Property(name = "metadata.max.age.ms", value = "5000"),
        @Property(name = "session.timeout.ms", value = "6000"), @Property(name = "heartbeat.interval.ms", value = "2000"),
        @Property(name = "max.poll.records", value = "500"),
        @Property(name = "partition.assignment.strategy", value = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor")})
final class AlertListener {
  /** Nobody wants to be told of what was yesterday; as long as this may all of query-api be away. */
  private static final Duration STALE = Duration.ofDays(1);

  private final Alerts alerts;
  private final Recipients recipients;
  private final KafkaJournal journal;
  private final InstantSource clock;
  private final MeterRegistry metrics;

  AlertListener(Alerts alerts, Recipients recipients, KafkaJournal journal, InstantSource clock, MeterRegistry metrics) {
    this.alerts = alerts;
    this.recipients = recipients;
    this.journal = journal;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Topic(Topics.USAGE_ALERTS)
  public void receive(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) throws InterruptedException {
    Batch.handle(records, consumer, this::takeUp);
  }

  private void takeUp(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
    var written = new ArrayList<Future<RecordMetadata>>();
    for (var record : records) {
      take(record).forEach(delivery -> written.add(journal.put(delivery)));
    }
    for (var each : written) {
      KafkaJournal.done(each);
    }
  }

  private List<Delivery> take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    Alert alert;
    try {
      alert = alerts.read(record.value());
    } catch (RetriableException e) {
      throw e; // The registry does not answer: the alert may be a good one.
    } catch (SerializationException e) {
      journal.unreadable(record.key(), record.value(), "the alert cannot be read: " + e.getMessage());
      return count("unreadable", List.of());
    }
    var now = clock.instant();
    if (alert.at().isBefore(now.minus(STALE))) {
      // Offsets that Kafka has forgotten must not send the alerts of fifteen months again.
      return count("stale", List.of());
    }
    var series = record.key() == null ? alert.id() : new String(record.key(), StandardCharsets.UTF_8);
    var deliveries = recipients.owner(alert).stream().flatMap(owner -> recipients.of(alert, owner).stream()
        .map(handle -> Delivery.first(alert.id(), owner, handle.text(), series, record.value(), now))).toList();
    return count(deliveries.isEmpty() ? "nobody" : "taken", deliveries);
  }

  private List<Delivery> count(String outcome, List<Delivery> deliveries) {
    metrics.counter("tributary.notifications.alerts", "outcome", outcome).increment();
    return deliveries;
  }
}
