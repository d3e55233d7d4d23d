package io.tributary.topics;

import io.tributary.codec.AvroWire;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes the serializers of this installation: ours, or by configuration alone any pair of the same contract, such as
 * {@code io.confluent.kafka.serializers.KafkaAvroSerializer} and {@code …KafkaAvroDeserializer}.
 *
 * @param registryUrl any server of the Confluent registry API
 * @param serializerClass empty for ours
 * @param deserializerClass empty for ours
 */
public record AvroSerdes(String registryUrl, String serializerClass, String deserializerClass) {
  public static AvroSerdes at(String registryUrl) {
    return new AvroSerdes(registryUrl, "", "");
  }

  public <T extends SpecificRecord> Serializer<T> serializer() {
    Serializer<T> serializer = serializerClass.isEmpty() ? new AvroSerializer<>() : instance(serializerClass);
    serializer.configure(config(), false);
    return serializer;
  }

  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    Deserializer<T> deserializer = deserializerClass.isEmpty() ? new AvroDeserializer<>(type) : instance(deserializerClass);
    deserializer.configure(config(), false);
    return deserializer;
  }

  public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
    return Serdes.serdeFrom(serializer(), deserializer(type));
  }

  private Map<String, Object> config() {
    var config = new HashMap<String, Object>();
    config.put(AvroSerializer.REGISTRY_URL, registryUrl);
    config.put("specific.avro.reader", true); // asks Confluent's deserializer for our classes
    return config;
  }

  @SuppressWarnings("unchecked")
  private static <X> X instance(String className) {
    AvroWire.trustOurRecords();
    try {
      return (X) Class.forName(className).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + className + ": is its jar on the class path?", e);
    }
  }
}
