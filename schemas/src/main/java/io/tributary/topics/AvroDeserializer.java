package io.tributary.topics;

import io.tributary.codec.AvroWire;
import io.tributary.codec.SchemaRegistry;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** The Confluent wire format to records of one of our types. Configured by {@code schema.registry.url}. */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private final Class<T> type;
  private AvroWire<T> wire;

  public AvroDeserializer(Class<T> type) {
    this.type = type;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    wire = new AvroWire<>(type, SchemaRegistry.at(String.valueOf(configs.get(AvroSerializer.REGISTRY_URL))));
  }

  /**
   * @throws SerializationException when the bytes are no such record
   * @throws org.apache.kafka.common.errors.RetriableException when the registry does not answer
   */
  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return wire.decode(bytes);
    } catch (AvroWire.Unreadable e) {
      throw new SerializationException(e.getMessage(), e);
    } catch (SchemaRegistry.Unavailable e) {
      throw new AvroSerializer.RegistryUnavailable(e);
    }
  }
}
