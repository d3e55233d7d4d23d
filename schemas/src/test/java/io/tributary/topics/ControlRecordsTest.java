package io.tributary.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.avro.DirectoryChangeRecord;
import io.tributary.codec.AvroWire;
import io.tributary.codec.SchemaRegistry;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Pricing;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.MonitorJson;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import io.tributary.monitor.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
        new Schema.Field("change",
            Schema.createUnion(branches.stream().takeWhile(branch -> !branch.getName().equals("ContractRecord")).toList()))));
    assertEquals(SchemaCompatibilityType.COMPATIBLE, SchemaCompatibility.checkReaderWriterCompatibility(now, then).getType());
  }

  @Test
  void monitorsAndDowntimesComeBackAsTheyWere() throws Exception {
    var problems = new ArrayList<Problem>();
    var draft = MonitorJson.read(new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree("""
        {"name": "Spikes",
         "query": "avg(last_4h):anomalies(sum:datadog.estimated_usage.logs.ingested_bytes{*} by {child_org_name}, 'agile', 2.5) >= 0.5",
         "message": "", "tags": ["team:x"], "priority": 2,
         "options": {"thresholds": {"critical": 0.5, "warning": 0.1000000000000000000000001},
         "threshold_windows": {"trigger_window": "last_15m", "recovery_window": "last_15m"}, "renotify_interval": 60, "include_tags": true}}
        """), problems);
    assertEquals(List.of(), problems);
    var at = Instant.parse("2026-03-15T10:20:00.123Z");
    var monitor = draft.orElseThrow().by(7, Owner.partner("par"), at, at.plusSeconds(1), Optional.of("key"));
    var downtime = new Downtime(3, Owner.org("o"), QueryParser.filter("child_org_name:\"a, b\""), OptionalLong.of(7), List.of("team:x"), at,
        Optional.of(at.plusSeconds(60)), Optional.empty(), "moving", Optional.empty());
    assertEquals(3, ((Rule.Anomaly) monitor.rule()).alertWindow().slots());
    for (var change : List.of(new Change.PutMonitor(monitor), new Change.DeleteMonitor(7), new Change.PutDowntime(downtime))) {
      assertEquals(change, ControlRecords.fromAvro(wire.decode(wire.encode("directory-value", ControlRecords.toAvro(change))), 1));
    }
    assertEquals(ControlRecords.key(new Change.PutMonitor(monitor)), ControlRecords.key(new Change.DeleteMonitor(7)));
  }

  @Test
  void aDeletedMonitorsIdIsNotGivenAgain() {
    var rule = QueryParser.rule("sum(last_1h):sum:datadog.estimated_usage.hosts{*} > 3");
    var monitor = new MonitorJson.Draft("m", "query alert", rule.text(), rule, "", List.of(), OptionalInt.empty(),
        Options.of(Options.Thresholds.of(rule.critical()))).by(4, Owner.account("a"), Instant.EPOCH, Instant.EPOCH, Optional.empty());
    var directory = Directory.empty().with(List.of(new Change.PutMonitor(monitor)), 1);
    assertEquals(List.of(monitor), directory.monitors().of(Owner.account("a")));
    var without = directory.with(List.of(new Change.DeleteMonitor(4)), 2);
    assertEquals(List.of(), without.monitors().of(Owner.account("a")));
    assertEquals(5, without.monitors().nextMonitorId());
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
