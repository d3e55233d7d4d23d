package io.tributary.topics;

import io.tributary.avro.AuditRecord;
import io.tributary.model.Access;
import io.tributary.model.AuditEvent;
import io.tributary.model.AuditLog;
import io.tributary.model.Directory;
import io.tributary.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The only way to change the control plane. Changes are decided on the latest state and written in one transaction.
 * Several processes may each have a writer: they share one transactional id, so a writer that was overtaken is fenced by
 * the broker, reads what the other wrote, and decides again. No two changes are ever decided on the same state.
 */
public final class ControlWriter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int TRIES = 10;

  private final ControlPlane plane;
  private final Map<String, Object> kafka;
  private final Admin admin;
  private final Serializer<SpecificRecord> directoryValues;
  private final Serializer<SpecificRecord> accessValues;
  private final Serializer<SpecificRecord> auditValues;
  private final AvroSerdes serdes;
  private KafkaProducer<String, byte[]> producer;
  private ControlTopic<AuditRecord, AuditLog> auditTopic;
  private long audited;

  /** What to write, or why not. */
  public sealed interface Decision {
    /** @param audit what is kept of these changes, written with them */
    record Write(List<Directory.Change> directory, List<Access.Change> access, List<AuditEvent> audit) implements Decision {
      public Write(List<Directory.Change> directory, List<Access.Change> access) {
        this(directory, access, List.of());
      }
    }

    record Refuse(List<Problem> problems) implements Decision {}
  }

  /** Decides on the latest state; may be asked again when another process wrote meanwhile. */
  public interface Decider {
    Decision decide(Directory directory, Access access);
  }

  public ControlWriter(ControlPlane plane, Map<String, Object> kafka, AvroSerdes serdes) {
    this.plane = plane;
    this.kafka = Map.copyOf(kafka);
    this.admin = Admin.create(new HashMap<>(kafka));
    this.directoryValues = serdes.serializer();
    this.accessValues = serdes.serializer();
    this.auditValues = serdes.serializer();
    this.serdes = serdes;
  }

  /**
   * Decides, writes, and returns when this process has read what was written.
   *
   * @return the problems, none when it was written
   * @throws KafkaException or IllegalStateException when it could not be written; nothing of it was, or all of it
   */
  public synchronized List<Problem> write(Decider decider) {
    for (int attempt = 1; ; attempt++) {
      try {
        return tryWrite(decider);
      } catch (RuntimeException e) {
        forget();
        if (!isOvertaken(e) || attempt == TRIES) {
          throw e;
        }
        giveWay(attempt);
      }
    }
  }

  /**
   * Whether another writer's start aborted our transaction. The broker says so in several ways, by how far ours had come:
   * a commit that comes just after the abort is in an invalid state.
   */
  private static boolean isOvertaken(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException
          || cause instanceof InvalidTxnStateException) {
        return true;
      }
    }
    return false;
  }

  /** Two that start again at once would overtake each other for ever. */
  private static void giveWay(int attempt) {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * 50_000_000L));
  }

  private List<Problem> tryWrite(Decider decider) {
    if (producer == null) {
      var config = new HashMap<>(kafka);
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tributary-control");
      config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
      producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
      producer.initTransactions();
    }
    catchUp();
    switch (decider.decide(plane.directory(), plane.access())) {
      case Decision.Refuse(var problems) -> {
        return problems;
      }
      case Decision.Write(var directory, var access, var audit) -> {
        if (directory.isEmpty() && access.isEmpty()) {
          return List.of();
        }
        producer.beginTransaction();
        var sent = new ArrayList<Future<RecordMetadata>>();
        for (var change : directory) {
          sent.add(producer.send(new ProducerRecord<>(Topics.DIRECTORY, ControlRecords.key(change),
              directoryValues.serialize(Topics.DIRECTORY, ControlRecords.toAvro(change)))));
        }
        for (var change : access) {
          sent.add(producer.send(new ProducerRecord<>(Topics.ACCESS, ControlRecords.key(change),
              accessValues.serialize(Topics.ACCESS, AccessRecords.toAvro(change)))));
        }
        for (var event : audit) {
          sent.add(producer.send(new ProducerRecord<>(Topics.AUDIT, event.org(),
              auditValues.serialize(Topics.AUDIT, AccessRecords.toAvro(event)))));
        }
        producer.commitTransaction();
        awaitRead(sent);
        return List.of();
      }
    }
  }

  private void catchUp() {
    var ends = ends(Topics.DIRECTORY, Topics.ACCESS);
    plane.awaitVersions(ends.get(Topics.DIRECTORY), ends.get(Topics.ACCESS), PATIENCE);
  }

  private Map<String, Long> ends(String... topics) {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : topics) {
      asked.put(new TopicPartition(topic, 0), OffsetSpec.latest());
    }
    try {
      var ends = new HashMap<String, Long>();
      admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get()
          .forEach((partition, end) -> ends.put(partition.topic(), end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new KafkaException("the control topics' ends cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while reading the control topics", e);
    }
  }

  /**
   * Waits for what was just committed. Asking for the topics' ends would not do: a commit is acknowledged before it is
   * marked on the topics, and until then their ends lie before it, so the next decision would be made without it.
   */
  private void awaitRead(List<Future<RecordMetadata>> sent) {
    var ends = new HashMap<String, Long>();
    for (var future : sent) {
      var record = future.resultNow();
      ends.merge(record.topic(), record.offset() + 1, Math::max);
    }
    audited = Math.max(audited, ends.getOrDefault(Topics.AUDIT, 0L));
    plane.awaitVersions(ends.getOrDefault(Topics.DIRECTORY, 0L), ends.getOrDefault(Topics.ACCESS, 0L), PATIENCE);
  }

  /**
   * Who changed what, at least as far as this process wrote it and as all others had before this call. Followed from the first
   * time on that somebody asks.
   *
   * @throws KafkaException or IllegalStateException when it cannot be read now
   */
  public synchronized AuditLog audit() {
    if (auditTopic == null) {
      auditTopic = ControlPlane.audit(kafka, serdes);
    }
    auditTopic.awaitVersion(Math.max(audited, ends(Topics.AUDIT).get(Topics.AUDIT)), PATIENCE);
    return auditTopic.state();
  }

  private void forget() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @Override
  public synchronized void close() {
    forget();
    if (auditTopic != null) {
      auditTopic.close();
    }
    admin.close(Duration.ofSeconds(2));
  }
}
