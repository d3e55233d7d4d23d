package io.tributary.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.avro.DirectoryChangeRecord;
import io.tributary.codec.AvroWire;
import io.tributary.codec.SchemaRegistry;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Pricing;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

class ControlRecordsTest {
  private static final Contract CONTRACT = new Contract("c", "a", Optional.of("p"), 400_000, OptionalInt.of(410_000), "EUR", List.of(
      new RateCard(400_000, List.of(
          new Rate("everything", decimal("0.000000000000001"), Metering.HOURLY,
              Optional.of(new Rate.Commitment(decimal("12345678901234567.123456"), decimal("0.1"))), new Price.Flat(decimal("0.3")),
              Optional.of(decimal("7")), Optional.of(decimal("100")), List.of(new Rate.Allotment("graduated", decimal("0.25")))),
          plain("graduated", new Price.Graduated(List.of(tier("10", "2"), tier(null, "1.5")))),
          plain("volume", new Price.Volume(List.of(tier(null, "1")))))),
      new RateCard(405_000, List.of(plain("share", new Price.PercentOfBill(decimal("2.5")))))));

  private static final Pricing.Prices PRICES = new Pricing.Prices(Pricing.Fallback.DISCOUNT, decimal("3.5"), true, List.of(
      new Pricing.Own("volume", Optional.empty(), Optional.of(decimal("1.1"))),
      new Pricing.Own("everything", Optional.of(decimal("0.2")), Optional.empty())));

  private final AvroWire<DirectoryChangeRecord> wire =
      new AvroWire<>(DirectoryChangeRecord.class, SchemaRegistry.at("memory:control-records"));

  @Test
  void contractsAndPricesComeBackToTheLastDigit() {
    var open = new Contract("d", "b", Optional.empty(), 0, OptionalInt.empty(), "USD", List.of());
    var bare = new Pricing("c", Optional.empty(), List.of());
    var full = new Pricing("c", Optional.of(PRICES), List.of(new Pricing.Published(400_000,
        new Pricing.Prices(Pricing.Fallback.LIST, BigDecimal.ZERO, false, List.of())), new Pricing.Published(405_000, PRICES)));
    for (var change : List.of(new Change.PutContract(CONTRACT), new Change.PutContract(open), new Change.PutPricing(bare),
        new Change.PutPricing(full))) {
      assertEquals(change, ControlRecords.fromAvro(wire.decode(wire.encode("directory-value", ControlRecords.toAvro(change))), 1));
    }
  }

  @Test
  void equalNumbersAreEqualOnceTheyWereWritten() {
    var zeros = new Pricing.Prices(Pricing.Fallback.MARKUP, decimal("20.00"), false, List.of());
    var back = (Change.PutPricing) ControlRecords.fromAvro(ControlRecords.toAvro(
        new Change.PutPricing(new Pricing("c", Optional.of(zeros), List.of()))), 1);
    assertEquals(decimal("20"), back.pricing().draft().orElseThrow().percent());
  }

  @Test
  void aLaterRecordOfTheSameThingReplacesTheEarlier() {
    assertEquals("contract/c", ControlRecords.key(new Change.PutContract(CONTRACT)));
    assertEquals("pricing/c", ControlRecords.key(new Change.PutPricing(new Pricing("c", Optional.empty(), List.of()))));
    var later = new Contract("c", "a", Optional.of("p"), 400_000, OptionalInt.empty(), "EUR", CONTRACT.cards());
    var before = new Contract("b", "a", Optional.of("p"), 390_000, OptionalInt.of(400_000), "EUR", CONTRACT.cards());
    var directory = Directory.empty().with(List.of(new Change.PutContract(CONTRACT)), 1)
        .with(List.of(new Change.PutContract(before), new Change.PutContract(later)), 3);
    assertEquals(Optional.of(later), directory.contract("c"));
    assertEquals(List.of(before, later), directory.contractsOf("a"));
    assertEquals(List.of(), directory.contractsOf("b"));
  }

  @Test
  void whatWasWrittenBeforeThereWereContractsIsStillRead() {
    var now = DirectoryChangeRecord.getClassSchema();
    var branches = now.getField("change").schema().getTypes();
    var then = Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, List.of(
        new Schema.Field("change", Schema.createUnion(branches.subList(0, branches.size() - 2)))));
    assertEquals(SchemaCompatibilityType.COMPATIBLE, SchemaCompatibility.checkReaderWriterCompatibility(now, then).getType());
  }

  private static Rate plain(String dimension, Price price) {
    return new Rate(dimension, BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), price, Optional.empty(), Optional.empty(), List.of());
  }

  private static Rate.Tier tier(String upTo, String price) {
    return new Rate.Tier(Optional.ofNullable(upTo).map(BigDecimal::new), decimal(price));
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
