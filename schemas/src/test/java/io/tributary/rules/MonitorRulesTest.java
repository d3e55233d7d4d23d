package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Account;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import io.tributary.monitor.BuiltIn;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.MonitorJson.Draft;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Options.Thresholds;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import io.tributary.monitor.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MonitorRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:20:00Z");
  private static final Owner ACME = Owner.account("acme");
  private static final Directory WORLD = Directory.empty().with(List.of(
      new Change.PutAccount(new Account("acme", "Acme Inc", List.of())),
      new Change.PutOrg(new Org("a", "A", "us1", List.of(Placement.rootOf("acme", 0)))),
      new Change.PutContract(new Contract("c", "acme", Optional.empty(), 1000, OptionalInt.of(2000), "EUR",
          List.of(new RateCard(1000, List.of(
          new Rate("infra_host", BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), new Rate.Price.Flat(BigDecimal.ONE), Optional.empty(),
              Optional.empty(), List.of()))))))), 1);

  private static Monitor monitor(Owner owner, String query, Thresholds thresholds) {
    return new Draft("m", "query alert", query, QueryParser.rule(query), "", List.of(), OptionalInt.empty(), Options.of(thresholds))
        .by(1, owner, NOW, NOW, Optional.empty());
  }

  private static Monitor monitor(String query) {
    return monitor(ACME, query, Thresholds.of(QueryParser.rule(query).critical()));
  }

  private static Set<String> problems(Change change) {
    return DirectoryRules.check(WORLD, List.of(change), NOW).stream().map(problem -> problem.field() + " " + problem.code())
        .collect(Collectors.toSet());
  }

  private static Set<String> problems(String query) {
    return problems(new Change.PutMonitor(monitor(query)));
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void whatCanBeJudgedIsTaken() {
    for (var query : List.of("avg(last_5m):sum:datadog.estimated_usage.logs.ingested_bytes{child_org_name:x} by {account_name} > 10",
        "sum(last_1w):sum:tributary.estimated_usage.infra_hosts.aws_host_count{*} > 1",
        "avg(last_4h):anomalies(sum:datadog.estimated_usage.hosts{*}, 'agile', 3) >= 1",
        "max(current_1mo):sum:tributary.projected_cost{billing_dimension:infra_host} > 1000")) {
      assertEquals(Set.of(), problems(query), query);
    }
  }

  @Test
  void whatCannotIsNot() {
    var query = Set.of("monitors.1.query unknown_metric");
    assertEquals(query, problems("avg(last_5m):sum:datadog.estimated_usage.nothing{*} > 10"));
    assertEquals(query, problems("avg(last_5m):sum:system.load.1{*} > 10"));
    assertEquals(Set.of("monitors.1.query unknown_tag"), problems("max(current_1mo):sum:tributary.projected_cost{child_org_name:x} > 1"));
    assertEquals(Set.of("monitors.1.query unknown_tag"),
        problems("avg(last_5m):sum:datadog.estimated_usage.hosts{billing_dimension:x} > 1"));
    for (var unsupported : List.of("avg(last_5m):sum:tributary.projected_cost{*} > 1", "first_usage(*)",
        "avg(last_1d):sum:datadog.estimated_usage.hosts{*}.rollup(max, 3600) > 1",
        "avg(last_1d):sum:datadog.estimated_usage.hosts{*}.as_rate() > 1",
        "max(current_1mo):sum:tributary.projected_cost{*} by {billing_dimension} > 1")) {
      assertEquals(Set.of("monitors.1.query not_supported"), problems(unsupported), unsupported);
    }
    for (var far : List.of("avg(last_8d):sum:datadog.estimated_usage.hosts{*} > 1",
        "change(avg(last_1h),last_1w):sum:datadog.estimated_usage.hosts{*} > 1",
        "avg(last_4h):anomalies(sum:datadog.estimated_usage.hosts{*}, 'agile', 3) >= 1.5",
        "avg(last_4h):anomalies(sum:datadog.estimated_usage.hosts{*}, 'agile', 3, alert_window='last_2d') >= 1",
        "avg(last_4h):anomalies(sum:datadog.estimated_usage.hosts{*}, 'agile', 3) < 1")) {
      assertEquals(Set.of("monitors.1.query out_of_range"), problems(far), far);
    }
    assertEquals(Set.of("monitors.1.owner unknown_owner"), problems(new Change.PutMonitor(monitor(Owner.partner("nobody"),
        "avg(last_5m):sum:datadog.estimated_usage.hosts{*} > 1", Thresholds.of(BigDecimal.ONE)))));
    assertEquals(Set.of("monitors.1.query not_supported"), problems(new Change.PutMonitor(monitor(Owner.org("a"),
        "max(current_1mo):sum:tributary.projected_cost{*} > 1", Thresholds.of(BigDecimal.ONE)))));
    assertEquals(Set.of("monitors.9 unknown_monitor"), problems(new Change.DeleteMonitor(9)));
  }

  @Test
  void thresholdsStandOnTheRightSidesOfEachOther() {
    var above = "avg(last_5m):sum:datadog.estimated_usage.hosts{*} > 10";
    var below = "avg(last_5m):sum:datadog.estimated_usage.hosts{*} < 10";
    var equal = "avg(last_5m):sum:datadog.estimated_usage.hosts{*} == 10";
    var ten = decimal("10.0");
    var good = new Thresholds(ten, Optional.of(decimal("8")), Optional.of(decimal("9")), Optional.of(decimal("7")));
    assertEquals(Set.of(), problems(new Change.PutMonitor(monitor(ACME, above, good))));
    assertEquals(Set.of("monitors.1.options.thresholds.warning mismatch", "monitors.1.options.thresholds.critical_recovery mismatch"),
        problems(new Change.PutMonitor(monitor(ACME, below, good))).stream().filter(text -> !text.contains("warning_"))
            .collect(Collectors.toSet()));
    assertEquals(Set.of("monitors.1.options.thresholds not_supported"), problems(new Change.PutMonitor(monitor(ACME, equal, good))));
    assertEquals(Set.of("monitors.1.options.thresholds.critical mismatch", "monitors.1.options.thresholds.warning_recovery mismatch"),
        problems(new Change.PutMonitor(monitor(ACME, above, new Thresholds(decimal("11"), Optional.empty(), Optional.empty(),
            Optional.of(BigDecimal.ONE))))));
  }

  @Test
  void anOwnerHasAThousandMonitorsAtMost() {
    var changes = new ArrayList<Change>();
    for (int id = 1; id <= MonitorRules.MOST_PER_OWNER + 1; id++) {
      var one = monitor("avg(last_5m):sum:datadog.estimated_usage.hosts{*} > 1");
      changes.add(
          new Change.PutMonitor(new Monitor(id, one.owner(), one.name(), one.type(), one.query(), one.rule(), one.message(), one.tags(),
          one.priority(), one.options(), one.created(), one.modified(), one.creator())));
    }
    assertEquals(List.of(), DirectoryRules.check(WORLD, changes.subList(1, changes.size()), NOW));
    assertEquals(Set.of("too_many"),
        DirectoryRules.check(WORLD, changes, NOW).stream().map(Problem::code).collect(Collectors.toSet()));
  }

  @Test
  void downtimesEndAfterTheyBeginAndAreOfOnesOwnMonitors() {
    var downtime = new Downtime(1, ACME, QueryParser.filter("*"), OptionalLong.of(7), List.of(), NOW, Optional.of(NOW), Optional.empty(),
        "", Optional.empty());
    assertEquals(Set.of("downtimes.1.end end_before_start", "downtimes.1.monitor_id unknown_monitor"),
        problems(new Change.PutDowntime(downtime)));
    var good = new Downtime(1, ACME, QueryParser.filter("region:eu1"), OptionalLong.empty(), List.of(), NOW,
        Optional.of(NOW.plusSeconds(60)), Optional.empty(), "", Optional.empty());
    assertEquals(Set.of(), problems(new Change.PutDowntime(good)));
    var monitor = monitor("avg(last_5m):sum:datadog.estimated_usage.hosts{*} > 1");
    var eu = Map.of(Tag.REGION, "eu1");
    assertTrue(good.silences(monitor, eu, NOW));
    assertFalse(good.silences(monitor, eu, NOW.plusSeconds(60)));
    assertFalse(good.silences(monitor, Map.of(Tag.REGION, "us1"), NOW));
    assertFalse(good.silences(monitor(Owner.org("a"), monitor.query(), monitor.options().thresholds()), eu, NOW));
  }

  @Test
  void everyUsageTypeIsAMetricByBothPrefixes() {
    var names = WORLD.catalogue().types().stream().map(Metrics::name).collect(Collectors.toSet());
    assertEquals(WORLD.catalogue().types().size(), names.size());
    for (var type : WORLD.catalogue().types()) {
      assertEquals(Optional.of(type), Metrics.type(WORLD.catalogue(), Metrics.name(type)));
      assertEquals(Optional.of(type), Metrics.type(WORLD.catalogue(), Metrics.OWN_PREFIX + Metrics.bareName(type)));
    }
    assertEquals("datadog.estimated_usage.logs.ingested_bytes", Metrics.name(type("logs", "billable_ingested_bytes")));
  }

  @Test
  void aProductThatTheContractDoesNotPriceIsOutsideIt() {
    assertFalse(BuiltIn.isOutside(WORLD, "acme", type("infra_hosts", "host_count"), 1500));
    assertTrue(BuiltIn.isOutside(WORLD, "acme", type("logs", "billable_ingested_bytes"), 1500));
    assertFalse(BuiltIn.isOutside(WORLD, "acme", type("logs", "billable_ingested_bytes"), 2500));
    assertFalse(BuiltIn.isOutside(WORLD, "acme", type("infra_hosts", "aws_host_count"), 1500));
    var builtIn = BuiltIn.firstUsage(WORLD.account("acme").orElseThrow());
    assertTrue(builtIn.id() >= BuiltIn.FIRST_ID && builtIn.id() < 2 * BuiltIn.FIRST_ID);
    assertEquals(builtIn.rule(), QueryParser.rule(builtIn.query()));
  }

  private static UsageType type(String family, String name) {
    return WORLD.catalogue().find(new UsageType.Key(family, name)).orElseThrow();
  }
}
