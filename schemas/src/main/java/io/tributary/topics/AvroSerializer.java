package io.tributary.topics;

import io.tributary.codec.AvroWire;
import io.tributary.codec.SchemaRegistry;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Records to the Confluent wire format, subject {@code <topic>-value}. Configured as Confluent's own serializer is, by
 * {@code schema.registry.url}, so that one can stand in for the other.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  static final String REGISTRY_URL = "schema.registry.url";

  private SchemaRegistry registry;
  private volatile AvroWire<T> wire;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    registry = SchemaRegistry.at(String.valueOf(configs.get(REGISTRY_URL)));
  }

  @Override
  @SuppressWarnings("unchecked")
  public byte[] serialize(String topic, T record) {
    if (record == null) {
      return null;
    }
    if (wire == null) {
      wire = new AvroWire<>((Class<T>) record.getClass(), registry);
    }
    try {
      return wire.encode(topic + "-value", record);
    } catch (SchemaRegistry.Unavailable e) {
      throw new RegistryUnavailable(e);
    }
  }

  /** The registry did not answer: nothing is wrong with the record, so nobody may drop it. */
  static final class RegistryUnavailable extends RetriableException {
    RegistryUnavailable(SchemaRegistry.Unavailable cause) {
      super(cause.getMessage(), cause);
    }
  }
}
