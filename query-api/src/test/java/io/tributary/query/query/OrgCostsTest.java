package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.CostHidden;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.query.OrgCosts.Answer;
import io.tributary.query.reader.InMemoryCosts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrgCostsTest {
  private static final Caller A = new Caller("a", Set.of(), new Place.AccountRoot("acme"));
  private static final Caller B = new Caller("b", Set.of(), new Place.AccountRoot("bolt"));
  private static final Caller S = new Caller("s", Set.of(), new Place.AccountRoot("solo"));
  private static final Caller PARTNER = new Caller("par", Set.of(), new Place.PartnerAdmin("par"));
  private static final String HOSTS = "infra_hosts:host_count";
  private static final String BYTES = "logs:billable_ingested_bytes";
  private static final int MARCH = Hours.monthOf(World.NOW);

  private final World world = new World();

  OrgCostsTest() {
    world.change(SomeContracts.all());
    for (int hour = 0; hour < 6; hour++) {
      world.use("a", HOSTS, "2026-03-04T0" + hour + ":00:00Z", "12").use("a1", HOSTS, "2026-03-04T0" + hour + ":00:00Z", "3");
    }
    world.use("a1", BYTES, "2026-03-04T05:00:00Z", "30000000000").use("a11", BYTES, "2026-03-04T06:00:00Z", "10000000000");
  }

  private Answer estimated(Caller caller, String... parameters) {
    var query = OrgCostQuery.estimated(QueriesTest.of(parameters), World.NOW);
    return costs(caller, query, Endpoint.ESTIMATED_COST).estimated();
  }

  private Answer historical(Caller caller, String... parameters) {
    var query = OrgCostQuery.historical(QueriesTest.of(parameters), World.NOW);
    return costs(caller, query, Endpoint.HISTORICAL_COST).historical();
  }

  private Answer projected(Caller caller, String... parameters) {
    var query = OrgCostQuery.projected(QueriesTest.of(parameters), World.NOW);
    return costs(caller, query, Endpoint.PROJECTED_COST).projected();
  }

  private OrgCosts costs(Caller caller, OrgCostQuery query, Endpoint endpoint) {
    var visible = VisibleCosts.of(caller, world.directory, endpoint, query.fromMonth(), query.toMonth(), query.connected());
    return new OrgCosts(world.costs, world.reader, query, visible, world.directory, World.NOW);
  }

  /** {@code org date dimension committed on_demand}, one line each. */
  private static List<String> lines(Answer answer) {
    var lines = new ArrayList<String>();
    for (var row : answer.rows()) {
      row.lines().orElseThrow()
          .forEach(line -> lines.add(row.org().orElse("-") + " " + Hours.start(row.hour()).toString().substring(5, 10) + " "
          + line.dimension() + " " + plain(line.committed()) + " " + plain(line.onDemand())));
    }
    return lines;
  }

  private static String plain(BigDecimal amount) {
    assertEquals(6, amount.scale());
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal total(Answer answer) {
    return answer.rows().stream().map(row -> CostLine.total(row.lines().orElseThrow())).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String[] connected(String... more) {
    var all = new ArrayList<>(List.of("include_connected_accounts", "true"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void anAccountHasOneRowForAMonth() {
    var answer = estimated(PARTNER, connected());
    assertEquals(List.of("a 03-01 infra_host 150 90", "a 03-01 logs_ingested 0 4", "a 03-01 premier_support 15 9.4"), lines(answer));
    assertEquals(World.AS_OF, answer.asOf());
    assertEquals("USD", answer.rows().getFirst().currency());
  }

  @Test
  void anOrgsShareIsItsOwnValueOfTheDimensionAndPercentagesFollowWhatItCosts() {
    assertEquals(List.of(
        "a 03-01 infra_host 120 72", "a 03-01 premier_support 11.803279 7.396721",
        "a1 03-01 infra_host 30 18", "a1 03-01 logs_ingested 0 3", "a1 03-01 premier_support 3.135246 1.964754",
        "a11 03-01 logs_ingested 0 1", "a11 03-01 premier_support 0.061475 0.038525"),
        lines(estimated(PARTNER, connected("view", "sub-org"))));
  }

  @Test
  void daysRunUpToTheMonthAndWhatNobodyUsedYetIsTheParentOrgs() {
    assertEquals(List.of("a 03-03 infra_host 150 0", "a 03-03 logs_ingested 0 0", "a 03-03 premier_support 15 0",
        "a 03-04 infra_host 150 90", "a 03-04 logs_ingested 0 4", "a 03-04 premier_support 15 9.4"),
        lines(estimated(PARTNER,
            connected("start_date", "2026-03-03T14:57:41.335Z", "end_date", "2026-03-04", "cost_aggregation", "cumulative"))));
    var orgs = lines(estimated(PARTNER, connected("start_date", "2026-03-03", "end_date", "2026-03-04", "view", "sub-org")));
    assertEquals(List.of("a 03-03 infra_host 150 0", "a 03-03 logs_ingested 0 0", "a 03-03 premier_support 15 0",
        "a 03-04 infra_host 120 72", "a 03-04 premier_support 11.803279 7.396721"), orgs.subList(0, 5));
    assertTrue(orgs.contains("a11 03-04 premier_support 0.061475 0.038525"), orgs::toString);
  }

  @Test
  void theLastDayIsTheMonthSoFar() {
    assertEquals(total(estimated(PARTNER, connected())), total(estimated(PARTNER, connected("start_date", "2026-03-15"))));
    assertEquals(List.of(), estimated(PARTNER, connected("start_date", "2026-01-20")).rows());
  }

  @Test
  void daysOfTwoMonthsEachBeginAtNothing() {
    world.use("a1", BYTES, "2026-02-28T05:00:00Z", "70000000000");
    var orgs = lines(estimated(PARTNER, connected("start_date", "2026-02-28", "end_date", "2026-03-01", "view", "sub-org")));
    assertTrue(orgs.contains("a1 02-28 logs_ingested 0 7"), orgs::toString);
    assertTrue(orgs.contains("a 03-01 logs_ingested 0 0"), orgs::toString);
  }

  @Test
  void aPartnersCustomerSeesWhatItIsChargedOnceThatIsPublished() {
    assertEquals("The partner that account acme buys from has not published prices for it, so its usage can be seen but not its cost",
        assertThrows(CostHidden.class, () -> estimated(A)).getMessage());
    world.change(SomeContracts.published(World.hour("2026-03-01T00:00:00Z")));
    assertEquals(List.of("a 03-01 infra_host 225 135", "a 03-01 logs_ingested 0 6", "a 03-01 premier_support 22.5 14.1"),
        lines(estimated(A)));
    assertEquals(total(estimated(A)), total(estimated(A, "view", "sub-org")));
    assertEquals(new BigDecimal("268.400000"), total(estimated(PARTNER, connected())));
    assertThrows(CostHidden.class, () -> estimated(A, "start_month", "2026-02"));
  }

  @Test
  void itNeverSeesAProjection() {
    world.change(SomeContracts.published(World.hour("2026-03-01T00:00:00Z")));
    assertEquals("Account acme buys from a partner; its estimated and historical cost can be seen, but not its projected cost",
        assertThrows(CostHidden.class, () -> projected(A)).getMessage());
  }

  @Test
  void anAccountThatLeftItsPartnerSeesWhatItPaysItself() {
    world.use("b", HOSTS, "2026-02-03T00:00:00Z", "4").use("b", HOSTS, "2026-03-12T00:00:00Z", "4");
    assertThrows(CostHidden.class, () -> estimated(B, "start_month", "2026-02"));
    assertEquals(List.of("b 03-01 infra_host 0 0"), lines(estimated(B, "start_month", "2026-02", "end_month", "2026-03")));
    assertEquals(List.of("acme", "bolt"),
        estimated(PARTNER, connected("start_month", "2026-02")).rows().stream().map(OrgCost::account).toList());
    assertEquals(List.of("acme"), estimated(PARTNER, connected()).rows().stream().map(OrgCost::account).toList());
  }

  @Test
  void aPartnerWithoutTheFlagAndAnAccountWithoutAContractHaveNoCost() {
    assertEquals(List.of(), estimated(PARTNER).rows());
    world.directory = new World().directory;
    assertEquals(List.of(), estimated(S).rows());
    assertEquals(List.of(), projected(S).rows());
    assertEquals(List.of(), historical(S, "start_month", "2026-02").rows());
  }

  @Test
  void aProjectionCarriesItsBandsAndItsOrgsTheirShareOfThem() {
    world.costs.project("acme", "2");
    var answer = projected(PARTNER, connected());
    assertEquals(List.of("a 03-31 infra_host 150 180", "a 03-31 logs_ingested 0 8", "a 03-31 premier_support 15 18.8"), lines(answer));
    var band = CostLine.band(answer.rows().getFirst().lines().orElseThrow()).orElseThrow();
    assertEquals(List.of("18.115584", "36.231169"), List.of(band.below80().toPlainString(), band.above95().toPlainString()));
    var orgs = projected(PARTNER, connected("view", "sub-org"));
    assertEquals(total(answer), total(orgs));
    var hosts = orgs.rows().stream().map(row -> row.lines().orElseThrow().getFirst())
        .filter(line -> line.dimension().equals("infra_host")).toList();
    assertEquals(List.of("14.400000", "3.600000"),
        hosts.stream().map(line -> line.band().orElseThrow().below80().toPlainString()).toList());
  }

  @Test
  void whatIsNotProjectedSaysWhyInBothViews() {
    for (var view : List.of("summary", "sub-org")) {
      var row = projected(PARTNER, connected("view", view)).rows();
      assertEquals(1, row.size());
      assertEquals(Optional.empty(), row.getFirst().lines());
      assertEquals(Optional.of("fewer than 24 hours of history"), row.getFirst().unknown());
      assertEquals(Optional.of("a"), row.getFirst().org());
    }
  }

  @Test
  void closedMonthsAreReadFromStatementsWithWhatCameLate() {
    world.use("a1", BYTES, "2026-02-10T05:00:00Z", "70000000000");
    assertEquals(List.of(), historical(PARTNER, connected("start_month", "2026-02")).rows());
    world.change(new Change.CloseMonth("acme", MARCH - 1, 1));
    world.costs.late("acme", MARCH - 1, InMemoryCosts.adjustment(MARCH - 2, "logs_ingested", "a11", "5000000000", "0.500000", "0.750000"));
    var summary = historical(PARTNER, connected("start_month", "2026-01", "end_month", "2026-03"));
    assertEquals(List.of("a 02-01 infra_host 150 0", "a 02-01 logs_ingested 0 7.5", "a 02-01 premier_support 15 0.7"), lines(summary));
    var late = summary.rows().getFirst().adjustments().getFirst();
    assertEquals("logs_ingested a11 0.500000", late.dimension() + " " + late.org() + " " + late.cost());
    var orgs = historical(PARTNER, connected("start_month", "2026-02", "view", "sub-org"));
    assertTrue(lines(orgs).contains("a11 02-01 logs_ingested 0 0.5"), () -> lines(orgs).toString());
    assertEquals(total(summary), total(orgs));
  }

  @Test
  void rowsHaveIdsOfTheirOwnThatStay() {
    var ids = new HashMap<String, String>();
    for (var parameters : List.of(connected(), connected("view", "sub-org"),
        connected("start_date", "2026-03-01", "end_date", "2026-03-15"))) {
      var query = OrgCostQuery.estimated(QueriesTest.of(parameters), World.NOW);
      for (var row : costs(PARTNER, query, Endpoint.ESTIMATED_COST).estimated().rows()) {
        var id = row.id("cost_by_org", query);
        assertTrue(id.matches("[0-9a-f]{64}"));
        assertEquals(null, ids.put(id, row.toString()));
      }
    }
    assertEquals(1 + 3 + 15, ids.size());
  }

  @Test
  void orgsAlwaysAddUpToTheirAccountWhateverTheyUsed() {
    var random = new Random(4);
    for (int i = 0; i < 300; i++) {
      var org = List.of("a", "a1", "a11", "s").get(random.nextInt(4));
      var at = Hours.start(Hours.firstOfMonth(MARCH - 1) + random.nextInt(28 * 24 + 340)).toString();
      world.use(org, random.nextBoolean() ? HOSTS : BYTES, at, Long.toString(random.nextLong(9_000_000_000L)));
    }
    for (var caller : List.of(PARTNER, S)) {
      for (var period : List.of(List.of("start_month", "2026-02", "end_month", "2026-03"),
          List.of("start_date", "2026-02-01", "end_date", "2026-03-15"))) {
        var summary = estimated(caller, connected(period.toArray(String[]::new)));
        var with = new ArrayList<>(period);
        with.addAll(List.of("view", "sub-org"));
        var orgs = estimated(caller, connected(with.toArray(String[]::new)));
        assertEquals(byDimension(summary), byDimension(orgs));
      }
    }
  }

  private static Map<String, BigDecimal> byDimension(Answer answer) {
    var sums = new HashMap<String, BigDecimal>();
    answer.rows().forEach(row -> row.lines().orElseThrow().forEach(line -> {
      var place = row.account() + " " + row.hour() + " " + line.dimension();
      sums.merge(place + " committed", line.committed(), BigDecimal::add);
      sums.merge(place + " on_demand", line.onDemand(), BigDecimal::add);
    }));
    return sums;
  }
}
