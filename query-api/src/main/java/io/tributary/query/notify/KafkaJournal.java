package io.tributary.query.notify;

import io.tributary.avro.DeadNotificationRecord;
import io.tributary.avro.NotificationRecord;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Partitions;
import io.tributary.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in its compacted topic: the latest record of a key is what is to be told, and none is that nothing is. */
final class KafkaJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaJournal.class);
  private static final String MARK = "mark|";

  private final Producer<byte[], byte[]> producer;
  private final Serializer<NotificationRecord> values;
  private final Serializer<DeadNotificationRecord> deadValues;
  private final InstantSource clock;

  KafkaJournal(Producer<byte[], byte[]> producer, AvroSerdes serdes, InstantSource clock) {
    this.producer = producer;
    this.values = serdes.serializer();
    this.deadValues = serdes.serializer();
    this.clock = clock;
  }

  /** It is to be told once the future is done; it throws what the producer throws. */
  Future<RecordMetadata> put(Delivery delivery) {
    return send(delivery, values.serialize(Topics.NOTIFICATIONS, delivery.toAvro()), null);
  }

  @Override
  public void failed(Delivery next) {
    quietly(next, () -> send(next, values.serialize(Topics.NOTIFICATIONS, next.toAvro()), noted(next)));
  }

  @Override
  public void settled(Delivery delivery) {
    quietly(delivery, () -> send(delivery, null, noted(delivery)));
  }

  /** Without its note an attempt is made again after a restart, under the same idempotency key: nothing is lost. */
  private static void quietly(Delivery delivery, Runnable send) {
    try {
      send.run();
    } catch (RuntimeException e) {
      LOG.warn("what became of {} could not be written", delivery, e);
    }
  }

  private static Callback noted(Delivery delivery) {
    return (metadata, e) -> {
      if (e != null) {
        LOG.warn("what became of {} could not be written", delivery, e);
      }
    };
  }

  @Override
  public void dead(Delivery delivery, String reason) throws InterruptedException {
    dead(delivery.key(), new DeadNotificationRecord(delivery.alertId(), delivery.owner(), delivery.handle(), reason, delivery.attempts(),
        delivery.firstAt(), clock.instant(), ByteBuffer.wrap(delivery.alert())));
  }

  /** An alert that cannot be read, whose targets nobody knows. */
  void unreadable(byte[] key, byte[] alert, String reason) throws InterruptedException {
    var now = clock.instant();
    dead("||" + (key == null ? "" : new String(key, StandardCharsets.UTF_8)),
        new DeadNotificationRecord("", "", "", reason, 0, now, now, ByteBuffer.wrap(alert == null ? new byte[0] : alert)));
  }

  private void dead(String key, DeadNotificationRecord record) throws InterruptedException {
    done(producer.send(new ProducerRecord<>(Topics.NOTIFICATIONS_DEAD, key.getBytes(StandardCharsets.UTF_8),
        deadValues.serialize(Topics.NOTIFICATIONS_DEAD, record))));
  }

  /** @throws KafkaException when it was not written */
  static void done(Future<RecordMetadata> written) throws InterruptedException {
    try {
      written.get();
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  private Future<RecordMetadata> send(Delivery delivery, byte[] value, Callback callback) {
    return producer.send(new ProducerRecord<>(Topics.NOTIFICATIONS, partition(delivery.target()),
        delivery.key().getBytes(StandardCharsets.UTF_8), value), callback);
  }

  private int partition(String target) {
    return Partitions.of(target, producer.partitionsFor(Topics.NOTIFICATIONS).size());
  }

  /** A key that no delivery has. */
  static String newMark() {
    return MARK + UUID.randomUUID();
  }

  /**
   * Puts a mark at a partition's present end. Who reads it there knows that all that was written before has been read. It has no
   * value, so compaction takes it away.
   *
   * @param again called a moment after it could not be written
   */
  void mark(int partition, String mark, Runnable again) {
    try {
      producer.send(new ProducerRecord<>(Topics.NOTIFICATIONS, partition, mark.getBytes(StandardCharsets.UTF_8), null), (metadata, e) -> {
        if (e != null) {
          notMarked(partition, again, e);
        }
      });
    } catch (RuntimeException e) {
      notMarked(partition, again, e);
    }
  }

  private static void notMarked(int partition, Runnable again, Exception e) {
    LOG.warn("partition {} of {} could not be marked; trying again", partition, Topics.NOTIFICATIONS, e);
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(again);
  }

  static boolean isMark(String key) {
    return key.startsWith(MARK);
  }
}
