package io.tributary.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * One record type as Avro with its schema's fingerprint in front: another version's bytes are refused, not misread. Safe for several
 * threads.
 */
final class Fingerprinted<T extends SpecificRecordBase> {
  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  /** @param any an empty record of the type: some hold decimals, which only their own class's model knows how to write */
  Fingerprinted(T any) {
    AvroWire.trustOurRecords();
    encoder = new BinaryMessageEncoder<>(any.getSpecificData(), any.getSchema());
    decoder = new BinaryMessageDecoder<>(any.getSpecificData(), any.getSchema());
  }

  byte[] encode(T record) {
    try {
      var buffer = encoder.encode(record);
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @throws UncheckedIOException when the bytes are no such record, or one of another version */
  T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for a record of another version. */
  Optional<T> decodeOurs(byte[] bytes) {
    try {
      return Optional.of(decoder.decode(bytes));
    } catch (MissingSchemaException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
