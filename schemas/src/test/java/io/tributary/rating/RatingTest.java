package io.tributary.rating;

import static io.tributary.rating.SomeRate.beyond;
import static io.tributary.rating.SomeRate.card;
import static io.tributary.rating.SomeRate.graduated;
import static io.tributary.rating.SomeRate.upTo;
import static io.tributary.rating.SomeRate.volume;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Hours;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** April 2026 has 720 hours; the second half of it 360. */
class RatingTest {
  private static final long GB = 1_000_000_000;
  private static final Period APRIL = Period.whole(Hours.month(YearMonth.of(2026, 4)));
  private static final Period HALF = new Period(APRIL.month(), APRIL.fromHour() + 360, APRIL.toHour());
  private static final int FIRST = APRIL.fromHour();

  private static SomeRate hosts() {
    return SomeRate.of("apm_host").committed("10", "31").onDemand("36");
  }

  private static SomeRate spans() {
    return SomeRate.of("ingested_spans").per("1000000000").onDemand("0.10");
  }

  private static SomeRate logs() {
    return SomeRate.of("logs_ingested").per("1000000000").onDemand("0.10");
  }

  /** Usage as people read it: without the decimals that are zero. */
  private static String plain(BigDecimal usage) {
    return usage.stripTrailingZeros().toPlainString();
  }

  private static String gigabytes(BigDecimal bytes) {
    return plain(bytes.movePointLeft(9));
  }

  private static void money(String expected, BigDecimal amount) {
    assertEquals(new BigDecimal(expected).setScale(Rating.SCALE), amount);
  }

  @Test
  void fifteenHostsOfWhichTenAreCommittedBringSpansAlong() {
    var card = card(hosts(), spans().committed("100", "0.08").allotment("apm_host", "150"));
    var charges = new SomeUsage().each("apm_host", APRIL, 15).at("ingested_spans", FIRST, 2_000 * GB).rate(card, APRIL);
    var spans = charges.get("ingested_spans");
    assertEquals("2350", gigabytes(spans.included()), "15 × 150 GB and 100 GB");
    assertEquals("2000", gigabytes(spans.coveredUsage()));
    assertEquals("0", plain(spans.onDemandUsage()));
    money("8", spans.committed());
    money("0", spans.onDemand());
    var hosts = charges.get("apm_host");
    assertEquals("5", plain(hosts.onDemandUsage()));
    money("310", hosts.committed());
    money("180", hosts.onDemand());
    money("490", hosts.total());
  }

  @Test
  void fiveHostsBringAsMuchAlongAsTheTenThatAreCommitted() {
    var card = card(hosts(), spans().committed("100", "0.08").allotment("apm_host", "150"));
    var charges = new SomeUsage().each("apm_host", APRIL, 5).at("ingested_spans", FIRST, 2_000 * GB).rate(card, APRIL);
    var spans = charges.get("ingested_spans");
    assertEquals("1600", gigabytes(spans.included()), "10 × 150 GB and 100 GB");
    assertEquals("400", gigabytes(spans.onDemandUsage()));
    money("40", spans.onDemand());
    money("310", charges.get("apm_host").committed());
    money("0", charges.get("apm_host").onDemand());
  }

  @Test
  void anHourOfAHostBrings150GigabytesA730thAlong() {
    var card = card(SomeRate.of("apm_host").hourly(), spans().hourly().allotment("apm_host", "150"));
    var usage = new SomeUsage().at("apm_host", FIRST, 1).at("apm_host", FIRST + 1, 1)
        .at("ingested_spans", FIRST, 205_000_000).at("ingested_spans", FIRST + 1, 206_000_000).at("ingested_spans", FIRST + 2, 7);
    var spans = usage.rate(card, APRIL).get("ingested_spans");
    assertEquals("520554.945205479452055", plain(spans.onDemandUsage()),
        "206 MB - 150 GB / 730, and 7 bytes in an hour without a host; what the first hour left is not carried over");
  }

  @Test
  void hourlyMeteringTakesTheCommitmentOfASumOffOnce() {
    var card = card(hosts(), spans().hourly().committed("0.5", "0.08").allotment("apm_host", "150"));
    var spans = new SomeUsage().at("apm_host", FIRST, 3).at("ingested_spans", FIRST, 3 * GB).at("ingested_spans", FIRST + 1, GB)
        .rate(card, APRIL).get("ingested_spans");
    money("0.044521", spans.onDemand()); // (3 - 10 × 150 / 730 - 0.5) × 0.10; the second hour is covered
    money("0.04", spans.committed());
    assertEquals(spans.coveredUsage(), spans.included());
  }

  @Test
  void hourlyMeteringOfHostsCountsHostHours() {
    var card = card(SomeRate.of("infra_host").hourly().committed("10", "15").onDemand("0.03").list("0.04"));
    var usage = new SomeUsage().each("infra_host", APRIL, 5);
    for (int hour = FIRST; hour < FIRST + 100; hour++) {
      usage.at("infra_host", hour, 7);
    }
    var charge = usage.rate(card, APRIL).get("infra_host");
    money("150", charge.committed());
    money("6", charge.onDemand()); // 2 hosts × 100 hours × 0.03
    money("172", charge.list()); // 4,300 host-hours × 0.04
    assertEquals("0.277777777777778", plain(charge.onDemandUsage()), "200 host-hours are so many host-months");
    assertEquals("5.972222222222222", plain(charge.usage()));
  }

  @Test
  void hourlyMeteringOfAnAverageDividesByTheHoursOfTheMonth() {
    var card = card(SomeRate.of("infra_host"), SomeRate.of("infra_container").hourly().onDemand("1.44").allotment("infra_host", "5"));
    var charge = new SomeUsage().each("infra_host", APRIL, 2).at("infra_container", FIRST, 22 * 12).at("infra_container", FIRST + 1, 9 * 12)
        .rate(card, APRIL).get("infra_container");
    money("0.024", charge.onDemand()); // 22 containers, 10 come along: 12 / 720 × 1.44
    assertEquals("0.043055555555556", plain(charge.usage()), "31 / 720");
  }

  /** As in {@code docs/cost.md}. */
  @Test
  void theExampleOfTheDocumentIsRight() {
    var card = card(hosts(),
        spans().committed("100", "0.08").onDemand(graduated(upTo("1000", "0.10"), beyond("0.09"))).allotment("apm_host", "150"),
        SomeRate.of("infra_host").hourly().committed("20", "15").onDemand("0.03").minimum("200"),
        logs().onDemand(volume(upTo("1000", "0.10"), beyond("0.05"))), SomeRate.of("premier_support").percentOfBill("8"));
    var usage = new SomeUsage().each("apm_host", APRIL, 15).at("ingested_spans", FIRST, 2_600 * GB).each("infra_host", APRIL, 20)
        .at("logs_ingested", FIRST, 1_001 * GB);
    for (int hour = FIRST; hour < FIRST + 100; hour++) {
      usage.at("infra_host", hour, 2);
    }
    var lines = usage.rate(card, APRIL).values().stream()
        .map(charge -> charge.dimension() + " " + charge.committed() + " " + charge.onDemand()).toList();
    assertEquals(List.of("apm_host 310.000000 180.000000", "infra_host 300.000000 6.000000", "ingested_spans 8.000000 25.000000",
        "logs_ingested 0.000000 50.050000", "premier_support 49.440000 20.884000"), lines);
    money("949.374", total(usage, card));
  }

  @Test
  void graduatedTiersPriceEachUnitWhereItLies() {
    var card = card(logs().committed("50", "0.08").onDemand(graduated(upTo("100", "0.10"), upTo("200", "0.08"), beyond("0.05"))));
    money("10", new SomeUsage().at("logs_ingested", FIRST, 150 * GB).rate(card, APRIL).get("logs_ingested").onDemand());
    money("18", new SomeUsage().at("logs_ingested", FIRST, 250 * GB).rate(card, APRIL).get("logs_ingested").onDemand());
    money("20.5", new SomeUsage().at("logs_ingested", FIRST, 300 * GB).rate(card, APRIL).get("logs_ingested").onDemand());
  }

  @Test
  void reachingAVolumeTierMakesMoreUsageCheaper() {
    var card = card(logs().onDemand(volume(upTo("1000", "0.10"), beyond("0.05"))));
    money("100", new SomeUsage().at("logs_ingested", FIRST, 1000 * GB).rate(card, APRIL).get("logs_ingested").onDemand());
    money("50.05", new SomeUsage().at("logs_ingested", FIRST, 1001 * GB).rate(card, APRIL).get("logs_ingested").onDemand());
  }

  @Test
  void anAllotmentMayBeWorthMoreThanTheHostThatBringsIt() {
    var card = card(SomeRate.of("apm_host").onDemand("36"), spans().onDemand("0.40").allotment("apm_host", "150"));
    money("156", total(new SomeUsage().each("apm_host", APRIL, 1).at("ingested_spans", FIRST, 450 * GB), card)); // 36 + 300 × 0.40
    money("132", total(new SomeUsage().each("apm_host", APRIL, 2).at("ingested_spans", FIRST, 450 * GB), card)); // 72 + 150 × 0.40
  }

  private static BigDecimal total(SomeUsage usage, RateCard card) {
    return usage.rate(card, APRIL).values().stream().map(Charge::total).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void aPeriodIsBilledAsAShorterMonth() {
    var card = card(SomeRate.of("apm_host").committed("10", "18").onDemand("23").list("30"),
        logs().committed("100", "0.10").onDemand(graduated(upTo("40", "0.15"), beyond("0.12"))),
        spans().allotment("apm_host", "150"), SomeRate.of("timeseries").allotment("apm_host", "100"));
    var charges = new SomeUsage().each("apm_host", HALF, 15).at("logs_ingested", HALF.fromHour(), 80 * GB)
        .at("ingested_spans", HALF.fromHour(), 1200 * GB).each("timeseries", HALF, 1600).rate(card, HALF);
    var hosts = charges.get("apm_host");
    money("90", hosts.committed());
    money("57.5", hosts.onDemand());
    money("225", hosts.list());
    assertEquals("7.5", plain(hosts.usage()), "15 hosts through half a month");
    assertEquals("5", plain(hosts.included()));
    var logs = charges.get("logs_ingested");
    assertEquals("50", gigabytes(logs.included()));
    money("5", logs.committed());
    money("4.2", logs.onDemand()); // 20 GB × 0.15 and 10 GB × 0.12: the tier is half as wide
    assertEquals("1125", gigabytes(charges.get("ingested_spans").included()), "15 × 150 GB × 1/2");
    money("7.5", charges.get("ingested_spans").onDemand());
    assertEquals("50", plain(charges.get("timeseries").onDemandUsage()), "(1,600 - 15 × 100) × 1/2");
  }

  @Test
  void whatASumBringsAlongIsNotShortenedTwice() {
    var card = card(SomeRate.of("serverless_apm").per("1000000").committed("6", "1"),
        spans().allotment("serverless_apm", "50"), SomeRate.of("timeseries").allotment("serverless_apm", "2"));
    var charges = new SomeUsage().at("serverless_apm", HALF.fromHour(), 4_000_000).each("timeseries", HALF, 20).rate(card, HALF);
    assertEquals("200", gigabytes(charges.get("ingested_spans").included()), "4 million invocations × 50 GB");
    assertEquals("2", plain(charges.get("timeseries").onDemandUsage()), "8 million a month × 2 are in each hour: (20 - 16) × 1/2");
  }

  @Test
  void aMonthIsTheSumOfItsPeriods() {
    var before = card(SomeRate.of("infra_host").committed("10", "18").onDemand("23"));
    var after = card(SomeRate.of("infra_host").committed("20", "15").onDemand("20"), logs());
    var firstHalf = new Period(APRIL.month(), FIRST, FIRST + 360);
    var charges = new ArrayList<List<Charge>>();
    charges.add(Rating.rate(after, SomeUsage.CATALOGUE, HALF, 360, new SomeUsage().each("infra_host", HALF, 24)));
    charges.add(Rating.rate(before, SomeUsage.CATALOGUE, firstHalf, 360, new SomeUsage().each("infra_host", firstHalf, 12)));
    var merged = Charges.merge(charges);
    assertEquals(List.of("infra_host", "logs_ingested"), merged.stream().map(Charge::dimension).toList());
    money("240", merged.get(0).committed()); // 10 × 18 / 2 + 20 × 15 / 2
    money("63", merged.get(0).onDemand()); // 2 × 23 / 2 + 4 × 20 / 2
    assertEquals("18", plain(merged.get(0).usage()));
    assertEquals(merged, Charges.merge(charges.reversed()));
  }

  @Test
  void aPercentageIsOfEverythingElse() {
    var card = card(hosts(), SomeRate.of("support").percentOfBill("8"), logs(), SomeRate.of("audit").percentOfBill("2.5").minimum("50"));
    var charges = new SomeUsage().each("apm_host", APRIL, 11).at("logs_ingested", FIRST, 40 * GB).rate(card, APRIL);
    money("24.8", charges.get("support").committed()); // 8 % of 310
    money("3.2", charges.get("support").onDemand()); // 8 % of 36 and 4
    money("49", charges.get("audit").committed());
    money("1", charges.get("audit").onDemand());
    assertEquals("0", plain(charges.get("support").usage()));
  }

  @Test
  void whatIsMissingToTheMinimumIsCommitted() {
    var card = card(logs().minimum("100"));
    var little = new SomeUsage().at("logs_ingested", HALF.fromHour(), 30 * GB).rate(card, HALF).get("logs_ingested");
    money("47", little.committed()); // half of 100, less 3
    money("3", little.onDemand());
    var much = new SomeUsage().at("logs_ingested", HALF.fromHour(), 600 * GB).rate(card, HALF).get("logs_ingested");
    money("0", much.committed());
    money("60", much.onDemand());
  }

  @Test
  void everyRateGivesAChargeWithoutUsageToo() {
    var charges = new SomeUsage().rate(card(hosts(), SomeRate.of("gone").committed("3", "7").hourly(), logs()), APRIL);
    assertEquals(List.of("apm_host", "gone", "logs_ingested"), List.copyOf(charges.keySet()));
    money("310", charges.get("apm_host").committed());
    money("21", charges.get("gone").total());
    money("0", charges.get("logs_ingested").total());
  }

  @Test
  void anAverageSoFarIsTakenToHoldForThePeriod() {
    var card = card(SomeRate.of("timeseries").per("100").onDemand("5"), SomeRate.of("apm_host").onDemand("36"));
    var usage = new SomeUsage();
    for (int hour = FIRST; hour < FIRST + 10; hour++) {
      usage.at("timeseries", hour, 300).at("apm_host", hour, 2);
    }
    var charges = usage.rate(card, APRIL, 10);
    money("15", charges.get("timeseries").onDemand());
    money("72", charges.get("apm_host").onDemand());
    money("0", usage.rate(card, APRIL, 0).get("timeseries").onDemand());
  }

  @Test
  void withoutAListPriceTheOnDemandPriceStandsIn() {
    var tiers = graduated(upTo("100", "0.10"), beyond("0.05"));
    var charge = new SomeUsage().at("logs_ingested", FIRST, 150 * GB).rate(card(logs().committed("120", "0.07").onDemand(tiers)), APRIL)
        .get("logs_ingested");
    money("12.5", charge.list());
    money("3", charge.onDemand());
  }

  @Test
  void anAmountIsRoundedOnceHalfToEven() {
    var card = card(SomeRate.of("logs_ingested").onDemand("0.0000005"), SomeRate.of("timeseries").onDemand("0.00036"));
    money("0", new SomeUsage().at("logs_ingested", FIRST, 1).rate(card, APRIL).get("logs_ingested").onDemand());
    money("0.000002", new SomeUsage().at("logs_ingested", FIRST, 3).rate(card, APRIL).get("logs_ingested").onDemand());
    // 7 / 720 × 0.00036 is a tie, though 7 / 720 has no end.
    money("0.000004", new SomeUsage().at("timeseries", FIRST, 7).rate(card, APRIL).get("timeseries").onDemand());
  }
}
