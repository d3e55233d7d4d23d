package io.tributary.query.notify;

import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.tributary.avro.NotificationRecord;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal from its beginning, no offset is ever committed, and gives the dispatcher what is still to be told. A
 * partition's deliveries begin when it has been read up to a mark that was set when it became ours: before that, what was told
 * long ago would look as if it were not.
 */
@Requires(property = "kafka.enabled", value = "true")
@KafkaListener(groupId = "tributary-notifications", offsetReset = OffsetReset.EARLIEST, offsetStrategy = OffsetStrategy.DISABLED,
    batch = true,
    properties = {@Property(name = "allow.auto.create.topics", value = "false"), @Property(name = "metadata.max.age.ms", value = "5000"),
        @Property(name = "session.timeout.ms", value = "6000"), @Property(name = "heartbeat.interval.ms", value = "2000"),
        @Property(name = "partition.assignment.strategy", value = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor")})
final class DeliveryListener implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryListener.class);

  private final Dispatcher dispatcher;
  private final KafkaJournal journal;
  private final Deserializer<NotificationRecord> values;
  private final Map<Integer, String> marks = new ConcurrentHashMap<>();

  DeliveryListener(Dispatcher dispatcher, KafkaJournal journal, AvroSerdes serdes) {
    this.dispatcher = dispatcher;
    this.journal = journal;
    this.values = serdes.deserializer(NotificationRecord.class);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> {
      dispatcher.own(partition.partition());
      mark(partition.partition());
    });
  }

  private void mark(int partition) {
    var mark = KafkaJournal.newMark();
    marks.put(partition, mark);
    journal.mark(partition, mark, () -> {
      if (marks.containsKey(partition)) {
        mark(partition);
      }
    });
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> {
      marks.remove(partition.partition());
      dispatcher.drop(partition.partition());
    });
  }

  @Topic(Topics.NOTIFICATIONS)
  public void receive(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) throws InterruptedException {
    Batch.handle(records, consumer, this::read);
  }

  private void read(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      var key = new String(record.key(), StandardCharsets.UTF_8);
      if (KafkaJournal.isMark(key)) {
        if (marks.remove(record.partition(), key)) {
          dispatcher.begin(record.partition());
        }
      } else if (record.value() == null) {
        dispatcher.settled(record.partition(), key);
      } else {
        put(record);
      }
    }
  }

  private void put(ConsumerRecord<byte[], byte[]> record) {
    try {
      dispatcher.put(record.partition(), Delivery.fromAvro(values.deserialize(Topics.NOTIFICATIONS, record.value())));
    } catch (RetriableException e) {
      throw e; // The registry does not answer: the batch is read again.
    } catch (SerializationException e) {
      LOG.error("a record of {}, partition {}, offset {}, cannot be read; nobody is told of it", Topics.NOTIFICATIONS, record.partition(),
          record.offset(), e);
    }
  }
}
