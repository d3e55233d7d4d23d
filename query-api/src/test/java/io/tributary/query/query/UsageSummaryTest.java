package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import io.tributary.query.World;
import io.tributary.query.access.Caller;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.query.UsageSummary.OrgMonth;
import io.tributary.query.query.UsageSummary.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsageSummaryTest {
  private static final int MARCH = Hours.monthOf(World.NOW);
  private static final int ELAPSED = 14 * 24 + 11;
  private static final Caller A = new Caller("a", Set.of(), new Caller.Place.AccountRoot("acme"));
  private static final Caller B = new Caller("b", Set.of(), new Caller.Place.AccountRoot("bolt"));
  private static final Caller PARTNER = new Caller("par", Set.of(), new Caller.Place.PartnerAdmin("par"));
  private static final String BYTES = "logs:billable_ingested_bytes";
  private static final String HOSTS = "infra_hosts:host_count";
  private static final String TASKS = "fargate:tasks_count";

  private final World world = new World();

  private UsageSummary summary(Caller caller, boolean orgs, boolean connected) {
    var query = new SummaryQuery(MARCH - 1, MARCH + 1, orgs, connected);
    return UsageSummary.read(world.reader, query,
        VisibleMonths.of(caller, world.directory, query.from(), query.to(), connected), World.NOW);
  }

  private BigDecimal value(Values values, String type, MonthlyFunction function) {
    return values.of(world.type(type), function).stripTrailingZeros();
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }

  @Test
  void everyMonthAskedForIsThereEvenWithoutUsage() {
    var summary = summary(A, true, false);
    assertEquals(List.of(MARCH - 1, MARCH), summary.months().stream().map(UsageSummary.Month::month).toList());
    assertEquals(number("0"), value(summary.months().get(0).values(), BYTES, MonthlyFunction.SUM));
    assertEquals(List.of(), summary.months().get(0).orgs());
    assertEquals(World.AS_OF, summary.asOf());
  }

  @Test
  void aMonthIsMadeOfTheAccountsOwnSummedHours() {
    world.use("a", HOSTS, "2026-03-04T01:00:00Z", "10").use("a1", HOSTS, "2026-03-04T01:00:00Z", "20")
        .use("a", HOSTS, "2026-03-04T02:00:00Z", "25").use("a1", HOSTS, "2026-03-04T03:00:00Z", "28")
        .use("a", HOSTS, "2026-03-04T04:00:00Z", "1");
    for (boolean orgs : List.of(true, false)) {
      var march = summary(A, orgs, false).months().get(1);
      assertEquals(number("30"), value(march.values(), HOSTS, MonthlyFunction.MAX));
      // Floor of 1 % of the elapsed 347 hours: the three highest, 30, 28 and 25, are dropped.
      assertEquals(number("1"), value(march.values(), HOSTS, MonthlyFunction.TOP99P));
      assertEquals(number("84"), value(march.values(), HOSTS, MonthlyFunction.SUM));
    }
    var orgs = summary(A, true, false).months().get(1).orgs();
    assertEquals(List.of("a", "a1"), orgs.stream().map(OrgMonth::org).toList());
    assertEquals(number("25"), value(orgs.get(0).values(), HOSTS, MonthlyFunction.MAX));
    assertEquals(number("28"), value(orgs.get(1).values(), HOSTS, MonthlyFunction.MAX));
  }

  @Test
  void anAverageIsOverTheHoursThatHaveBegun() {
    world.use("a", TASKS, "2026-03-04T01:00:00Z", Integer.toString(12 * 2 * ELAPSED))
        .use("a", TASKS, "2026-02-04T01:00:00Z", Integer.toString(12 * 672));
    var months = summary(A, false, false).months();
    assertEquals(number("1"), value(months.get(0).values(), TASKS, MonthlyFunction.AVG));
    assertEquals(number("2"), value(months.get(1).values(), TASKS, MonthlyFunction.AVG));
  }

  @Test
  void aMonthSplitBetweenOwnersIsWholeForTheAccountAndPartForThePartner() {
    world.use("b", BYTES, "2026-03-09T23:00:00Z", "5").use("b", BYTES, "2026-03-10T00:00:00Z", "7")
        .use("b", BYTES, "2026-03-11T00:00:00Z", "2");
    for (boolean orgs : List.of(true, false)) {
      var own = summary(B, orgs, false).months().get(1).values();
      assertEquals(number("14"), value(own, BYTES, MonthlyFunction.SUM));
      assertEquals(number("7"), value(own, BYTES, MonthlyFunction.MAX));
      var partners = summary(PARTNER, orgs, true).months().get(1).values();
      assertEquals(number("5"), value(partners, BYTES, MonthlyFunction.SUM));
      assertEquals(number("5"), value(partners, BYTES, MonthlyFunction.MAX));
    }
    assertEquals(List.of("b"), summary(PARTNER, true, true).months().get(1).orgs().stream().map(OrgMonth::org).toList());
  }

  @Test
  void anOrgThatMovedBetweenAccountsHasARowInEach() {
    world.use("w", BYTES, "2026-03-04T23:00:00Z", "3").use("w", BYTES, "2026-03-05T00:00:00Z", "4");
    var acme = summary(A, true, false).months().get(1);
    assertEquals(number("3"), value(acme.orgs().getFirst().values(), BYTES, MonthlyFunction.SUM));
    assertEquals(number("3"), value(summary(PARTNER, true, true).months().get(1).values(), BYTES, MonthlyFunction.SUM));
    var solo = summary(new Caller("s", Set.of(), new Caller.Place.AccountRoot("solo")), true, false).months().get(1);
    assertEquals(number("4"), value(solo.orgs().getFirst().values(), BYTES, MonthlyFunction.SUM));
  }

  @Test
  void aPartnerWithoutTheFlagSeesNothing() {
    world.use("a", BYTES, "2026-03-04T23:00:00Z", "3");
    var march = summary(PARTNER, true, false).months().get(1);
    assertEquals(number("0"), value(march.values(), BYTES, MonthlyFunction.SUM));
    assertEquals(List.of(), march.orgs());
  }

  @Test
  void withOrgsListedSumsAreThoseOfTheRowsShownAndMaximaTheTotalsOwn() {
    // The totals were read a little earlier than the orgs.
    int bytes = world.type(BYTES).id();
    var totals = new Rows(World.AS_OF, List.of(row(Optional.empty(), bytes, 100)));
    var orgs = new Rows(World.AS_OF.plusMillis(80), List.of(row(Optional.of("a"), bytes, 60), row(Optional.of("a1"), bytes, 45)));
    var visible = VisibleMonths.of(A, world.directory, MARCH, MARCH + 1, false);
    var summary = UsageSummary.of(new SummaryQuery(MARCH, MARCH + 1, true, false), visible, totals, Optional.of(orgs), World.NOW);
    assertEquals(number("105"), value(summary.months().getFirst().values(), BYTES, MonthlyFunction.SUM));
    assertEquals(number("100"), value(summary.months().getFirst().values(), BYTES, MonthlyFunction.MAX));
    assertEquals(World.AS_OF, summary.asOf());
  }

  private static Rows.Row row(Optional<String> org, int type, long units) {
    var cell = MonthCell.of(List.of(new MonthCell.HourValue(Hours.firstOfMonth(MARCH), Quantity.ofUnits(units))));
    return new Rows.Row("acme", org, Optional.of("par"), MARCH, Map.of(type, cell));
  }
}
