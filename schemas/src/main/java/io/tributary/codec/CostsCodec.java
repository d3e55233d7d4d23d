package io.tributary.codec;

import io.tributary.avro.CostRowRecord;
import io.tributary.avro.CostsAnswer;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;

/** Rows of cost as bytes, in stores and between services: Avro with the schema's fingerprint in front. */
public final class CostsCodec {
  // Records hold decimals, which only their own class's model knows how to write.
  private static final BinaryMessageEncoder<CostRowRecord> ROW_ENCODER =
      new BinaryMessageEncoder<>(new CostRowRecord().getSpecificData(), CostRowRecord.getClassSchema());
  private static final BinaryMessageDecoder<CostRowRecord> ROW_DECODER =
      new BinaryMessageDecoder<>(new CostRowRecord().getSpecificData(), CostRowRecord.getClassSchema());
  private static final BinaryMessageEncoder<CostsAnswer> ANSWER_ENCODER =
      new BinaryMessageEncoder<>(new CostsAnswer().getSpecificData(), CostsAnswer.getClassSchema());
  private static final BinaryMessageDecoder<CostsAnswer> ANSWER_DECODER =
      new BinaryMessageDecoder<>(new CostsAnswer().getSpecificData(), CostsAnswer.getClassSchema());

  static {
    AvroWire.trustOurRecords();
  }

  private CostsCodec() {}

  public static byte[] row(CostRow row) {
    return encode(ROW_ENCODER, CostRecords.toAvro(row));
  }

  /** Empty for a row of another version: it is rated again before long. */
  public static Optional<CostRow> row(byte[] bytes) {
    try {
      return Optional.of(CostRecords.fromAvro(ROW_DECODER.decode(bytes)));
    } catch (MissingSchemaException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] answer(CostRows rows) {
    return encode(ANSWER_ENCODER, new CostsAnswer(rows.asOf(), rows.rows().stream().map(CostRecords::toAvro).toList()));
  }

  /** @throws UncheckedIOException when the bytes are no such answer, or one of another version */
  public static CostRows answer(byte[] bytes) {
    try {
      var answer = ANSWER_DECODER.decode(bytes);
      return new CostRows(answer.getAsOf(), answer.getRows().stream().map(CostRecords::fromAvro).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> byte[] encode(BinaryMessageEncoder<T> encoder, T record) {
    try {
      ByteBuffer buffer = encoder.encode(record);
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
