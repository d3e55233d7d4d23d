package io.tributary.aggregator.flow;

import io.tributary.avro.UsageEventRecord;
import io.tributary.codec.AvroWire;
import io.tributary.topics.AvroSerdes;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A record of usage-events as it came: its bytes, and what they say, if they can be read.
 *
 * @param event null when the bytes cannot be read
 * @param flaw why not; null when they can
 */
record Received(byte[] bytes, UsageEventRecord event, String flaw) {
  private static final byte[] NOTHING = {};

  /** Poison never stops the stream: what cannot be read is judged like everything else. */
  static Deserializer<Received> deserializer(AvroSerdes serdes) {
    var events = serdes.deserializer(UsageEventRecord.class);
    return new Deserializer<>() {
      @Override
      public Received deserialize(String topic, byte[] bytes) {
        return read(events, topic, bytes);
      }

      @Override
      public void close() {
        events.close();
      }
    };
  }

  static Received read(Deserializer<UsageEventRecord> events, String topic, byte[] bytes) {
    if (bytes == null) {
      return new Received(NOTHING, null, "the record has no value");
    }
    try {
      return new Received(bytes, events.deserialize(topic, bytes), null);
    } catch (RetriableException e) {
      throw e; // the registry does not answer: nothing is known about these bytes yet
    } catch (RuntimeException e) {
      var cause = e.getCause() instanceof AvroWire.Unreadable unreadable ? unreadable : e;
      return new Received(bytes, null, cause.getMessage());
    }
  }
}
