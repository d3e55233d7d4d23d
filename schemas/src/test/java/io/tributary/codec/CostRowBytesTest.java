package io.tributary.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.avro.CostRowRecord;
import io.tributary.avro.CostsAnswer;
import io.tributary.model.CostQuery;
import io.tributary.model.CostQuery.Part;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class CostRowBytesTest {
  private static final String[] NAMES = {"", "infra_host", "ü", "日本", "a-name-that-is-longer-than-most-names-of-dimensions-are"};

  private final Random random = new Random(11);
  private final BinaryMessageEncoder<CostRowRecord> avroWriter =
      new BinaryMessageEncoder<>(new CostRowRecord().getSpecificData(), CostRowRecord.getClassSchema());
  private final BinaryMessageDecoder<CostRowRecord> avroReader =
      new BinaryMessageDecoder<>(new CostRowRecord().getSpecificData(), CostRowRecord.getClassSchema());

  @Test
  void rowsAreTheBytesThatAvroMakes() throws IOException {
    for (int i = 0; i < 500; i++) {
      var row = row();
      var bytes = CostsCodec.row(row);
      var buffer = avroWriter.encode(CostRecords.toAvro(row));
      var avros = Arrays.copyOfRange(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.arrayOffset() + buffer.limit());
      assertArrayEquals(avros, bytes);
    }
  }

  @Test
  void rowsComeBackAsAvroReadsThem() throws IOException {
    for (int i = 0; i < 500; i++) {
      var row = row();
      var bytes = CostsCodec.row(row);
      assertEquals(Optional.of(row), CostsCodec.row(bytes));
      assertEquals(CostRecords.fromAvro(avroReader.decode(bytes)), CostsCodec.row(bytes).orElseThrow());
    }
  }

  @Test
  void whatIsNotWantedIsPassedOver() {
    for (int i = 0; i < 500; i++) {
      var row = row();
      var passed = new CostRow(row.account(), row.contract(), row.partner(), row.currency(), row.month(), row.day(), List.of(),
          row.sell().map(any -> List.of()), row.adjustments(), row.projected(), row.notProjected());
      assertEquals(Optional.of(passed), CostsCodec.row(CostsCodec.row(row), Part.PROJECTED));
    }
  }

  @Test
  void theQuestionSaysWhatIsWanted() {
    for (var part : Part.values()) {
      var query = new CostQuery(CostQuery.Level.ACCOUNT, List.of("a"), CostQuery.Grain.MONTH, 24_000, 24_001, part);
      assertEquals(query, CostQueryJson.fromJson(CostQueryJson.toJson(query)));
    }
  }

  @Test
  void rowsOfAnotherSchemaAreNotThere() throws IOException {
    var answers = new BinaryMessageEncoder<>(new CostsAnswer().getSpecificData(), CostsAnswer.getClassSchema());
    assertEquals(Optional.empty(), CostsCodec.row(answers.encode(new CostsAnswer(Instant.EPOCH, List.of())).array()));
    assertEquals(Optional.empty(), CostsCodec.row(new byte[0]));
  }

  @Test
  void cutRowsAreNotReadAsLess() {
    var bytes = CostsCodec.row(row());
    assertThrows(EOFException.class, () -> CostRowBytes.read(Arrays.copyOf(bytes, bytes.length - 1), Part.ALL));
  }

  private CostRow row() {
    return new CostRow(name(), name(), maybe(this::name), "USD", random.nextInt(24_000, 24_400),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1, 32)), some(this::charge),
        maybe(() -> some(this::charge)), some(this::adjustment),
        maybe(() -> new ProjectedCost(some(this::projected), maybe(() -> some(this::projected)), random.nextInt(-3, 40))),
        maybe(this::name));
  }

  private Charge charge() {
    return new Charge(name(), decimal(15), decimal(15), decimal(15), decimal(6), decimal(6), decimal(6));
  }

  private Adjustment adjustment() {
    var month = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(24_000, 24_400));
    return new Adjustment(month, name(), name(), decimal(15), decimal(6), decimal(6));
  }

  private ProjectedCharge projected() {
    return new ProjectedCharge(charge(), maybe(() -> new Band(decimal(6), decimal(6), decimal(6), decimal(6))));
  }

  /** Of all lengths, also such as do not fit a long. */
  private BigDecimal decimal(int scale) {
    var unscaled = new BigInteger(random.nextInt(120), random);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
  }

  private <T> List<T> some(Supplier<T> value) {
    return Stream.generate(value).limit(random.nextInt(4)).toList();
  }
}
