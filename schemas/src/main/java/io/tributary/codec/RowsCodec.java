package io.tributary.codec;

import io.tributary.avro.CellRecord;
import io.tributary.avro.RowRecord;
import io.tributary.avro.RowsAnswer;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;

/** Rows between services, as Avro with the schema's fingerprint in front: another version's answer is refused, not misread. */
public final class RowsCodec {
  private static final BinaryMessageEncoder<RowsAnswer> ENCODER =
      new BinaryMessageEncoder<>(SpecificData.get(), RowsAnswer.getClassSchema());
  private static final BinaryMessageDecoder<RowsAnswer> DECODER =
      new BinaryMessageDecoder<>(SpecificData.get(), RowsAnswer.getClassSchema());

  static {
    AvroWire.trustOurRecords();
  }

  private RowsCodec() {}

  public static byte[] encode(Rows rows) {
    var records = new ArrayList<RowRecord>(rows.rows().size());
    for (var row : rows.rows()) {
      var cells = new ArrayList<CellRecord>(row.cells().size());
      row.cells().forEach((type, cell) -> cells.add(new CellRecord(type, bytes(cell.sum()), cell.hours(),
          cell.top().stream().map(HourValue::hour).toList(), cell.top().stream().map(top -> bytes(top.value())).toList())));
      records.add(new RowRecord(row.holder(), row.org().orElse(null), row.owner().orElse(null), row.bucket(), cells));
    }
    try {
      var buffer = ENCODER.encode(new RowsAnswer(rows.asOf(), records));
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @throws UncheckedIOException when the bytes are no such answer, or one of another version */
  public static Rows decode(byte[] bytes) {
    try {
      var answer = DECODER.decode(bytes);
      return new Rows(answer.getAsOf(), answer.getRows().stream().map(RowsCodec::row).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rows.Row row(RowRecord record) {
    var cells = new LinkedHashMap<Integer, MonthCell>();
    for (var cell : record.getCells()) {
      List<HourValue> top = new ArrayList<>(cell.getTopHours().size());
      for (int i = 0; i < cell.getTopHours().size(); i++) {
        top.add(new HourValue(cell.getTopHours().get(i), quantity(cell.getTopUnits().get(i))));
      }
      cells.put(cell.getType(), new MonthCell(quantity(cell.getUnits()), cell.getHours(), top));
    }
    return new Rows.Row(record.getHolder(), Optional.ofNullable(record.getOrg()), Optional.ofNullable(record.getOwner()),
        record.getBucket(), cells);
  }

  private static ByteBuffer bytes(Quantity quantity) {
    return ByteBuffer.wrap(quantity.toBytes());
  }

  private static Quantity quantity(ByteBuffer bytes) {
    return Quantity.ofBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
