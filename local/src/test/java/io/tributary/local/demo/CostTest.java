package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiException;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageBillableSummaryOptionalParameters;
import com.datadog.api.client.v1.model.UsageBillableSummaryHour;
import com.datadog.api.client.v2.model.BillingDimensionsMappingBodyItem;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.tributary.local.demo.CostAnswers.Cost;
import io.tributary.local.demo.CostOracle.Place;
import io.tributary.local.demo.CostOracle.Side;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Contract;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import io.tributary.topics.ControlWriter.Decision;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the demo's world costs, last month and this one, at {@code --rate 0}: exactly what SQL makes of the raw events and the
 * contracts, and the same in every view that somebody may look at it from. One node serves all tests.
 */
class CostTest {
  private static final Partner RIVAL = new Partner("rival", "Rival Cloud", "us1");
  private static final String RIVALS_ACCOUNT = "rivals-account";
  private static final String RIVALS_ORG = "rivals-org";
  private static final Set<String> READS_COSTS = Set.of(Access.USAGE_READ, Access.BILLING_READ);
  private static final List<Holder> MORE = List.of(new Holder("rival", RIVAL.publicId(), Sends.NOTHING, READS_COSTS),
      new Holder("child_with_billing", World.child(), Sends.NOTHING, READS_COSTS));

  @TempDir
  static Path data;

  private static YearMonth thisMonth;
  private static YearMonth lastMonth;
  private static Node node;
  private static Demo demo;
  private static CostOracle oracle;

  @BeforeAll
  static void startDemo() throws Exception {
    var now = Instant.now();
    thisMonth = Hours.yearMonth(Hours.monthOf(now));
    lastMonth = thisMonth.minusMonths(1);
    int start = Hours.firstOfMonth(Hours.month(lastMonth));
    node = Node.start(new NodeSettings(data, 0, 0), Stream.concat(Demo.HOLDERS.stream(), MORE.stream()).toList(), step -> { });
    node.ensure((directory, access) -> new Decision.Write(rivals(start), List.of()));
    demo = new Demo(node, data, InstantSource.system(), new CountDownLatch(1), new Demo.Watcher() {
      @Override
      public void step(String what) { }

      @Override
      public void replayed(double share, long events) { }
    });
    demo.start(Duration.between(Hours.start(start), now), 0);
    send(new UsageEvent("rivals", "test", RIVALS_ORG, "logs", "billable_ingested_bytes", Instant.now(), Quantity.ofUnits(5_123_456_789L),
        null, Map.of()));
    // In the first days of a month the demo leaves the last one open.
    node.ensure((directory, access) -> new Decision.Write(World.accounts().stream()
        .filter(account -> directory.close(account, Hours.month(lastMonth)).isEmpty())
        .<Change>map(account -> new Change.CloseMonth(account, Hours.month(lastMonth), 0)).toList(), List.of()));
    var closed = Instant.now();
    await("everything is counted", () -> node.progress().asOf().isAfter(closed));
    oracle = new CostOracle(node.directory(), event -> Topic.each(node, event));
    await("the statements are made", () -> accounts(answers("partner").historical("summary", lastMonth)).equals(billed("partner"))
        && !answers("direct").historical("summary", lastMonth).isEmpty());
  }

  private static List<Change> rivals(int start) {
    return List.of(new Change.PutPartner(RIVAL),
        new Change.PutAccount(new Account(RIVALS_ACCOUNT, "A customer",
            List.of(new Connection(RIVAL.publicId(), start, OptionalInt.empty())))),
        new Change.PutOrg(new Org(RIVALS_ORG, "A customer", "us1", List.of(Placement.rootOf(RIVALS_ACCOUNT, start)))),
        Contracts.resold(RIVALS_ACCOUNT, RIVAL.publicId(), start, OptionalInt.empty(), Contracts.card(3, 95)));
  }

  private static void send(UsageEvent event) throws Exception {
    try (var sender = UsageSender.start(SenderSettings.of(node.ingest(), node.keys().of("ingest").apiKey()))) {
      assertEquals(new Delivery.Accepted(1), sender.send(event).get());
    }
  }

  @AfterAll
  static void stopDemo() throws Exception {
    oracle.close();
    demo.close();
    node.close();
  }

  private static CostAnswers answers(String holder) {
    return new CostAnswers(node, holder);
  }

  /** Accounts whose bills of last month somebody sees. */
  private static Set<String> billed(String holder) {
    int from = Hours.firstOfMonth(Hours.month(lastMonth));
    int to = Hours.firstOfMonth(Hours.month(thisMonth));
    return contracts(holder).filter(contract -> contract.startHour() < to && contract.end() > from).map(Contract::account)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Contract> contracts(String holder) {
    var org = node.keys().of(holder).publicId();
    return node.directory().contracts().stream().filter(contract -> node.directory().partner(org).isPresent()
        ? contract.partner().equals(Optional.of(org)) : contract.account().equals(account(org)));
  }

  private static String account(String org) {
    return node.directory().path(org, Hours.of(Instant.now())).orElseThrow().account();
  }

  private static Set<String> accounts(Collection<Cost> costs) {
    return costs.stream().map(cost -> cost.place().account()).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> dimensions(Collection<Cost> costs) {
    return costs.stream().map(cost -> cost.place().dimension()).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<Place, BigDecimal> at(LocalDate date, List<Cost> costs) {
    var places = new TreeMap<Place, BigDecimal>();
    costs.stream().filter(cost -> cost.date().equals(date)).forEach(cost -> places.merge(cost.place(), cost.amount(), BigDecimal::add));
    return places;
  }

  /** What the orgs of an account cost together. */
  private static Map<Place, BigDecimal> withoutOrgs(Map<Place, BigDecimal> costs) {
    var sums = new TreeMap<Place, BigDecimal>();
    costs.forEach((place, amount) ->
        sums.merge(new Place(place.account(), "", place.dimension(), place.chargeType()), amount, BigDecimal::add));
    return sums;
  }

  private static Map<Place, BigDecimal> withoutZeros(Map<Place, BigDecimal> costs) {
    var some = new TreeMap<>(costs);
    some.values().removeIf(amount -> amount.signum() == 0);
    return some;
  }

  /** The places where two sets of amounts differ. */
  private static Map<Place, String> differences(Map<Place, BigDecimal> expected, Map<Place, BigDecimal> found) {
    var places = new TreeSet<>(expected.keySet());
    places.addAll(found.keySet());
    var different = new TreeMap<Place, String>();
    places.stream().filter(place -> !Optional.ofNullable(expected.get(place)).equals(Optional.ofNullable(found.get(place))))
        .forEach(place -> different.put(place, "expected " + expected.get(place) + ", found " + found.get(place)));
    return different;
  }

  private static final Map<String, Side> READERS = new TreeMap<>(Map.of("partner", Side.BUY, "direct", Side.BUY, "customer", Side.SELL,
      "rival", Side.BUY));

  /** Both views, as everybody reads them who may. */
  private static void assertAsReckoned(int month, int until, LocalDate date, String request, Collection<String> holders) throws Exception {
    oracle.reckon(month, until);
    for (var holder : holders) {
      var accounts = contracts(holder).map(Contract::account).collect(Collectors.toSet());
      Predicate<Place> isSeen = place -> accounts.contains(place.account());
      var bought = only(isSeen, oracle.accounts(READERS.get(holder)));
      assertFalse(bought.isEmpty(), holder + " has costs");
      var who = holder + ": " + request + " of " + date;
      assertEquals(Map.of(), differences(bought, withoutOrgs(at(date, answers(holder).read(request + "&view=summary")))), who);
      assertEquals(Map.of(), differences(only(isSeen, oracle.orgs(READERS.get(holder))),
          withoutZeros(at(date, answers(holder).read(request + "&view=sub-org")))), who);
    }
  }

  private static Map<Place, BigDecimal> only(Predicate<Place> which, Map<Place, BigDecimal> costs) {
    var some = new TreeMap<>(costs);
    some.keySet().removeIf(which.negate());
    return some;
  }

  /** When an hour begins everything is rated anew; the checks are to be of one hour. @return the hour */
  private static int quietHour() throws Exception {
    await("the hour is neither new nor nearly over", () -> {
      long second = Instant.now().getEpochSecond() % 3600;
      return second >= 20 && second < 3560;
    });
    return Hours.of(Instant.now());
  }

  private static final String ESTIMATED = "estimated_cost?include_connected_accounts=true&start_";

  @Test
  void theRunningMonthCostsWhatSqlSays() throws Exception {
    int hour = quietHour();
    assertAsReckoned(Hours.month(thisMonth), hour + 1, thisMonth.atDay(1), ESTIMATED + "month=" + thisMonth, READERS.keySet());
  }

  @Test
  void aClosedMonthCostsWhatSqlSays() throws Exception {
    int month = Hours.month(lastMonth);
    assertAsReckoned(month, Hours.firstOfMonth(month + 1), lastMonth.atDay(1),
        "historical_cost?include_connected_accounts=true&start_month=" + lastMonth, List.of("partner", "direct", "customer"));
    assertAsReckoned(month, Hours.firstOfMonth(month + 1), lastMonth.atDay(1), ESTIMATED + "month=" + lastMonth, READERS.keySet());
    var idle = new TreeSet<>(Set.of("buy, monthly top99p on demand", "buy, monthly avg on demand", "buy, monthly sum on demand",
        "buy, hourly avg on demand", "buy, commitment", "buy, allotment", "buy, minimum", "buy, part of a month",
        "buy, graduated beyond the first tier", "buy, volume beyond the first tier", "buy, percentage", "sell, own price"));
    idle.removeAll(oracle.rules());
    assertEquals(Set.of(), idle, "every rule has a say in the month");
  }

  @Test
  void daysCostWhatSqlSays() throws Exception {
    int hour = quietHour();
    var today = LocalDate.ofEpochDay(Math.floorDiv(hour, 24));
    var days = new TreeSet<>(List.of(lastMonth.atDay(1), lastMonth.atDay(14), lastMonth.atDay(15), lastMonth.atEndOfMonth(), today));
    if (today.getDayOfMonth() > 1) {
      days.add(today.minusDays(1));
    }
    for (var day : days) {
      int end = (int) day.plusDays(1).toEpochDay() * 24;
      assertAsReckoned(Hours.month(YearMonth.from(day)), Math.min(end, hour + 1), day, ESTIMATED + "date=" + day, READERS.keySet());
    }
  }

  @Test
  void tablesAddUpToWhatSqlSays() throws Exception {
    int hour = quietHour();
    var accounts = contracts("partner").map(Contract::account).collect(Collectors.toSet());
    for (var kind : List.of("kind=historical&start=" + lastMonth, "start=" + lastMonth, "start=" + thisMonth)) {
      int month = Hours.month(kind.endsWith(lastMonth.toString()) ? lastMonth : thisMonth);
      oracle.reckon(month, Math.min(hour + 1, Hours.firstOfMonth(month + 1)));
      for (var side : Side.values()) {
        var whole = only(place -> accounts.contains(place.account()), oracle.accounts(side));
        var parts = only(place -> accounts.contains(place.account()), oracle.orgs(side));
        var request = kind + "&side=" + side.name().toLowerCase(Locale.ROOT) + "&group_by=";
        // The partner's own total, not its accounts'.
        assertTable(sums(whole, Place::dimension, Place::chargeType), request + "product,charge_type", "product_name", "charge_type");
        assertTable(sums(whole, Place::account, Place::dimension), request + "account,product", "account_public_id", "product_name");
        assertTable(sums(parts, Place::org, Place::chargeType), request + "org,charge_type", "public_id", "charge_type");
      }
    }
  }

  private static void assertTable(Map<List<String>, BigDecimal> expected, String request, String... columns) throws Exception {
    assertFalse(expected.isEmpty());
    assertEquals(expected, answers("partner").table(request, List.of(columns)), request);
  }

  private static Map<List<String>, BigDecimal> sums(Map<Place, BigDecimal> costs, Function<Place, String> one,
      Function<Place, String> other) {
    var sums = new HashMap<List<String>, BigDecimal>();
    costs.forEach((place, amount) -> sums.merge(List.of(one.apply(place), other.apply(place)), amount, BigDecimal::add));
    sums.values().removeIf(amount -> amount.signum() == 0);
    return sums;
  }

  @Test
  void theSqlKnowsNothingOfRating() {
    ArchRuleDefinition.noClasses().that().haveNameMatching(".*CostOracle.*").should().dependOnClassesThat()
        .resideInAnyPackage("io.tributary.rating..", "io.tributary.rules..", "io.tributary.forecast..", "io.tributary.projection..",
            "io.tributary.aggregator..", "io.tributary.query..")
        .check(new ClassFileImporter().importClasses(CostOracle.class));
  }

  @Test
  void theOfficialClientReadsTheSameFromEveryView() throws Exception {
    for (var holder : READERS.keySet()) {
      int hour = quietHour();
      var today = LocalDate.ofEpochDay(Math.floorDiv(hour, 24));
      var api = answers(holder);
      var months = api.estimated("summary", lastMonth, thisMonth);
      assertEquals(Set.of(lastMonth.atDay(1), thisMonth.atDay(1)), months.stream().map(Cost::date).collect(Collectors.toSet()));
      assertAddsUp(months, api.estimated("sub-org", lastMonth, thisMonth), holder);
      var days = api.estimatedDays("summary", thisMonth.atDay(1), today);
      assertEquals(Map.of(), differences(at(thisMonth.atDay(1), months), at(today, days)), "a month so far is its last day's");
      assertAddsUp(days, api.estimatedDays("sub-org", thisMonth.atDay(1), today), holder);
      if (!holder.equals("rival")) {
        var billed = api.historical("summary", lastMonth);
        assertEquals(Map.of(), differences(at(lastMonth.atDay(1), billed), at(lastMonth.atDay(1), months)), "as billed");
        assertAddsUp(billed, api.historical("sub-org", lastMonth), holder);
      }
      if (!holder.equals("partner") && !holder.equals("rival")) {
        assertEquals(Set.copyOf(api.historical("sub-org", lastMonth)), Set.copyOf(api.byOrg(lastMonth)));
      }
    }
  }

  private static void assertAddsUp(List<Cost> accounts, List<Cost> orgs, String who) {
    for (var date : accounts.stream().map(Cost::date).collect(Collectors.toSet())) {
      assertEquals(Map.of(), differences(withoutOrgs(at(date, accounts)), withoutOrgs(at(date, orgs))), who);
    }
    assertEquals(accounts.stream().map(Cost::date).collect(Collectors.toSet()), orgs.stream().map(Cost::date).collect(Collectors.toSet()));
  }

  @Test
  void aMonthIsProjectedToEndNoLowerThanItIs() throws Exception {
    for (var holder : List.of("partner", "direct", "rival")) {
      var api = answers(holder);
      if (!holder.equals("rival")) {
        await("there is a projection for " + holder, api::isProjected);
      }
      quietHour();
      if (api.isProjected()) {
        var projected = api.projected("summary");
        assertEquals(Set.of(thisMonth.atEndOfMonth()), projected.stream().map(Cost::date).collect(Collectors.toSet()));
        assertAddsUp(projected, api.projected("sub-org"), holder);
        var ends = withoutChargeTypes(projected);
        var soFar = withoutChargeTypes(api.estimated("summary", thisMonth, thisMonth));
        assertEquals(soFar.keySet(), ends.keySet());
        soFar.forEach((place, amount) -> assertTrue(!isSum(place) || ends.get(place).compareTo(amount) >= 0,
            () -> place + " costs " + amount + " already, and is projected to " + ends.get(place)));
      }
    }
  }

  private static Map<Place, BigDecimal> withoutChargeTypes(List<Cost> costs) {
    var sums = new TreeMap<Place, BigDecimal>();
    costs.forEach(cost -> sums.merge(new Place(cost.place().account(), cost.place().org(), cost.place().dimension(), "total"),
        cost.amount(), BigDecimal::add));
    return sums;
  }

  private static boolean isSum(Place place) {
    return node.directory().catalogue().byDimension(place.dimension()).filter(type -> type.monthly() == MonthlyFunction.SUM).isPresent();
  }

  @Test
  void aPartnerNeverSeesAnothersCustomers() throws Exception {
    var own = contracts("partner").map(Contract::account).collect(Collectors.toSet());
    assertFalse(own.contains(RIVALS_ACCOUNT) || own.contains(account(World.direct())));
    assertEquals(billed("partner"), accounts(answers("partner").estimated("summary", lastMonth, lastMonth)));
    assertTrue(own.containsAll(accounts(answers("partner").estimated("sub-org", thisMonth, thisMonth))));
    assertTrue(own.containsAll(billable("partner").stream().map(UsageBillableSummaryHour::getAccountPublicId).toList()));
    assertEquals(Set.of(RIVALS_ACCOUNT), accounts(answers("rival").estimated("sub-org", lastMonth, thisMonth)));
    assertEquals(List.of(), answers("rival").historical("summary", lastMonth));
    assertEquals(Set.of(account(World.direct())), accounts(answers("direct").estimated("summary", lastMonth, thisMonth)));
  }

  @Test
  void aCustomerReadsWhatItsPartnerCharges() throws Exception {
    var account = account(World.customer());
    var paid = only(place -> place.account().equals(account), at(lastMonth.atDay(1), answers("partner").historical("summary", lastMonth)));
    var charged = at(lastMonth.atDay(1), answers("customer").historical("summary", lastMonth));
    assertEquals(paid.keySet(), charged.keySet());
    assertTrue(total(charged).compareTo(total(paid)) > 0, () -> "bought for " + total(paid) + ", sold for " + total(charged));
  }

  private static BigDecimal total(Map<Place, BigDecimal> costs) {
    return costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<UsageBillableSummaryHour> billable(String holder) throws ApiException {
    var response = answers(holder).apiV1().getUsageBillableSummary(
        new GetUsageBillableSummaryOptionalParameters().month(CostAnswers.first(lastMonth)).includeConnectedAccounts(true));
    assertFalse(response.unparsed);
    return response.getUsage();
  }

  @Test
  void theBillableSummarySaysWhatTheOrgsOfAnAccountUsed() throws Exception {
    for (var holder : List.of("partner", "customer", "direct")) {
      var accounts = billable(holder).stream().collect(Collectors.groupingBy(UsageBillableSummaryHour::getAccountPublicId));
      assertFalse(accounts.isEmpty());
      accounts.forEach((account, orgs) -> {
        var logs = orgs.stream().map(org -> org.getUsage().getLogsIngestedSum()).toList();
        long whole = logs.getFirst().getAccountBillableUsage();
        assertTrue(whole > 0);
        assertEquals(whole, logs.stream().mapToLong(body -> body.getOrgBillableUsage()).sum(), account);
        if (orgs.getFirst().getRatioInMonth() == 1) {
          assertEquals(whole, logs.getFirst().getAccountCommittedUsage() + logs.getFirst().getAccountOnDemandUsage(), account);
        }
        assertTrue(orgs.stream().allMatch(org -> org.getUsage().getInfraHostTop99p().getAccountBillableUsage() > 0), account);
      });
    }
  }

  @Test
  void billingDimensionsAreThoseThatContractsPrice() throws Exception {
    for (var holder : List.of("partner", "direct")) {
      var api = answers(holder);
      var mapping = api.api().getBillingDimensionMapping();
      assertFalse(mapping.unparsed);
      assertEquals(dimensions(api.estimated("summary", thisMonth, thisMonth)),
          mapping.getData().stream().map(BillingDimensionsMappingBodyItem::getId).collect(Collectors.toCollection(TreeSet::new)));
      var active = api.api().getActiveBillingDimensions().getData().getAttributes();
      assertEquals(CostAnswers.first(lastMonth).toInstant(), active.getMonth().toInstant());
      assertEquals(dimensions(api.historical("summary", lastMonth)), new TreeSet<>(active.getValues()));
    }
  }

  private interface Request {
    Object of(CostAnswers api) throws ApiException;
  }

  private static final Map<String, Request> REQUESTS = new TreeMap<>(Map.of(
      "estimated", api -> api.estimated("summary", lastMonth, thisMonth),
      "historical", api -> api.historical("summary", lastMonth),
      "projected", CostAnswers::projections,
      "by org", api -> api.byOrg(lastMonth),
      "billable", api -> api.apiV1().getUsageBillableSummary(),
      "mapping", api -> api.api().getBillingDimensionMapping(),
      "active", api -> api.api().getActiveBillingDimensions()));

  /** Status of each of {@link #REQUESTS}, in their order: active, billable, by org, estimated, historical, mapping, projected. */
  private static final Map<String, List<Integer>> STATUS = Map.of(
      "partner", List.of(200, 200, 403, 200, 200, 200, 200),
      "direct", List.of(200, 200, 200, 200, 200, 200, 200),
      "rival", List.of(200, 200, 403, 200, 200, 200, 200),
      "customer", List.of(200, 200, 200, 200, 200, 200, 403),
      "customer_no_cost", List.of(200, 200, 403, 403, 403, 200, 403),
      "usage_only", List.of(200, 200, 403, 403, 403, 200, 403),
      "child", List.of(200, 400, 403, 403, 403, 400, 403),
      "child_with_billing", List.of(200, 400, 400, 400, 400, 400, 400));

  @Test
  void everyRoleReadsWhatItMayAndNothingElse() {
    STATUS.forEach((holder, expected) -> {
      var statuses = new ArrayList<Integer>();
      REQUESTS.forEach((name, request) -> statuses.add(status(holder, request)));
      assertEquals(expected, statuses, holder);
    });
  }

  private static int status(String holder, Request request) {
    try {
      request.of(answers(holder));
      return 200;
    } catch (ApiException e) {
      assertEquals(e.getCode() == 400, e.getResponseBody().contains("API called with non-parent org keys"), e::getResponseBody);
      return e.getCode();
    }
  }
}
