package io.tributary.local.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker: a spike and a drop of one org are told of once at every level, and name that org. */
class AlertsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> ORGS = List.of("a-root", "a-mid", "a-leaf", "b-root", "b-leaf");
  private static final String METRIC = "sum:datadog.estimated_usage.logs.ingested_bytes{*}";

  @TempDir
  Path dir;

  private final Random random = new Random(5);
  private long monitors;

  private Change monitor(Owner owner, String query, String critical) {
    var now = Instant.now();
    return new Change.PutMonitor(new Monitor(++monitors, owner, "m", "query alert", query, QueryParser.rule(query), "", List.of(),
        OptionalInt.empty(), Options.of(Options.Thresholds.of(new BigDecimal(critical))), now, now, Optional.empty()));
  }

  /** One of each level. */
  private List<Change> monitors(String query, String critical) {
    return List.of(monitor(Owner.org("a-leaf"), query, critical), monitor(Owner.account("a"), query, critical),
        monitor(Owner.partner("p"), query, critical));
  }

  private static String anomalies(String direction) {
    return "avg(last_4h):anomalies(" + METRIC + ", 'agile', 3, direction='" + direction
        + "', alert_window='last_5m', count_default_zero='true') >= 1";
  }

  private void history(Stage stage, int from, int to, Set<String> without) {
    for (int slot = from; slot < to; slot++) {
      for (var org : ORGS) {
        if (!without.contains(org)) {
          stage.use(org, Hours.slotStart(slot).plusSeconds(10), 1000 + random.nextInt(60));
        }
      }
    }
    stage.flush();
  }

  private static TreeMap<String, List<AlertState>> told(List<Alert> alerts) {
    return alerts.stream().collect(Collectors.groupingBy(Alert::owner, TreeMap::new, Collectors.mapping(Alert::to, Collectors.toList())));
  }

  private static void assertToldOnce(List<Alert> alerts) {
    var once = List.of(AlertState.ALERT);
    assertEquals(new TreeMap<>(Map.of("a", once, "a-leaf", once, "p", once)), told(alerts), alerts::toString);
    alerts.forEach(alert -> assertEquals("a-leaf", alert.contributors().getFirst().org(), alert.toString()));
  }

  @Test
  void aSpikeIsToldOfAtOnceAndOnceByEveryLevel() {
    try (var stage = new Stage(dir); var aggregator = stage.aggregator("one")) {
      int running = Hours.slotOf(Instant.now());
      history(stage, running - 12 * 40, running, Set.of());
      Stage.settle(aggregator);
      stage.learn(monitors(anomalies("above"), "1"));
      // A group is in the store as soon as its detector is there: what is kept of it is not to be seen from outside, so wait as long as it
      // may take.
      var ready = Instant.now().plusSeconds(30);
      Stage.await("detectors are made", PATIENCE, () -> Instant.now().isAfter(ready));
      var now = Instant.now();
      for (var org : ORGS) {
        stage.use(org, now, org.equals("a-leaf") ? 5000 : 1000);
      }
      stage.flush();
      Stage.await("three alerts", Duration.ofSeconds(10), () -> stage.alerts().size() >= 3);
      stage.use("a-leaf", now, 2000);
      stage.flush();
      Stage.settle(aggregator);
      assertToldOnce(stage.alerts());
      var states = aggregator.monitorStates(Set.of(1L, 2L, 3L));
      assertEquals(AlertState.ALERT, GroupStatus.overall(states));
      states.forEach(state -> assertEquals("a-leaf", state.contributors().getFirst().org(), state.toString()));
    }
  }

  @Test
  void aDropToNothingIsToldOfOnceByEveryLevel() {
    try (var stage = new Stage(dir); var aggregator = stage.aggregator("one")) {
      int running = Hours.slotOf(Instant.now());
      history(stage, running - 12 * 40, running - 4, Set.of());
      history(stage, running - 4, running + 1, Set.of("a-leaf"));
      Stage.settle(aggregator);
      stage.learn(monitors(anomalies("below"), "1"));
      Stage.await("three alerts", PATIENCE, () -> stage.alerts().size() >= 3);
      assertToldOnce(stage.alerts());
    }
  }

  @Test
  void whatIsOverIsToldOfToo() {
    try (var stage = new Stage(dir); var aggregator = stage.aggregator("one")) {
      stage.learn(monitors("sum(last_5m):" + METRIC + " > 5000", "5000"));
      stage.use("a-leaf", Instant.now().minus(Duration.ofMinutes(20)), 9000);
      stage.flush();
      Stage.await("alerts and their ends", PATIENCE, () -> stage.alerts().size() >= 6);
      var both = List.of(AlertState.ALERT, AlertState.OK);
      assertEquals(new TreeMap<>(Map.of("a", both, "a-leaf", both, "p", both)), told(stage.alerts()));
    }
  }
}
