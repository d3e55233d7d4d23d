package io.tributary.codec;

import io.tributary.avro.CostRowRecord;
import io.tributary.model.CostQuery.Part;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Rating;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * A row of cost as the very bytes that Avro makes of {@link CostRowRecord}, its fingerprint in front, in a fraction of the time: a row
 * has some five hundred decimals, a partner's answer thousands of rows, and Avro looks each field up. So the schema is followed
 * here, field by field; a test holds the two against each other.
 */
final class CostRowBytes {
  private static final byte[] HEADER = header();
  private static final int USUAL = 4096;
  private static final int CHARGE_DECIMALS = 6;

  private CostRowBytes() {}

  private static byte[] header() {
    try {
      var fingerprint = SchemaNormalization.parsingFingerprint("CRC-64-AVRO", CostRowRecord.getClassSchema());
      return ByteBuffer.allocate(2 + fingerprint.length).put((byte) 0xc3).put((byte) 1).put(fingerprint).array();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Avro has it itself
    }
  }

  static byte[] write(CostRow row) {
    var bytes = new ByteArrayOutputStream(USUAL);
    bytes.writeBytes(HEADER);
    try {
      var out = EncoderFactory.get().binaryEncoder(bytes, null);
      new Writer(out).row(row);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written to but memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Empty for bytes of another schema.
   *
   * @throws IOException when they end early
   */
  static Optional<CostRow> read(byte[] bytes, Part part) throws IOException {
    int from = HEADER.length;
    boolean ours = bytes.length > from && Arrays.equals(bytes, 0, from, HEADER, 0, from);
    return ours ? Optional.of(new Reader(DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null), part).row())
        : Optional.empty();
  }

  private record Writer(BinaryEncoder out) {
    private interface Each<T> {
      void write(T value) throws IOException;
    }

    private void row(CostRow row) throws IOException {
      out.writeString(row.account());
      out.writeString(row.contract());
      optional(row.partner(), out::writeString);
      out.writeString(row.currency());
      month(row.month());
      optional(row.day().stream().boxed().findFirst(), out::writeInt);
      array(row.buy(), this::charge);
      optional(row.sell(), charges -> array(charges, this::charge));
      array(row.adjustments(), this::adjustment);
      optional(row.projected(), this::projected);
      optional(row.notProjected(), out::writeString);
    }

    private void charge(Charge charge) throws IOException {
      out.writeString(charge.dimension());
      quantity(charge.usage());
      quantity(charge.included());
      quantity(charge.onDemandUsage());
      amount(charge.committed());
      amount(charge.onDemand());
      amount(charge.list());
    }

    private void adjustment(Adjustment adjustment) throws IOException {
      optional(adjustment.month().stream().boxed().findFirst(), this::month);
      out.writeString(adjustment.dimension());
      out.writeString(adjustment.org());
      quantity(adjustment.usage());
      amount(adjustment.buy());
      amount(adjustment.sell());
    }

    private void projected(ProjectedCost cost) throws IOException {
      array(cost.buy(), this::projected);
      optional(cost.sell(), charges -> array(charges, this::projected));
      out.writeInt(cost.withoutBand());
    }

    private void projected(ProjectedCharge projected) throws IOException {
      charge(projected.charge());
      optional(projected.band(), this::band);
    }

    private void band(Band band) throws IOException {
      amount(band.below80());
      amount(band.above80());
      amount(band.below95());
      amount(band.above95());
    }

    private void month(int month) throws IOException {
      out.writeInt(Math.toIntExact(Hours.yearMonth(month).atDay(1).toEpochDay()));
    }

    private void quantity(BigDecimal value) throws IOException {
      out.writeBytes(CostRecords.quantity(value).unscaledValue().toByteArray());
    }

    private void amount(BigDecimal value) throws IOException {
      out.writeBytes(CostRecords.amount(value).unscaledValue().toByteArray());
    }

    private <T> void optional(Optional<T> value, Each<T> each) throws IOException {
      out.writeIndex(value.isPresent() ? 1 : 0);
      if (value.isPresent()) {
        each.write(value.get());
      }
    }

    private <T> void array(List<T> values, Each<T> each) throws IOException {
      out.writeArrayStart();
      out.setItemCount(values.size());
      for (var value : values) {
        each.write(value);
      }
      out.writeArrayEnd();
    }
  }

  private static final class Reader {
    private final BinaryDecoder in;
    private final Part part;
    private ByteBuffer number = ByteBuffer.allocate(Long.BYTES * 2);

    private interface Each<T> {
      T read() throws IOException;
    }

    private Reader(BinaryDecoder in, Part part) {
      this.in = in;
      this.part = part;
    }

    private CostRow row() throws IOException {
      return new CostRow(in.readString(), in.readString(), optional(in::readString), in.readString(), month(), optionalInt(in::readInt),
          charges(), optional(this::charges), array(this::adjustment), optional(this::projected),
          optional(in::readString));
    }

    /** The charges so far. */
    private List<Charge> charges() throws IOException {
      if (part == Part.ALL) {
        return array(this::charge);
      }
      array(this::passCharge);
      return List.of();
    }

    private Void passCharge() throws IOException {
      in.skipString();
      for (int decimal = 0; decimal < CHARGE_DECIMALS; decimal++) {
        in.skipBytes();
      }
      return null;
    }

    private Charge charge() throws IOException {
      return new Charge(in.readString(), quantity(), quantity(), quantity(), amount(), amount(), amount());
    }

    private Adjustment adjustment() throws IOException {
      return new Adjustment(optionalInt(this::month), in.readString(), in.readString(), quantity(), amount(), amount());
    }

    private ProjectedCost projected() throws IOException {
      return new ProjectedCost(array(this::projectedCharge), optional(() -> array(this::projectedCharge)), in.readInt());
    }

    private ProjectedCharge projectedCharge() throws IOException {
      return new ProjectedCharge(charge(), optional(() -> new Band(amount(), amount(), amount(), amount())));
    }

    private int month() throws IOException {
      return Hours.month(YearMonth.from(LocalDate.ofEpochDay(in.readInt())));
    }

    private BigDecimal quantity() throws IOException {
      return decimal(Quantity.SCALE);
    }

    private BigDecimal amount() throws IOException {
      return decimal(Rating.SCALE);
    }

    /** Most fit a long. */
    private BigDecimal decimal(int scale) throws IOException {
      number = in.readBytes(number);
      int length = number.remaining();
      if (length == 0 || length > Long.BYTES) {
        return new BigDecimal(new BigInteger(number.array(), 0, length), scale);
      }
      long unscaled = number.get(0);
      for (int i = 1; i < length; i++) {
        unscaled = unscaled << 8 | number.get(i) & 0xff;
      }
      return BigDecimal.valueOf(unscaled, scale);
    }

    private <T> Optional<T> optional(Each<T> each) throws IOException {
      return in.readIndex() == 0 ? Optional.empty() : Optional.of(each.read());
    }

    private OptionalInt optionalInt(Each<Integer> each) throws IOException {
      return in.readIndex() == 0 ? OptionalInt.empty() : OptionalInt.of(each.read());
    }

    private <T> List<T> array(Each<T> each) throws IOException {
      var values = new ArrayList<T>();
      for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
        for (long i = 0; i < left; i++) {
          values.add(each.read());
        }
      }
      return values;
    }
  }
}
