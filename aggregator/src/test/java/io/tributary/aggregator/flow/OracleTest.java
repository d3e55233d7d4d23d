package io.tributary.aggregator.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.aggregator.flow.Flow.Some;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every cell of every level, five minutes, hour and month, equals a batch query over the raw events that knows nothing of our code. */
class OracleTest {
  private static final String PATHS = """
      CREATE TABLE at_hour AS
        WITH RECURSIVE up(org, hour, node, depth, account) AS (
          SELECT e.org, e.hour, e.org, 0, CAST(NULL AS VARCHAR) FROM (SELECT DISTINCT org, hour FROM event) e
          UNION ALL
          SELECT up.org, up.hour, p.parent, depth + 1, p.account
          FROM up JOIN placement p ON p.org = up.node AND up.hour >= p.from_hour AND up.hour < p.to_hour
          WHERE up.node IS NOT NULL)
        SELECT org, hour, node, account FROM up;
      CREATE TABLE path AS
        SELECT a.org, a.hour, a.account, coalesce(c.partner, '') AS owner
        FROM at_hour a LEFT JOIN connection c ON c.account = a.account AND a.hour >= c.from_hour AND a.hour < c.to_hour
        WHERE a.account IS NOT NULL
      """;

  private static final String OWN = """
      CREATE TABLE own AS
        WITH once AS (SELECT DISTINCT ON (org, source, id) * FROM event)
        SELECT org, type, hour, sum(quantity) AS units FROM once WHERE type IN (1001, 1002) GROUP BY ALL
        UNION ALL SELECT org, type, hour, max(quantity) FROM once WHERE type = 1006 GROUP BY ALL
        UNION ALL SELECT org, type, hour, count(DISTINCT entity) FROM once WHERE type = 1003 GROUP BY ALL
        UNION ALL SELECT org, type, hour, count(DISTINCT (entity, slot)) FROM once WHERE type = 1004 GROUP BY ALL
        UNION ALL SELECT org, type, hour, count(*) FROM
          (SELECT org, type, entity, month, min(hour) AS hour FROM once WHERE type = 1005 GROUP BY org, type, entity, month) GROUP BY ALL
      """;

  /** Slots are kept for a week; an event that came later has none. */
  private static final String OWN_SLOTS = """
      CREATE TABLE own_slots AS
        WITH once AS (SELECT DISTINCT ON (org, source, id) * FROM event), kept AS (SELECT * FROM once WHERE five >= %d)
        SELECT org, type, five, hour, sum(quantity) AS units FROM kept WHERE type IN (1001, 1002) GROUP BY ALL
        UNION ALL SELECT org, type, five, hour, max(quantity) FROM kept WHERE type = 1006 GROUP BY ALL
        UNION ALL SELECT org, type, five, hour, count(DISTINCT entity) FROM kept WHERE type IN (1003, 1004, 1005) GROUP BY ALL
      """;

  private static final Map<Level, String> LEVELS = Map.of(
      Level.ORG_OWN, "SELECT p.account AS holder, o.org AS org, p.owner, o.type, o.hour, o.units FROM own o JOIN path p USING (org, hour)",
      Level.ORG_SUBTREE, """
          SELECT p.account AS holder, a.node AS org, p.owner, o.type, o.hour, sum(o.units) AS units
          FROM own o JOIN path p USING (org, hour) JOIN at_hour a USING (org, hour) WHERE a.node IS NOT NULL GROUP BY ALL""",
      Level.ACCOUNT, """
          SELECT p.account AS holder, '' AS org, p.owner, o.type, o.hour, sum(o.units) AS units
          FROM own o JOIN path p USING (org, hour) GROUP BY ALL""",
      Level.PARTNER, """
          SELECT p.owner AS holder, '' AS org, p.owner, o.type, o.hour, sum(o.units) AS units
          FROM own o JOIN path p USING (org, hour) WHERE p.owner <> '' GROUP BY ALL""");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void cellsEqualABatchQueryOverTheRawEvents(long seed) throws SQLException {
    var world = new RandomWorld(seed);
    var events = world.events(2_500);
    try (var flow = new Flow(world.changes()); var duck = DriverManager.getConnection("jdbc:duckdb:")) {
      events.forEach(flow::event);
      assertEquals(List.of(), flow.rejected());
      assertTrue(flow.verdicts("repeat") > 200, "resends were recognised");
      load(duck, world, events);
      for (var level : LEVELS.entrySet()) {
        assertFalse(flow.hours(level.getKey()).isEmpty(), "there is usage at " + level.getKey());
        assertEquals(hours(duck, level.getValue()), flow.hours(level.getKey()), "hours of " + level.getKey());
        assertEquals(months(duck, level.getValue()), tops(flow.months(level.getKey())), "months of " + level.getKey());
        assertFalse(flow.slots(level.getKey()).isEmpty(), "there is recent usage at " + level.getKey());
        assertEquals(slots(duck, level.getValue()), flow.slots(level.getKey()), "five minutes of " + level.getKey());
      }
    }
  }

  private static void load(Connection duck, RandomWorld world, List<Some> events) throws SQLException {
    try (var sql = duck.createStatement()) {
      sql.execute("CREATE TABLE event(id VARCHAR, source VARCHAR, org VARCHAR, type INT, hour INT, month VARCHAR, slot INT, five INT,"
          + " quantity DECIMAL(38,15), entity VARCHAR)");
      sql.execute("CREATE TABLE placement(org VARCHAR, from_hour INT, to_hour INT, parent VARCHAR, account VARCHAR)");
      sql.execute("CREATE TABLE connection(account VARCHAR, partner VARCHAR, from_hour INT, to_hour INT)");
    }
    try (var row = duck.prepareStatement("INSERT INTO event SELECT ?, ?, ?, ?, floor(epoch(t) / 3600), strftime(t, '%Y-%m'),"
        + " minute(t) // 5, floor(epoch(t) / 300), ?::DECIMAL(38,15), ? FROM (SELECT make_timestamp(? * 1000) AS t)")) {
      for (var event : events) {
        int type = RandomWorld.TYPES.stream().filter(t -> t.name().equals(event.type())).findFirst().orElseThrow().id();
        row.setString(1, event.id());
        row.setString(2, event.source());
        row.setString(3, event.org());
        row.setInt(4, type);
        row.setString(5, event.quantity() == null ? null : event.quantity().toString());
        row.setString(6, event.entity());
        row.setLong(7, event.time().toEpochMilli());
        row.execute();
      }
    }
    try (var row = duck.prepareStatement("INSERT INTO placement VALUES (?, ?, ?, ?, ?)")) {
      for (var org : world.orgs) {
        for (int i = 0; i < org.placements().size(); i++) {
          var placement = org.placements().get(i);
          row.setString(1, org.publicId());
          row.setInt(2, placement.fromHour());
          row.setInt(3, i + 1 < org.placements().size() ? org.placements().get(i + 1).fromHour() : Integer.MAX_VALUE);
          row.setString(4, placement.parent().orElse(null));
          row.setString(5, placement.account().orElse(null));
          row.execute();
        }
      }
    }
    try (var row = duck.prepareStatement("INSERT INTO connection VALUES (?, ?, ?, ?)")) {
      for (var account : world.accounts) {
        for (var connection : account.connections()) {
          row.setString(1, account.publicId());
          row.setString(2, connection.partner());
          row.setInt(3, connection.startHour());
          row.setInt(4, connection.endHour().isPresent() ? connection.endHour().getAsInt() + 30 * 24 : Integer.MAX_VALUE);
          row.execute();
        }
      }
    }
    try (var sql = duck.createStatement()) {
      sql.execute(PATHS);
      sql.execute(OWN);
      sql.execute(OWN_SLOTS.formatted(Hours.oldestSlotKept(Flow.NOW)));
    }
  }

  private static Map<String, Quantity> hours(Connection duck, String level) throws SQLException {
    return cells(duck, level);
  }

  /** The same question of the slots: places are told by the hour that a slot lies in. */
  private static Map<String, Quantity> slots(Connection duck, String level) throws SQLException {
    return cells(duck, level.replace("own o", "own_slots o").replace("o.hour, ", "o.five, "));
  }

  private static Map<String, Quantity> cells(Connection duck, String level) throws SQLException {
    var cells = new TreeMap<String, Quantity>();
    try (var sql = duck.createStatement(); var rows = sql.executeQuery("SELECT * FROM (" + level + ") WHERE units <> 0")) {
      while (rows.next()) {
        cells.put(String.join("|", rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)),
            Quantity.of(rows.getBigDecimal(6)));
      }
    }
    return cells;
  }

  private record Month(Quantity sum, int hours, List<String> top) {}

  private static Map<String, Month> tops(Map<String, MonthCell> months) {
    var tops = new TreeMap<String, Month>();
    months.forEach((key, cell) -> tops.put(key, new Month(cell.sum(), cell.hours(),
        cell.top().stream().map(top -> top.hour() + "=" + top.value()).toList())));
    return tops;
  }

  private static Map<String, Month> months(Connection duck, String level) throws SQLException {
    var months = new TreeMap<String, Month>();
    try (var sql = duck.createStatement(); var rows = sql.executeQuery("""
        SELECT holder, org, owner, type, year(t) * 12 + month(t) - 1, sum(units), count(*),
          list_slice(list(hour || '=' || units ORDER BY units DESC, hour), 1, 8)
        FROM (SELECT *, make_timestamp(hour * 3600000000) AS t FROM (%s) WHERE units <> 0) GROUP BY ALL""".formatted(level))) {
      while (rows.next()) {
        var top = java.util.Arrays.stream((Object[]) rows.getArray(8).getArray()).map(one -> {
          var parts = ((String) one).split("=");
          return parts[0] + "=" + Quantity.parse(parts[1]);
        }).toList();
        months.put(String.join("|", rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)),
            new Month(Quantity.of(rows.getBigDecimal(6)), rows.getInt(7), top));
      }
    }
    return months;
  }
}
