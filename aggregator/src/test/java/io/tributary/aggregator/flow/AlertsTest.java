package io.tributary.aggregator.flow;

import static io.tributary.aggregator.flow.Flow.NOW;
import static io.tributary.aggregator.flow.Flow.Some.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.AlertState;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Contract;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price.Flat;
import io.tributary.model.RateCard;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Filter;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Monitors run on the same cells: told of once, with who caused it. */
class AlertsTest {
  private static final String LOGS = "logs:billable_ingested_bytes";
  private static final String METRIC = "sum:datadog.estimated_usage.logs.ingested_bytes";
  private static final int START = Hours.of(NOW) - 5000;
  private static final List<String> ORGS = List.of("a-root", "a-leaf", "a-other", "b-root");
  private static final Duration SLOT = Duration.ofMinutes(5);

  private final Flow flow = new Flow(world());
  private final Random random = new Random(7);
  private long monitors;

  @AfterEach
  void close() {
    flow.close();
  }

  private static List<Change> world() {
    var world = new ArrayList<Change>();
    world.add(new Change.PutPartner(new Partner("p", "Partner", "us1")));
    for (var name : List.of("a", "b")) {
      world.add(new Change.PutAccount(new Account(name, "Account " + name, List.of(new Connection("p", START, OptionalInt.empty())))));
      world.add(new Change.PutOrg(new Org(name + "-root", name + "-root", "us1", List.of(Placement.rootOf(name, START)))));
    }
    world.add(new Change.PutOrg(new Org("a-leaf", "Leaf", "us1", List.of(Placement.under("a-root", START)))));
    world.add(new Change.PutOrg(new Org("a-other", "Other", "eu1", List.of(Placement.under("a-root", START)))));
    return world;
  }

  private Monitor monitor(Owner owner, String query, Options options) {
    return new Monitor(++monitors, owner, "Monitor " + monitors, "query alert", query, QueryParser.rule(query), "look at it", List.of(),
        OptionalInt.empty(), options, NOW, NOW, Optional.empty());
  }

  private static Options options(String critical) {
    return Options.of(Options.Thresholds.of(new BigDecimal(critical)));
  }

  private long watch(Owner owner, String query) {
    return watch(owner, query, options(query.substring(query.lastIndexOf(' ') + 1)));
  }

  private long watch(Owner owner, String query, Options options) {
    var monitor = monitor(owner, query, options);
    flow.learn(List.of(new Change.PutMonitor(monitor)));
    return monitor.id();
  }

  /** One of each level, of the same question about all they see. */
  private void watchAll(String query) {
    watch(Owner.org("a-leaf"), query);
    watch(Owner.account("a"), query);
    watch(Owner.partner("p"), query);
  }

  private void use(String org, long bytes) {
    flow.event(event(LOGS).by(org).of(Long.toString(bytes)).at(flow.now()), flow.now());
  }

  private void use(String org, long bytes, Instant at) {
    flow.event(event(LOGS).by(org).of(Long.toString(bytes)).at(at), flow.now());
  }

  private void everybody(Instant at, Set<String> without) {
    ORGS.stream().filter(org -> !without.contains(org)).forEach(org -> use(org, 1000 + random.nextInt(60), at));
  }

  /** Five minutes go by, in which everybody uses about 1,000 bytes. */
  private void slot(Set<String> without) {
    everybody(flow.now(), without);
    flow.pass(SLOT);
  }

  private void history(Duration time) {
    for (var at = NOW.minus(time); at.isBefore(NOW); at = at.plus(SLOT)) {
      everybody(at, Set.of());
    }
  }

  private static List<String> told(List<Alert> alerts) {
    return alerts.stream()
        .map(alert -> alert.owner() + " " + alert.groupName() + (alert.groupName().isEmpty() ? "" : " ") + alert.from().label()
        + " > " + alert.to().label()).sorted().toList();
  }

  private static Set<String> first(List<Alert> alerts) {
    return alerts.stream().flatMap(alert -> alert.contributors().stream().limit(1)).map(Contributor::org).collect(Collectors.toSet());
  }

  @Test
  void whatCrossesAThresholdIsToldOfAtOnceAtEveryLevelAndEndsWithItsWindow() {
    watchAll("sum(last_5m):" + METRIC + "{*} > 5000");
    everybody(NOW, Set.of());
    assertEquals(List.of(), flow.alerts());
    use("a-leaf", 9000);
    use("a-leaf", 100);
    flow.pass(Duration.ofSeconds(3));
    var alerts = flow.alerts();
    assertEquals(List.of("a OK > Alert", "a-leaf OK > Alert", "p OK > Alert"), told(alerts));
    assertEquals(Set.of("a-leaf"), first(alerts));
    alerts.forEach(alert -> {
      assertEquals(NOW, alert.since());
      assertEquals(Optional.of(new BigDecimal("5000.000000000000000")), alert.reading().threshold());
      assertEquals("byte", alert.unit());
    });
    flow.pass(Duration.ofMinutes(11));
    assertEquals(List.of("a Alert > OK", "a-leaf Alert > OK", "p Alert > OK"), told(flow.alerts()));
    flow.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), flow.alerts());
  }

  @Test
  void eachOrgIsAGroupOfItsOwn() {
    long id = watch(Owner.partner("p"), "sum(last_1h):" + METRIC + "{*} by {child_org_name} > 3000");
    use("a-leaf", 2000, NOW.minus(Duration.ofMinutes(50)));
    use("a-leaf", 900);
    use("b-root", 2900);
    assertEquals(List.of(), flow.alerts());
    use("a-leaf", 200);
    use("b-root", 200);
    assertEquals(List.of("p child_org_name:Leaf OK > Alert", "p child_org_name:b-root OK > Alert"), told(flow.alerts()));
    assertEquals(2, flow.states(Level.ACCOUNT, id).size());
    flow.learn(List.of(new Change.DeleteMonitor(id)));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(List.of(), flow.states(Level.ACCOUNT, id));
  }

  @Test
  void aFilterTakesItsOrgsOnly() {
    watch(Owner.account("a"), "sum(last_5m):" + METRIC + "{region:us1} > 3000");
    use("a-other", 9000);
    assertEquals(List.of(), flow.alerts());
    use("a-root", 2000);
    use("a-leaf", 2000);
    var alerts = flow.alerts();
    assertEquals(List.of("a OK > Alert"), told(alerts));
    assertEquals(2, alerts.getFirst().contributors().size());
  }

  @Test
  void aSpikeIsRaisedBeforeItsFiveMinutesEndAndEndsWithThem() {
    history(Duration.ofDays(2));
    watchAll("avg(last_4h):anomalies(" + METRIC
        + "{*}, 'agile', 3, direction='above', alert_window='last_5m', count_default_zero='true') >= 1");
    flow.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      slot(Set.of());
    }
    assertEquals(List.of(), flow.alerts());
    everybody(flow.now(), Set.of("a-leaf"));
    for (int i = 0; i < 5; i++) {
      use("a-leaf", 1000);
    }
    flow.pass(Duration.ofSeconds(2));
    var alerts = flow.alerts();
    assertEquals(List.of("a OK > Alert", "a-leaf OK > Alert", "p OK > Alert"), told(alerts));
    assertEquals(Set.of("a-leaf"), first(alerts));
    alerts.forEach(alert ->
        assertTrue(alert.reading().high().orElseThrow().compareTo(alert.reading().value().orElseThrow()) < 0, alert.toString()));
    flow.pass(SLOT);
    slot(Set.of());
    slot(Set.of());
    assertEquals(List.of("a Alert > OK", "a-leaf Alert > OK", "p Alert > OK"), told(flow.alerts()));
  }

  @Test
  void aDropToNothingIsRaisedWhenItsFiveMinutesHaveEnded() {
    history(Duration.ofDays(2));
    watchAll("avg(last_4h):anomalies(" + METRIC
        + "{*}, 'agile', 3, direction='below', alert_window='last_5m', count_default_zero='true') >= 1");
    flow.pass(Duration.ofSeconds(1));
    slot(Set.of());
    slot(Set.of());
    assertEquals(List.of(), flow.alerts());
    slot(Set.of("a-leaf"));
    flow.pass(Duration.ofSeconds(35));
    flow.pass(Duration.ofSeconds(10)); // partners wait until accounts have told who stopped
    var alerts = flow.alerts();
    assertEquals(List.of("a OK > Alert", "a-leaf OK > Alert", "p OK > Alert"), told(alerts));
    assertEquals(Set.of("a-leaf"), first(alerts));
    everybody(flow.now(), Set.of());
    flow.pass(SLOT);
    everybody(flow.now(), Set.of());
    flow.pass(SLOT);
    assertEquals(List.of("a Alert > OK", "a-leaf Alert > OK", "p Alert > OK"), told(flow.alerts()));
  }

  @Test
  void replaysAreSilent() {
    watchAll("sum(last_5m):" + METRIC + "{*} > 5000");
    use("a-leaf", 9000, NOW.minus(Duration.ofHours(2)));
    flow.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), flow.alerts());
    use("a-leaf", 9000, NOW.minus(Duration.ofMinutes(30)));
    assertEquals(List.of("a OK > Alert", "a-leaf OK > Alert", "p OK > Alert"), told(flow.alerts()));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(List.of("a Alert > OK", "a-leaf Alert > OK", "p Alert > OK"), told(flow.alerts()));
  }

  @Test
  void aDowntimeHoldsAlertsBackUntilItEnds() {
    long id = watch(Owner.account("a"), "sum(last_1h):" + METRIC + "{*} > 5000");
    var end = NOW.plus(Duration.ofMinutes(20));
    flow.learn(List.of(new Change.PutDowntime(new Downtime(1, Owner.account("a"), Filter.ALL, OptionalLong.of(id), List.of(), NOW,
        Optional.of(end), Optional.empty(), "", Optional.empty()))));
    use("a-leaf", 9000);
    flow.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), flow.alerts());
    assertEquals(AlertState.ALERT, flow.states(Level.ACCOUNT, id).getFirst().standing().state());
    flow.pass(Duration.ofMinutes(11));
    assertEquals(List.of("a OK > Alert"), told(flow.alerts()));
  }

  @Test
  void anAlertIsToldAgainAsOftenAsItIsAsked() {
    var options = new Options(Options.Thresholds.of(new BigDecimal("5000")), false, Optional.empty(), Optional.of(Duration.ofMinutes(10)),
        Set.of("alert"), OptionalInt.of(2), Duration.ZERO, false, Optional.of("still"), Map.of());
    watch(Owner.account("a"), "sum(last_4h):" + METRIC + "{*} > 5000", options);
    use("a-leaf", 9000);
    var ids = new HashSet<String>();
    flow.alerts().forEach(alert -> ids.add(alert.id()));
    for (int i = 0; i < 8; i++) {
      flow.pass(SLOT);
    }
    var again = flow.alerts();
    assertEquals(2, again.size());
    again.forEach(alert -> {
      assertTrue(alert.renotify());
      assertEquals(1, alert.transition());
      assertEquals("still", alert.message());
      ids.add(alert.id());
    });
    assertEquals(3, ids.size(), "each is a notification of its own");
  }

  @Test
  void noDataIsToldOfWhereThatIsAsked() {
    var options = new Options(Options.Thresholds.of(new BigDecimal("5000")), true, Optional.of(Duration.ofMinutes(15)), Optional.empty(),
        Set.of(), OptionalInt.empty(), Duration.ZERO, false, Optional.empty(), Map.of());
    watch(Owner.account("a"), "sum(last_5m):" + METRIC + "{*} by {child_org_name} > 5000", options);
    use("a-leaf", 10);
    flow.pass(Duration.ofSeconds(2));
    flow.pass(Duration.ofMinutes(12));
    assertEquals(List.of(), flow.alerts());
    flow.pass(Duration.ofMinutes(10));
    assertEquals(List.of("a child_org_name:Leaf OK > No Data"), told(flow.alerts()));
    use("a-leaf", 10);
    assertEquals(List.of("a child_org_name:Leaf No Data > OK"), told(flow.alerts()));
  }

  @Test
  void aChangeIsAgainstTheSameWindowBefore() {
    watch(Owner.account("a"), "pct_change(sum(last_5m),last_1h):" + METRIC + "{*} > 50");
    use("a-leaf", 1000, NOW.minus(Duration.ofHours(1)));
    use("a-leaf", 1400);
    assertEquals(List.of(), flow.alerts());
    use("a-root", 200);
    var alerts = flow.alerts();
    assertEquals(List.of("a OK > Alert"), told(alerts));
    assertEquals(0, alerts.getFirst().reading().value().orElseThrow().compareTo(new BigDecimal("60")));
    assertEquals(0, alerts.getFirst().reading().expected().orElseThrow().compareTo(new BigDecimal("1000")));
  }

  @Test
  void budgetsAreOfTheMonthSoFar() {
    watch(Owner.account("a"), "sum(current_1mo):" + METRIC + "{*} > 5000");
    watch(Owner.partner("p"), "sum(current_1mo):" + METRIC + "{*} > 8000");
    use("a-leaf", 4000, NOW.minus(Duration.ofDays(6)));
    use("a-root", 900);
    flow.pass(Duration.ofSeconds(2));
    assertEquals(List.of(), flow.alerts());
    use("a-root", 200);
    flow.pass(Duration.ofSeconds(2));
    assertEquals(List.of("a OK > Alert"), told(flow.alerts()));
    use("b-root", 4000);
    flow.pass(Duration.ofSeconds(2));
    assertEquals(List.of("p OK > Alert"), told(flow.alerts()));
  }

  private void contract(String onDemand) {
    flow.learn(List.of(
        new Change.PutContract(new Contract("c-a", "a", Optional.of("p"), START, OptionalInt.empty(), "USD", List.of(new RateCard(START,
        List.of(new Rate("logs_ingested", new BigDecimal("1e9"), Metering.MONTHLY, Optional.empty(), new Flat(new BigDecimal(onDemand)),
            Optional.empty(), Optional.empty(), List.of()))))))));
  }

  @Test
  void budgetsMayBeOfCost() {
    contract("1");
    watch(Owner.partner("p"), "max(current_1mo):sum:tributary.estimated_cost{*} > 5");
    watch(Owner.partner("p"), "max(current_1mo):sum:tributary.estimated_cost{*} by {account_name} > 4");
    use("a-leaf", 3_000_000_000L);
    flow.pass(Duration.ofSeconds(3));
    flow.pass(Duration.ofSeconds(3));
    assertEquals(List.of(), flow.alerts());
    use("a-leaf", 3_000_000_000L);
    flow.pass(Duration.ofSeconds(2));
    flow.pass(Duration.ofSeconds(2));
    var alerts = flow.alerts();
    assertEquals(List.of("p OK > Alert", "p account_name:Account a OK > Alert"), told(alerts));
    assertEquals("USD", alerts.getFirst().unit());
  }

  @Test
  void theFirstUseOutsideTheContractIsToldOfOnce() {
    contract("1");
    use("a-leaf", 1000);
    assertEquals(List.of(), flow.alerts());
    flow.event(event("infra_hosts:host_count").by("a-leaf").seeing("h1").at(NOW.minus(Duration.ofHours(5))));
    assertEquals(List.of(), flow.alerts(), "it is old");
    flow.event(event("rum:rum_replay_session_count").by("a-leaf").of("3"));
    flow.event(event("rum:rum_replay_session_count").by("a-other").of("3"));
    var alerts = flow.alerts();
    assertEquals(1, alerts.size());
    assertEquals(Alert.Kind.FIRST_USAGE, alerts.getFirst().kind());
    assertEquals(Set.of("a-leaf"), first(alerts));
    flow.event(event("infra_hosts:host_count").by("a-leaf").seeing("h2"));
    assertEquals(List.of(), flow.alerts(), "it was used before");
  }
}
