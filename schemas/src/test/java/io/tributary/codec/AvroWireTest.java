package io.tributary.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.avro.UsageEventRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvroWireTest {
  private final AvroWire<UsageEventRecord> wire = new AvroWire<>(UsageEventRecord.class, SchemaRegistry.at("memory:avro-wire"));

  private static UsageEventRecord event(BigDecimal quantity, String entity) {
    return new UsageEventRecord("e1", "agent", "org", "logs", "ingested_events_bytes", Instant.parse("2026-03-15T10:30:00.250Z"), quantity,
        entity, Map.of("env", "prod"), 7L);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (var event : new UsageEventRecord[] {event(new BigDecimal("1000.000000000000001"), null), event(null, "host-1")}) {
      assertEquals(event, wire.decode(wire.encode("usage-events-value", event)));
    }
  }

  @Test
  void theHeaderIsAZeroByteAndTheSchemasId() {
    assertEquals(0, ByteBuffer.wrap(wire.encode("usage-events-value", event(null, "host-1"))).get());
    assertEquals(1, ByteBuffer.wrap(wire.encode("usage-events-value", event(null, "host-1"))).getInt(1));
  }

  @Test
  void bytesThatAreNoSuchRecordAreUnreadable() {
    var bytes = wire.encode("usage-events-value", event(null, "host-1"));
    assertThrows(AvroWire.Unreadable.class, () -> wire.decode(Arrays.copyOf(bytes, bytes.length - 3)));
    assertThrows(AvroWire.Unreadable.class, () -> wire.decode(Arrays.copyOf(bytes, bytes.length + 3)));
    assertThrows(AvroWire.Unreadable.class, () -> wire.decode(new byte[] {1, 2, 3, 4, 5, 6}));
    assertThrows(AvroWire.Unreadable.class, () -> wire.decode(new byte[] {0, 0, 0, 0, 99, 0}));
    assertThrows(AvroWire.Unreadable.class, () -> wire.decode(new byte[0]));
  }
}
