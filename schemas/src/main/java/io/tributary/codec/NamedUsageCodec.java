package io.tributary.codec;

import io.tributary.avro.NamedUsageAnswer;
import io.tributary.avro.NamedUsageRow;
import io.tributary.model.NamedUsage;
import io.tributary.model.Quantity;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Usage by name between services, in the form of {@link RowsCodec}. */
public final class NamedUsageCodec {
  private static final Fingerprinted<NamedUsageAnswer> ANSWER = new Fingerprinted<>(new NamedUsageAnswer());

  private NamedUsageCodec() {}

  public static byte[] encode(NamedUsage usage) {
    return ANSWER.encode(new NamedUsageAnswer(usage.asOf(), usage.rows().stream().map(NamedUsageCodec::record).toList()));
  }

  /** @throws UncheckedIOException when the bytes are no such answer, or one of another version */
  public static NamedUsage decode(byte[] bytes) {
    var answer = ANSWER.decode(bytes);
    return new NamedUsage(answer.getAsOf(), answer.getRows().stream().map(row -> new NamedUsage.Row(row.getOrg(), row.getType(),
        row.getBucket(), Optional.ofNullable(row.getName()), quantity(row.getUnits()), quantity(row.getPeak()))).toList());
  }

  private static NamedUsageRow record(NamedUsage.Row row) {
    return new NamedUsageRow(row.org(), row.type(), row.at(), row.name().orElse(null), bytes(row.sum()), bytes(row.peak()));
  }

  private static ByteBuffer bytes(Quantity quantity) {
    return ByteBuffer.wrap(quantity.toBytes());
  }

  private static Quantity quantity(ByteBuffer bytes) {
    return Quantity.ofBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
