package io.tributary.aggregator.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.aggregator.flow.Flow.Some;
import io.tributary.catalog.Catalogue;
import io.tributary.model.Hours;
import io.tributary.model.NameQuery;
import io.tributary.model.NameQuery.Bucket;
import io.tributary.model.ProductTable;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage by name equals a batch query over the raw events, adds up to the cells, and takes no more names than it may. */
class NamesTest {
  private static final UsageType METRICS = type("timeseries", "num_custom_timeseries");
  private static final List<UsageType> LOGS = List.of(type("indexed_logs", "logs_indexed_events_15_day_count"),
      type("indexed_logs", "logs_indexed_events_custom_day_count"));
  private static final int HOUR = Hours.of(Flow.NOW);

  private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("names").get();

  private static UsageType type(String family, String name) {
    return Catalogue.builtIn().find(new UsageType.Key(family, name)).orElseThrow();
  }

  /** Timeseries belong to a metric each, some to none; logs to any index, or none. */
  private static List<Some> events(Random random, RandomWorld world) {
    var directory = io.tributary.model.Directory.empty().with(world.changes(), 1);
    var events = new ArrayList<Some>();
    while (events.size() < 2_000) {
      var org = world.orgs.get(random.nextInt(6)).publicId();
      int hour = random.nextInt(3) == 0 ? RandomWorld.LAST - random.nextInt(24 * 40) : RandomWorld.LAST - random.nextInt(3);
      if (directory.path(org, hour).isEmpty()) {
        continue;
      }
      boolean metric = random.nextBoolean();
      var type = metric ? METRICS : LOGS.get(random.nextInt(LOGS.size()));
      var event = Some.event(type.key().toString()).id("e" + events.size()).by(org)
          .at(Hours.start(hour).plusMillis(random.nextInt(3_600_000)));
      int series = random.nextInt(30);
      var number = metric ? series % 7 : random.nextInt(5);
      var name = number == 0 ? Map.<String, String>of() : Map.of(metric ? "metric_name" : "index", "name" + number, "env", "test");
      events.add((metric ? event.seeing("series-" + series) : event.of(Quantity.ofUnits(1 + random.nextInt(1000)))).tagged(name));
    }
    for (int i = 0; i < 200; i++) {
      events.add(events.get(random.nextInt(2_000)));
    }
    Collections.shuffle(events, random);
    return events;
  }

  private static String name(Some event) {
    return event.tags().getOrDefault("metric_name", event.tags().get("index"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyNamesHoursDaysAndMonthsEqualABatchQueryOverTheRawEvents(long seed) throws SQLException {
    var world = new RandomWorld(seed);
    var events = events(new Random(seed), world);
    try (var flow = new Flow(world.changes()); var duck = DriverManager.getConnection("jdbc:duckdb:")) {
      events.forEach(flow::event);
      assertEquals(List.of(), flow.rejected());
      load(duck, events);
      for (var bucket : Bucket.values()) {
        var expected = rows(duck, bucket);
        assertTrue(expected.size() > 10, bucket + " has " + expected.size() + " rows");
        assertEquals(expected, flow.named(bucket), bucket.name());
      }
    }
  }

  private static void load(Connection duck, List<Some> events) throws SQLException {
    try (var sql = duck.createStatement()) {
      sql.execute("CREATE TABLE event(id VARCHAR, org VARCHAR, type INT, metrics BOOLEAN, hour INT, quantity DECIMAL(38,15),"
          + " entity VARCHAR, name VARCHAR)");
    }
    try (var row = duck.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?::DECIMAL(38,15), ?, ?)")) {
      for (var event : events) {
        row.setString(1, event.id());
        row.setString(2, event.org());
        row.setInt(3, type(event.family(), event.type()).id());
        row.setBoolean(4, event.family().equals("timeseries"));
        row.setInt(5, Hours.of(event.time()));
        row.setString(6, event.quantity() == null ? null : event.quantity().toString());
        row.setString(7, event.entity());
        row.setString(8, name(event));
        row.execute();
      }
    }
  }

  private static Map<String, String> rows(Connection duck, Bucket bucket) throws SQLException {
    var at = switch (bucket) {
      case HOUR -> "hour";
      case DAY -> "hour // 24";
      case MONTH -> "year(make_timestamp(hour * 3600000000)) * 12 + month(make_timestamp(hour * 3600000000)) - 1";
    };
    var rows = new TreeMap<String, String>();
    try (var sql = duck.createStatement(); var found = sql.executeQuery("""
        WITH once AS (SELECT DISTINCT ON (id) * FROM event WHERE name IS NOT NULL),
          hours AS (
            SELECT org, type, hour, name, metrics, count(DISTINCT entity)::DECIMAL(38,15) AS units FROM once WHERE metrics GROUP BY ALL
            UNION ALL SELECT org, type, hour, name, metrics, sum(quantity) FROM once WHERE NOT metrics GROUP BY ALL)
        SELECT org, type, %s AS at, name, sum(units), max(units) FROM hours WHERE metrics OR %s GROUP BY ALL
        """.formatted(at, bucket == Bucket.HOUR))) {
      while (found.next()) {
        rows.put(String.join("|", found.getString(1), found.getString(2), found.getString(3), found.getString(4)),
            Quantity.of(found.getBigDecimal(5)) + " " + Quantity.of(found.getBigDecimal(6)));
      }
    }
    return rows;
  }

  @Test
  void theNamesOfAnHourAreItsCellWhereAllOfItHasNames() {
    var world = new RandomWorld(4);
    try (var flow = new Flow(world.changes())) {
      events(new Random(4), world).stream().filter(event -> name(event) != null).forEach(flow::event);
      var cells = new TreeMap<String, Quantity>();
      flow.hours(Level.ORG_OWN).forEach((key, units) -> {
        var parts = key.split("\\|", -1);
        cells.put(String.join("|", parts[1], parts[3], parts[4]), units);
      });
      var sums = new TreeMap<String, Quantity>();
      flow.named(Bucket.HOUR).forEach((key, totals) ->
          sums.merge(key.substring(0, key.lastIndexOf('|')), Quantity.parse(totals.split(" ")[0]), Quantity::plus));
      assertEquals(cells, sums);
    }
  }

  private static Map<String, String> read(KeyValueStore<Bytes, byte[]> store, Bucket bucket) {
    int at = bucket == Bucket.MONTH ? Hours.month(HOUR) : HOUR;
    var rows = new TreeMap<String, String>();
    new StoredNames(store).rows("org", new NameQuery(List.of("org"), Set.of(1), bucket, at, at + 1),
        row -> rows.put(row.name().orElse("the rest"), row.sum() + " " + row.peak()));
    return rows;
  }

  @Test
  void namesBeyondThoseThatAreKeptAreOneRestAndTheOthersStayExactAlsoAfterARestart() {
    var names = new Names(store, table -> 3);
    for (int i = 0; i < 10; i++) {
      names.add("org", 1, ProductTable.METRICS, HOUR, "name" + i, Quantity.ONE);
    }
    names.flush();
    names = new Names(store, table -> 3);
    names.add("org", 1, ProductTable.METRICS, HOUR, "name9", Quantity.ONE);
    names.add("org", 1, ProductTable.METRICS, HOUR, "name0", Quantity.ofUnits(5));
    names.add("org", 1, ProductTable.METRICS, HOUR - 24, "name1", Quantity.ofUnits(4));
    names.flush();
    assertTrue(names.isFlushed());
    assertEquals(Map.of("name0", "6 6", "name1", "1 1", "name2", "1 1", "the rest", "8 8"), read(store, Bucket.HOUR));
    assertEquals(Map.of("name0", "6 6", "name1", "5 4", "name2", "1 1", "the rest", "8 8"), read(store, Bucket.MONTH));
  }

  @Test
  void anEntityThatIsToldOfUnderTwoNamesCountsOnce() {
    var world = new RandomWorld(5);
    var org = world.orgs.getFirst().publicId();
    try (var flow = new Flow(world.changes())) {
      for (var name : List.of("first", "second")) {
        flow.event(Some.event(METRICS.key().toString()).by(org).seeing("series").tagged(Map.of("metric_name", name)));
      }
      flow.event(Some.event("logs:ingested_events_bytes").by(org).of("5").tagged(Map.of("metric_name", "first", "index", "main")));
      flow.event(Some.event("indexed_logs:logs_live_indexed_events_15_day_count").by(org).of("5").tagged(Map.of("index", "main")));
      flow.event(Some.event(LOGS.getFirst().key().toString()).by(org).of("5").tagged(Map.of("index", " ")));
      assertEquals(Set.of("first"), flow.named(Bucket.HOUR).keySet().stream().map(key -> key.substring(key.lastIndexOf('|') + 1))
          .collect(Collectors.toSet()));
    }
  }
}
