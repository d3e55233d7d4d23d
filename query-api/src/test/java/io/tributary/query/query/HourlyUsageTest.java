package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.query.World;
import io.tributary.query.access.Caller;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.query.HourlyUsage.Line;
import io.tributary.query.query.HourlyUsage.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HourlyUsageTest {
  private static final int FROM = World.hour("2026-03-04T00:00:00Z");
  private static final Caller A = new Caller("a", Set.of(), new Caller.Place.AccountRoot("acme"));

  private final World world = new World()
      .use("a", "infra_hosts:host_count", "2026-03-04T01:00:00Z", "12")
      .use("a", "infra_hosts:agent_host_count", "2026-03-04T01:00:00Z", "0")
      .use("a", "infra_hosts:container_count", "2026-03-04T01:00:00Z", "30")
      .use("a", "logs:billable_ingested_bytes", "2026-03-04T01:00:00Z", "1000000000000000")
      .use("a", "indexed_logs:logs_indexed_events_15_day_count", "2026-03-04T02:00:00Z", "7")
      .use("a1", "infra_hosts:host_count", "2026-03-04T01:00:00Z", "3")
      .use("a1", "infra_hosts:host_count", "2026-03-04T23:00:00Z", "4");

  private List<Line> lines(HourlyQuery query, Caller caller) {
    var lines = new ArrayList<Line>();
    read(query, caller, lines);
    return lines;
  }

  private Instant read(HourlyQuery query, Caller caller, List<Line> into) {
    var visible = VisibleHours.of(caller, world.directory, query.from(), query.to(), query.descendants(), query.connected());
    return new HourlyUsage(query, visible, world.directory.catalogue()).read(world.reader, World.NOW, into::add);
  }

  private static HourlyQuery query(boolean breakdown, String... families) {
    return new HourlyQuery(FROM, FROM + 24, new TreeSet<>(List.of(families)), true, false, breakdown,
        new PageQuery(500, Optional.empty(), "page[next_record_id]"));
  }

  private static String places(List<Line> lines) {
    return lines.stream().map(line -> (line.at().hour() - FROM) + " " + line.at().org() + " " + line.at().family())
        .collect(Collectors.joining(", "));
  }

  private static OptionalLong value(Line line, String type) {
    return line.measurements().stream().filter(measurement -> measurement.usageType().equals(type)).map(Measurement::value)
        .findFirst().orElseThrow();
  }

  @Test
  void thereIsALineForEachHourOrgAndFamilyWithUsageInThatOrder() {
    var lines = new ArrayList<Line>();
    assertEquals(World.AS_OF, read(query(false, "infra_hosts", "logs", "indexed_logs"), A, lines));
    assertEquals("1 a infra_hosts, 1 a logs, 1 a1 infra_hosts, 2 a indexed_logs, 23 a1 infra_hosts", places(lines));
  }

  @Test
  void aLineNamesEveryTypeOfItsFamilyAndWhatWasNotMeasuredIsNotZero() {
    var line = lines(query(false, "infra_hosts"), A).getFirst();
    assertEquals(world.directory.catalogue().types().stream().filter(type -> type.family().equals("infra_hosts")).count(),
        line.measurements().size());
    assertEquals(OptionalLong.of(12), value(line, "host_count"));
    assertEquals(OptionalLong.of(0), value(line, "agent_host_count"));
    assertEquals(OptionalLong.empty(), value(line, "aws_host_count"));
  }

  @Test
  void valuesAreRoundedOnceHalfToEven() {
    // Containers count in twelfths: 30 of them are 2.5.
    assertEquals(OptionalLong.of(2), value(lines(query(false, "infra_hosts"), A).getFirst(), "container_count"));
    world.use("a", "infra_hosts:container_count", "2026-03-04T03:00:00Z", "42");
    var line = lines(query(false, "infra_hosts"), A).get(2);
    assertEquals(OptionalLong.of(4), value(line, "container_count"));
  }

  @Test
  void largeTotalsAreExact() {
    world.use("a", "logs:billable_ingested_bytes", "2026-03-04T01:00:00Z", "0.000000000000001");
    assertEquals(OptionalLong.of(1_000_000_000_000_000L), value(lines(query(false, "logs"), A).getFirst(), "billable_ingested_bytes"));
  }

  @Test
  void aBreakdownAddsTheIndexedLogsOfEachRetentionToLogs() {
    var plain = lines(query(false, "logs"), A);
    assertEquals("1 a logs", places(plain));
    var broken = lines(query(true, "logs", "infra_hosts"), A);
    assertEquals("1 a infra_hosts, 1 a logs, 1 a1 infra_hosts, 2 a logs, 23 a1 infra_hosts", places(broken));
    assertEquals(OptionalLong.of(7), value(broken.get(3), "logs_indexed_events_15_day_count"));
    assertEquals(OptionalLong.empty(), value(broken.get(3), "billable_ingested_bytes"));
    assertEquals(plain.getFirst().measurements(), broken.get(1).measurements().subList(0, plain.getFirst().measurements().size()));
  }

  @Test
  void aLinesIdIsItsOwnAndStaysTheSame() {
    var ids = lines(query(false, "infra_hosts", "logs", "indexed_logs"), A).stream().map(Line::id).toList();
    assertEquals(ids.size(), Set.copyOf(ids).size());
    assertTrue(ids.stream().allMatch(id -> id.matches("[0-9a-f]{64}")));
    assertEquals(ids, lines(query(false, "infra_hosts", "logs", "indexed_logs"), A).stream().map(Line::id).toList());
    assertNotEquals(ids.get(0), ids.get(1));
  }

  @Test
  void whoSeesNothingGetsNothingAndStillKnowsHowFreshThatIs() {
    var partner = new Caller("par", Set.of(), new Caller.Place.PartnerAdmin("par"));
    var lines = new ArrayList<Line>();
    assertEquals(World.AS_OF, read(query(false, "infra_hosts"), partner, lines));
    assertEquals(List.of(), lines);
  }
}
