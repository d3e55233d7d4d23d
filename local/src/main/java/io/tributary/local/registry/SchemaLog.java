package io.tributary.local.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic {@code _schemas}: one compacted partition of JSON records, keys and values as Confluent's registry writes them, so
 * that one of theirs can take the topic over. This registry is its only writer.
 */
final class SchemaLog implements AutoCloseable {
  static final String TOPIC = "_schemas";

  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bootstrap;
  private final KafkaProducer<byte[], byte[]> producer;

  private SchemaLog(String bootstrap) {
    this.bootstrap = bootstrap;
    this.producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap, "client.id", "registry", "acks", "all", "delivery.timeout.ms", 15_000,
            "request.timeout.ms", 10_000),
        new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Opens the topic, and makes it first when there is none. */
  static SchemaLog open(String bootstrap) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      var topic = new NewTopic(TOPIC, 1, (short) -1).configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(Set.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("cannot make the topic " + TOPIC, e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while making the topic " + TOPIC, e);
    }
    return new SchemaLog(bootstrap);
  }

  /** Everything that the topic holds now. */
  Subjects read() {
    var subjects = new Subjects();
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "client.id", "registry-reader", "enable.auto.commit", false);
    try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      var end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      while (consumer.position(PARTITION) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> apply(record, subjects));
      }
    }
    return subjects;
  }

  /** Returns when the broker has it. @throws KafkaException when that is not known: read the topic again before the next change */
  void append(Registered one) {
    var key = JSON.createObjectNode();
    key.put("keytype", "SCHEMA").put("subject", one.subject()).put("version", one.version()).put("magic", 1);
    var value = JSON.createObjectNode();
    value.put("subject", one.subject()).put("version", one.version()).put("id", one.id());
    append(key, value.put("schema", one.text()).put("deleted", false));
  }

  /** As above. @param subject null for the level of all subjects that have none of their own */
  void append(String subject, Compatibility level) {
    var key = JSON.createObjectNode();
    key.put("keytype", "CONFIG").put("subject", subject).put("magic", 0);
    append(key, JSON.createObjectNode().put("compatibilityLevel", level.name()));
  }

  private void append(ObjectNode key, ObjectNode value) {
    try {
      producer.send(new ProducerRecord<>(TOPIC, 0, JSON.writeValueAsBytes(key), JSON.writeValueAsBytes(value))).get();
    } catch (ExecutionException e) {
      throw new KafkaException("the topic " + TOPIC + " did not take a record", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing to the topic " + TOPIC, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void apply(ConsumerRecord<byte[], byte[]> record, Subjects subjects) {
    try {
      var key = JSON.readTree(record.key());
      var value = record.value() == null ? null : JSON.readTree(record.value());
      switch (key.path("keytype").asText()) {
        case "SCHEMA" -> {
          if (value != null && !value.path("deleted").asBoolean()) {
            subjects.put(registered(value));
          }
        }
        case "CONFIG" -> {
          if (value != null) {
            subjects.put(key.path("subject").textValue(), Compatibility.of(value.path("compatibilityLevel").asText()));
          }
        }
        default -> { } // Confluent's own housekeeping (NOOP, MODE): it says nothing about schemas.
      }
    } catch (IOException | RuntimeException e) {
      // A schema left out would let its id be given away again, so the registry does not start.
      throw new IllegalStateException("offset " + record.offset() + " of the topic " + TOPIC + " cannot be read", e);
    }
  }

  private static Registered registered(JsonNode value) {
    var schema = new Schema.Parser().parse(value.path("schema").asText());
    return new Registered(value.path("subject").asText(), value.path("version").asInt(), value.path("id").asInt(), schema);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
