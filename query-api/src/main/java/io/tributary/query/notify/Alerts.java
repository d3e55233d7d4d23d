package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.avro.AlertRecord;
import io.tributary.codec.AlertsCodec;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** The values of usage-alerts. */
final class Alerts {
  private final Deserializer<AlertRecord> values;

  Alerts(AvroSerdes serdes) {
    this.values = serdes.deserializer(AlertRecord.class);
  }

  /**
   * @throws SerializationException when the bytes are no alert, and never will be
   * @throws org.apache.kafka.common.errors.RetriableException when that cannot be told now
   */
  Alert read(byte[] bytes) {
    var record = values.deserialize(Topics.USAGE_ALERTS, bytes);
    if (record == null) {
      throw new SerializationException("it has no value");
    }
    return AlertsCodec.fromAvro(record);
  }
}
