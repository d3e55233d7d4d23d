package io.tributary.codec;

import io.tributary.avro.CellRecord;
import io.tributary.avro.RowRecord;
import io.tributary.avro.RowsAnswer;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Rows between services, as Avro with the schema's fingerprint in front: another version's answer is refused, not misread. */
public final class RowsCodec {
  private static final Fingerprinted<RowsAnswer> ANSWER = new Fingerprinted<>(new RowsAnswer());

  private RowsCodec() {}

  public static byte[] encode(Rows rows) {
    var records = new ArrayList<RowRecord>(rows.rows().size());
    for (var row : rows.rows()) {
      var cells = new ArrayList<CellRecord>(row.cells().size());
      row.cells().forEach((type, cell) -> cells.add(new CellRecord(type, bytes(cell.sum()), cell.hours(),
          cell.top().stream().map(HourValue::hour).toList(), cell.top().stream().map(top -> bytes(top.value())).toList())));
      records.add(new RowRecord(row.holder(), row.org().orElse(null), row.owner().orElse(null), row.bucket(), cells));
    }
    return ANSWER.encode(new RowsAnswer(rows.asOf(), records));
  }

  /** @throws UncheckedIOException when the bytes are no such answer, or one of another version */
  public static Rows decode(byte[] bytes) {
    var answer = ANSWER.decode(bytes);
    return new Rows(answer.getAsOf(), answer.getRows().stream().map(RowsCodec::row).toList());
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
