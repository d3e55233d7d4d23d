package io.tributary.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.avro.UsageEventRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroWireTest {
  private static final String SUBJECT = "usage-events-value";
  private final SchemaRegistry registry = SchemaRegistry.at("memory:" + Math.random());
  private final AvroWire<UsageEventRecord> wire = new AvroWire<>(UsageEventRecord.class, registry);

  private static UsageEventRecord event(int number) {
    return new UsageEventRecord("id-" + number, "source", "org", "logs", "ingested_events_bytes", Instant.ofEpochMilli(number),
        new BigDecimal("12.5").setScale(15), null, Map.of("team", "blue-" + number), 7L);
  }

  @Test
  void whatWasEncodedIsDecoded() {
    var bytes = wire.encode(SUBJECT, event(1));
    assertEquals(0, bytes[0], "Confluent's magic byte");
    assertEquals(event(1), wire.decode(bytes));
  }

  @Test
  void oneWireServesManyThreads() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var jobs = new ArrayList<Callable<Boolean>>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 10_000;
        jobs.add(() -> {
          for (int i = first; i < first + 10_000; i++) {
            assertEquals(event(i), wire.decode(wire.encode(SUBJECT, event(i))));
          }
          return true;
        });
      }
      for (var done : threads.invokeAll(jobs)) {
        assertTrue(done.get());
      }
    }
  }

  @Test
  void poisonSaysWhatIsWrongWithIt() {
    var good = wire.encode(SUBJECT, event(1));
    for (var poison : new byte[][] {null, {}, {1, 2, 3}, "{\"json\":true}".getBytes(), {0, 0, 0, 0, 99, 1},
        Arrays.copyOf(good, good.length - 1),
        Arrays.copyOf(good, good.length + 1), {0, 0, 0, 0, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}}) {
      assertThrows(AvroWire.Unreadable.class, () -> wire.decode(poison), () -> Arrays.toString(poison));
    }
  }

  @Test
  void aWriterWithFewerFieldsIsResolvedToOurs() throws Exception {
    var theirs = SchemaBuilder.record("UsageEventRecord").namespace("io.tributary.avro").fields()
        .requiredString("id").requiredString("source").requiredString("org").requiredString("product_family")
        .requiredString("usage_type").requiredLong("time").endRecord();
    var record = new GenericData.Record(theirs);
    for (var field : new String[] {"id", "source", "org", "product_family", "usage_type"}) {
      record.put(field, field);
    }
    record.put("time", 5L);
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(java.nio.ByteBuffer.allocate(5).put((byte) 0).putInt(registry.idOf("theirs", theirs)).array());
    var encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(theirs).write(record, encoder);
    encoder.flush();
    var event = wire.decode(out.toByteArray());
    assertEquals("org", event.getOrg());
    assertEquals(Instant.ofEpochMilli(5), event.getTime());
    assertEquals(Map.of(), event.getTags());
  }

  @Test
  void aDecimalOfAnotherScaleOrATimeOfAnotherUnitIsRefusedNotMisread() {
    var ours = UsageEventRecord.getClassSchema().toString();
    for (var other : new String[] {ours.replace("\"scale\":15", "\"scale\":2"), ours.replace("timestamp-millis", "timestamp-micros")}) {
      var bytes = wire.encode(SUBJECT, event(1));
      int id = registry.idOf("theirs", new org.apache.avro.Schema.Parser().parse(other));
      java.nio.ByteBuffer.wrap(bytes).putInt(1, id);
      var refused = assertThrows(AvroWire.Unreadable.class, () -> wire.decode(bytes), other);
      assertTrue(refused.getMessage().contains("do not mean the same"), refused.getMessage());
    }
  }
}
