package io.tributary.ingest.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.avro.UsageEventRecord;
import io.tributary.ingest.Some;
import io.tributary.ingest.intake.EventSink.Receipt;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KafkaEventSinkTest {
  private static final AvroSerdes SERDES = AvroSerdes.at("memory:ingest-sink");
  private static final long VERSION = 41;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
    return new MockProducer<>(acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private KafkaEventSink sink(MockProducer<byte[], byte[]> producer) {
    return new KafkaEventSink(producer, SERDES, metrics);
  }

  private CompletableFuture<Receipt> write(MockProducer<byte[], byte[]> producer, UsageEvent... events) {
    var sink = sink(producer);
    var written = CompletableFuture.supplyAsync(() -> sink.write(List.of(events), VERSION));
    while (producer.history().size() < events.length) {
      Thread.onSpinWait();
    }
    return written;
  }

  @Test
  void anEventBecomesAnAvroRecordKeyedByItsOrg() {
    var producer = producer(true);
    var counted = new UsageEvent("e2", "agent", "ört", "infra_hosts", "host_count", Some.NOW, null, "host-1", Map.of("env", "prod"));
    assertEquals(new Receipt.Stored(), sink(producer).write(List.of(Some.bytes("e1", "child"), counted), VERSION));

    var sent = producer.history();
    assertEquals(Topics.USAGE_EVENTS, sent.getFirst().topic());
    assertArrayEquals("ört".getBytes(StandardCharsets.UTF_8), sent.get(1).key());
    var deserializer = SERDES.deserializer(UsageEventRecord.class);
    var first = deserializer.deserialize(Topics.USAGE_EVENTS, sent.getFirst().value());
    assertEquals("e1", first.getId());
    assertEquals(VERSION, first.getDirectoryVersion());
    assertEquals(Some.NOW, first.getTime());
    assertEquals(Quantity.ofUnits(1000), Quantity.of(first.getQuantity()));
    var second = deserializer.deserialize(Topics.USAGE_EVENTS, sent.get(1).value());
    assertEquals("host-1", second.getEntity());
    assertEquals(Map.of("env", "prod"), second.getTags());
    assertEquals(1, metrics.get("tributary.ingest.acknowledgement").timer().count());
  }

  @Test
  void nothingIsStoredBeforeTheLastAcknowledgement() throws Exception {
    var producer = producer(false);
    var written = write(producer, Some.bytes("e1", "child"), Some.bytes("e2", "child"));
    producer.completeNext();
    assertFalse(written.isDone());
    producer.completeNext();
    assertEquals(new Receipt.Stored(), written.get(20, TimeUnit.SECONDS));
  }

  @Test
  void oneFailedAcknowledgementFailsTheWrite() throws Exception {
    var producer = producer(false);
    var written = write(producer, Some.bytes("e1", "child"), Some.bytes("e2", "child"));
    producer.completeNext();
    producer.errorNext(new NotEnoughReplicasException("one replica"));
    assertInstanceOf(Receipt.Unavailable.class, written.get(20, TimeUnit.SECONDS));
    assertEquals(0, metrics.get("tributary.ingest.acknowledgement").timer().count());
  }

  @Test
  void aFullBufferIsSaidAtTheFirstEventThatFindsNoRoom() {
    var producer = producer(true);
    producer.sendException = new BufferExhaustedException("no room");
    assertEquals(new Receipt.Full(), sink(producer).write(List.of(Some.bytes("e1", "child"), Some.bytes("e2", "child")), VERSION));
    assertEquals(0, producer.history().size());
  }

  @Test
  void aBrokerThatDoesNotAnswerIsUnavailable() {
    var producer = producer(true);
    producer.sendException = new TimeoutException("no metadata");
    assertInstanceOf(Receipt.Unavailable.class, sink(producer).write(List.of(Some.bytes("e1", "child")), VERSION));
  }

  @Test
  void aClosedProducerIsUnavailable() {
    var producer = producer(true);
    producer.close();
    assertInstanceOf(Receipt.Unavailable.class, sink(producer).write(List.of(Some.bytes("e1", "child")), VERSION));
  }

  @Test
  void aRegistryThatDoesNotAnswerIsUnavailableAndNothingIsSent() {
    var producer = producer(true);
    // Nobody listens on port 1, so the connection is refused at once.
    var sink = new KafkaEventSink(producer, AvroSerdes.at("http://127.0.0.1:1"), metrics);
    assertInstanceOf(Receipt.Unavailable.class, sink.write(List.of(Some.bytes("e1", "child")), VERSION));
    assertEquals(0, producer.history().size());
  }
}
