package io.tributary.codec;

import io.tributary.avro.CostsAnswer;
import io.tributary.avro.StatementRecord;
import io.tributary.avro.StatementsAnswer;
import io.tributary.model.CostQuery.Part;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRows;
import io.tributary.rating.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** Rows of cost as bytes, in stores and between services: Avro with the schema's fingerprint in front. */
public final class CostsCodec {
  // Records hold decimals, which only their own class's model knows how to write.
  private static final BinaryMessageEncoder<CostsAnswer> ANSWER_ENCODER =
      new BinaryMessageEncoder<>(new CostsAnswer().getSpecificData(), CostsAnswer.getClassSchema());
  private static final BinaryMessageDecoder<CostsAnswer> ANSWER_DECODER =
      new BinaryMessageDecoder<>(new CostsAnswer().getSpecificData(), CostsAnswer.getClassSchema());

  private static final BinaryMessageEncoder<StatementRecord> STATEMENT_ENCODER =
      new BinaryMessageEncoder<>(new StatementRecord().getSpecificData(), StatementRecord.getClassSchema());
  private static final BinaryMessageDecoder<StatementRecord> STATEMENT_DECODER =
      new BinaryMessageDecoder<>(new StatementRecord().getSpecificData(), StatementRecord.getClassSchema());
  private static final BinaryMessageEncoder<StatementsAnswer> STATEMENTS_ENCODER =
      new BinaryMessageEncoder<>(new StatementsAnswer().getSpecificData(), StatementsAnswer.getClassSchema());
  private static final BinaryMessageDecoder<StatementsAnswer> STATEMENTS_DECODER =
      new BinaryMessageDecoder<>(new StatementsAnswer().getSpecificData(), StatementsAnswer.getClassSchema());

  static {
    AvroWire.trustOurRecords();
  }

  private CostsCodec() {}

  public static byte[] row(CostRow row) {
    return CostRowBytes.write(row);
  }

  /** Empty for a row of another version: it is rated again before long. */
  public static Optional<CostRow> row(byte[] bytes) {
    return row(bytes, Part.ALL);
  }

  /** The same, as far as it is wanted. */
  public static Optional<CostRow> row(byte[] bytes, Part part) {
    try {
      return CostRowBytes.read(bytes, part);
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

  public static byte[] statement(Statement statement) {
    return encode(STATEMENT_ENCODER, CostRecords.toAvro(statement));
  }

  /** @throws UncheckedIOException when the bytes are no statement */
  public static Statement statement(byte[] bytes) {
    try {
      return CostRecords.fromAvro(STATEMENT_DECODER.decode(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] statements(List<Statement> statements) {
    return encode(STATEMENTS_ENCODER, new StatementsAnswer(statements.stream().map(CostRecords::toAvro).toList()));
  }

  /** @throws UncheckedIOException when the bytes are no such answer, or one of another version */
  public static List<Statement> statements(byte[] bytes) {
    try {
      return STATEMENTS_DECODER.decode(bytes).getStatements().stream().map(CostRecords::fromAvro).toList();
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
