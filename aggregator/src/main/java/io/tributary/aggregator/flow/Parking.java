package io.tributary.aggregator.flow;

import io.tributary.avro.UsageEventRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Events that wait for the directory, durably, with their original place and append time. An event that was stamped by a
 * later directory waits as long as it takes; one that came without a stamp waits {@link #PATIENCE_MILLIS} of append time.
 */
final class Parking {
  static final long PATIENCE_MILLIS = 30_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Deserializer<UsageEventRecord> events;
  private final String topic;

  record Parked(Received received, Origin origin) {}

  Parking(KeyValueStore<Bytes, byte[]> store, Deserializer<UsageEventRecord> events, String topic) {
    this.store = store;
    this.events = events;
    this.topic = topic;
  }

  static boolean patient(Origin origin, long nowMillis) {
    return nowMillis - origin.appendedMillis() < PATIENCE_MILLIS;
  }

  void add(Received received, Origin origin) {
    store.put(key(origin), ByteBuffer.allocate(12 + received.bytes().length).putInt(origin.partition())
        .putLong(origin.appendedMillis()).put(received.bytes()).array());
  }

  boolean isEmpty() {
    try (var rows = store.all()) {
      return !rows.hasNext();
    }
  }

  List<Parked> all() {
    var parked = new ArrayList<Parked>();
    try (var rows = store.all()) {
      while (rows.hasNext()) {
        var row = rows.next();
        var in = ByteBuffer.wrap(row.value);
        var origin = new Origin(in.getInt(), ByteBuffer.wrap(row.key.get()).getLong(), in.getLong());
        var bytes = new byte[in.remaining()];
        in.get(bytes);
        parked.add(new Parked(Received.read(events, topic, bytes), origin));
      }
    }
    return parked;
  }

  void remove(Origin origin) {
    store.delete(key(origin));
  }

  private static Bytes key(Origin origin) {
    return Bytes.wrap(ByteBuffer.allocate(8).putLong(origin.offset()).array());
  }
}
