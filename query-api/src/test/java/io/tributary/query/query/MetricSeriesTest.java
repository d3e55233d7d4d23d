package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.query.World;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Gate;
import io.tributary.query.access.Gate.Admission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricSeriesTest {
  private static final String LOGS = "sum:datadog.estimated_usage.logs.ingested_bytes";
  private static final String BYTES = "logs:billable_ingested_bytes";

  private final World world = new World();

  private static long second(String time) {
    return Instant.parse(time).getEpochSecond();
  }

  private MetricSeries.Answer ask(String org, String from, String to, String query) {
    var gate = new Gate(world, InstantSource.fixed(World.NOW));
    var admitted = (Admission.Admitted) gate.admit(Endpoint.METRICS_QUERY, "api-" + org, "all-" + org);
    var values = Map.of("query", query, "from", Long.toString(second(from)), "to", Long.toString(second(to)));
    var asked = MetricsQuery.of(new Parameters(name -> Optional.ofNullable(values.get(name))), world.directory, World.NOW);
    return MetricSeries.read(asked, admitted.caller(), world.directory, world.reader);
  }

  /** Groups, each with its points: {@code Org A 10:05=3 10:15=4}. */
  private List<String> series(String org, String from, String to, String query) {
    return ask(org, from, to, query).series().stream().map(one -> {
      var text = new StringBuilder(String.join(",", one.group()));
      new TreeMap<>(one.points()).forEach((at, value) -> text.append(' ').append(Instant.ofEpochSecond(at).toString(), 11, 16).append('=')
          .append(value.toPlainString()));
      return text.toString().strip();
    }).toList();
  }

  private List<String> problems(String from, String to, String query) {
    return assertThrows(InvalidQuery.class, () -> ask("par", from, to, query)).problems();
  }

  private List<String> today(String org, String query) {
    return series(org, "2026-03-15T09:00:00Z", "2026-03-15T10:20:00Z", query);
  }

  @Test
  void fiveMinutesAreTheCellsAndWhatWasNotUsedIsNotThere() {
    world.useSlot("a", BYTES, "2026-03-15T10:05:00Z", "3").useSlot("a1", BYTES, "2026-03-15T10:05:00Z", "0.000000000000001")
        .useSlot("b", BYTES, "2026-03-15T10:05:00Z", "100").useSlot("a11", BYTES, "2026-03-15T10:15:00Z", "4");
    assertEquals(List.of("10:05=3.000000000000001 10:15=4"), today("par", LOGS + "{*}"));
    assertEquals(List.of("Acme Inc 10:05=3.000000000000001 10:15=4"), today("par", LOGS + "{*} by {account_name}"));
    assertEquals(List.of("Org A 10:05=3", "Org A1 10:05=0.000000000000001", "Org A11 10:15=4"),
        today("par", LOGS + "{*} by {child_org_name}"));
    assertEquals(List.of("Org A1 10:05=0.000000000000001", "Org A11 10:15=4"), today("a1", LOGS + "{*} by {child_org_name}"));
    assertEquals(List.of("10:05=0.000000000000001 10:15=4"), today("a1", LOGS + "{*}"));
    assertEquals(List.of("eu1,Acme Inc 10:15=4", "us1,Acme Inc 10:05=3.000000000000001"),
        today("a", LOGS + "{*} by {region,account_name}"));
    assertEquals(List.of("10:05=3"), today("a", LOGS + "{child_org_name:org_a}"));
    assertEquals(List.of(), today("s", LOGS + "{*}"));
    assertEquals(List.of(), today("par", LOGS + "{account_name:Bolt Ltd}"));
    assertEquals(List.of(), today("par", "sum:datadog.estimated_usage.hosts{*}"));
  }

  @Test
  void anHourBelongsToWhomItBelongedThen() {
    for (var time : List.of("2026-03-09T23:00:00Z", "2026-03-10T00:00:00Z")) {
      world.use("b", BYTES, time, "7").use("b1", BYTES, time, "1");
    }
    var query = LOGS + "{*} by {account_name}.rollup(sum, 3600)";
    assertEquals(List.of("Bolt Ltd 23:00=8"), series("par", "2026-03-09T20:00:00Z", "2026-03-10T05:00:00Z", query));
    assertEquals(List.of("Bolt Ltd 23:00=8 00:00=8"), series("b", "2026-03-09T20:00:00Z", "2026-03-10T05:00:00Z", query));
    assertEquals(List.of("23:00=8 00:00=8"), series("b", "2026-03-09T20:00:00Z", "2026-03-10T05:00:00Z", LOGS + "{*}.rollup(sum, 3600)"));
  }

  @Test
  void rollupsAndRates() {
    world.useSlot("a", BYTES, "2026-03-15T09:00:00Z", "300").useSlot("a", BYTES, "2026-03-15T09:05:00Z", "600")
        .useSlot("a", BYTES, "2026-03-15T09:20:00Z", "60");
    assertEquals(List.of("09:00=900 09:15=60"), today("a", LOGS + "{*}.rollup(sum, 900)"));
    assertEquals(List.of("09:00=450 09:15=60"), today("a", LOGS + "{*}.rollup(avg, 900)"));
    assertEquals(List.of("09:00=600 09:15=60"), today("a", LOGS + "{*}.rollup(max, 900)"));
    assertEquals(List.of("09:00=300 09:15=60"), today("a", LOGS + "{*}.rollup(min, 900)"));
    assertEquals(List.of("09:00=1 09:05=2 09:20=0.2"), today("a", LOGS + "{*}.as_rate()"));
    assertEquals(List.of("09:00=960"), today("a", LOGS + "{*}.as_count().rollup(sum, 3600)"));
  }

  @Test
  void entitiesAreMeasuredByTheirHour() {
    world.use("a", "infra_hosts:container_count", "2026-03-15T09:00:00Z", "18")
        .use("a", "infra_hosts:host_count", "2026-03-15T08:00:00Z", "4")
        .use("a", "infra_hosts:host_count", "2026-03-15T09:00:00Z", "6");
    assertEquals(List.of("09:00=1.5"), today("a", "sum:datadog.estimated_usage.containers{*}.rollup(avg, 3600)"));
    assertEquals(List.of("00:00=5"), today("a", "sum:tributary.estimated_usage.hosts{*}.rollup(avg, 86400)"));
    assertEquals(List.of("00:00=6"), today("a", "sum:tributary.estimated_usage.infra_hosts.host_count{*}.rollup(max, 86400)"));
  }

  @Test
  void withoutARollupTheIntervalSuitsTheTime() {
    world.useSlot("a", BYTES, "2026-03-15T09:05:00Z", "1").use("a", BYTES, "2026-01-20T09:00:00Z", "5")
        .use("a", BYTES, "2026-01-20T11:00:00Z", "6");
    assertEquals(List.of("09:05=1"), series("a", "2026-03-14T10:20:00Z", "2026-03-15T10:20:00Z", LOGS + "{*}"));
    assertEquals(List.of("09:00=1"), series("a", "2026-03-10T00:00:00Z", "2026-03-15T10:20:00Z", LOGS + "{*}"));
    assertEquals(List.of("09:00=5 11:00=6"), series("a", "2026-01-20T00:00:00Z", "2026-01-20T20:00:00Z", LOGS + "{*}"));
    assertEquals(List.of("00:00=11 00:00=1"), series("a", "2026-01-01T00:00:00Z", "2026-03-15T10:20:00Z", LOGS + "{*}"));
  }

  @Test
  void everyProblemIsNamed() {
    assertEquals(List.of("Invalid query: there is no metric 'system.load.1'; /api/v1/search lists them", "from must be before to"),
        problems("2026-03-15T09:00:00Z", "2026-03-15T08:00:00Z", "sum:system.load.1{*}"));
    assertTrue(problems("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", LOGS + "{*}.rollup(sum, 300)").getFirst().contains("kept 7 days"));
    assertTrue(problems("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z", LOGS + "{*}").getFirst().contains("kept 15 months"));
    assertTrue(problems("2025-06-01T00:00:00Z", "2026-03-02T00:00:00Z", LOGS + "{*}.rollup(sum, 3600)").getFirst()
        .contains("at most 3000"));
    assertEquals(1, problems("2026-03-15T09:00:00Z", "2026-03-15T10:00:00Z", LOGS + "{host:x}").size());
    assertEquals(1, problems("2026-03-15T09:00:00Z", "2026-03-15T10:00:00Z", "sum:tributary.projected_cost{*}").size());
    assertEquals(List.of("The parameter 'query' is required", "The parameter 'from' is required", "The parameter 'to' is required"),
        assertThrows(InvalidQuery.class, () -> MetricsQuery.of(new Parameters(name -> Optional.empty()), world.directory, World.NOW))
            .problems());
  }

  @Test
  void theAnswerSaysHowFreshItIs() {
    assertEquals(World.AS_OF, ask("a", "2026-03-15T09:00:00Z", "2026-03-15T10:00:00Z", LOGS + "{*}").asOf());
  }
}
