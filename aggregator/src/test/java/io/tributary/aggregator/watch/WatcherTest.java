package io.tributary.aggregator.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.alerting.Alert;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import io.tributary.rating.CostRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A task may end and begin again on its store at any moment. */
class WatcherTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:31:00Z");
  private static final Place PLACE = new Place(Level.ACCOUNT, "a", "", "");
  private static final String METRIC = "sum:datadog.estimated_usage.logs.ingested_bytes{*}";

  private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("watched").get();
  private final Cells cells = new Cells();
  private final List<Alert> alerts = new ArrayList<>();
  private Directory directory = Directory.empty().with(List.of(new Change.PutAccount(new Account("a", "A", List.of()))), 1);
  private Watcher watcher;

  /** Five-minute cells of one account and one usage type. */
  private static final class Cells implements Usage {
    private final TreeMap<Integer, Quantity> slots = new TreeMap<>();

    @Override
    public NavigableMap<Integer, Quantity> slots(Place place, int type, int from, int to) {
      return new TreeMap<>(slots.subMap(from, to));
    }

    @Override
    public NavigableMap<Integer, Quantity> hours(Place place, int type, int from, int to) {
      return new TreeMap<>();
    }

    @Override
    public Optional<MonthCell> month(Place place, int type, int month) {
      return Optional.empty();
    }

    @Override
    public Set<String> orgs(String account) {
      return Set.of();
    }

    @Override
    public List<CostRow> costs(Place place, int month) {
      return List.of();
    }
  }

  private void watch(String query) {
    var options = Options.of(Options.Thresholds.of(new BigDecimal(query.substring(query.lastIndexOf(' ') + 1))));
    directory = directory.with(List.of(new Change.PutMonitor(new Monitor(1, Owner.account("a"), "m", "query alert", query,
        QueryParser.rule(query), "", List.of(), OptionalInt.empty(), options, NOW, NOW, Optional.empty()))), directory.version() + 1);
    begin();
  }

  private void begin() {
    watcher = new Watcher(store, cells, () -> directory, any -> true, Level.ACCOUNT, Duration.ofSeconds(30),
        (place, type, from, to) -> List.of(), alerts::add);
  }

  private void use(int slot, long units, Instant now) {
    int type = Metrics.type(directory.catalogue(), "datadog.estimated_usage.logs.ingested_bytes").orElseThrow().id();
    cells.slots.merge(slot, Quantity.ofUnits(units), Quantity::plus);
    watcher.touched(PLACE, slot, Map.of(type, cells.slots.get(slot)), now, now);
  }

  @Test
  void aRestartTellsNothingAgain() {
    watch("sum(last_1h):" + METRIC + " > 1000");
    int slot = Hours.slotOf(NOW);
    use(slot, 2000, NOW);
    assertEquals(1, alerts.size());
    begin();
    use(slot, 2000, NOW);
    watcher.turn(NOW, NOW);
    var later = NOW.plus(Duration.ofMinutes(70));
    begin();
    watcher.turn(later, later);
    begin();
    watcher.turn(later, later);
    assertEquals(List.of("OK>ALERT", "ALERT>OK"), alerts.stream().map(alert -> alert.from() + ">" + alert.to()).toList());
  }

  @Test
  void aTransactionThatIsLostIsToldOfWithTheSameId() {
    watch("sum(last_1h):" + METRIC + " > 1000");
    var before = new HashMap<Bytes, byte[]>();
    try (var all = store.all()) {
      all.forEachRemaining(row -> before.put(row.key, row.value));
    }
    use(Hours.slotOf(NOW), 2000, NOW);
    try (var all = store.all()) {
      all.forEachRemaining(row -> store.delete(row.key));
    }
    before.forEach(store::put);
    begin();
    use(Hours.slotOf(NOW), 500, NOW.plusSeconds(4));
    assertEquals(2, alerts.size());
    assertEquals(alerts.getFirst().id(), alerts.getLast().id());
  }

  @Test
  void whatADetectorLearnedIsKept() {
    int slot = Hours.slotOf(NOW);
    for (int i = 600; i > 0; i--) {
      cells.slots.put(slot - i, Quantity.ofUnits(1000 + i % 7 * 10));
    }
    watch("avg(last_1h):anomalies(" + METRIC
        + ", 'agile', 3, direction='both', alert_window='last_15m', count_default_zero='true') >= 0.5");
    watcher.turn(NOW, NOW);
    assertTrue(store.approximateNumEntries() > 0);
    assertEquals(List.of(), alerts);
    for (int i = 0; i < 4; i++) {
      begin();
      var now = Hours.slotStart(slot + i).plusSeconds(60);
      use(slot + i, i < 1 ? 1000 : 9000, now);
      var end = Hours.slotStart(slot + i + 1).plusSeconds(40);
      watcher.turn(end, end);
    }
    assertEquals(1, alerts.size(), () -> "two of three five minutes were above: " + alerts);
    assertEquals(Hours.slotStart(slot + 2), alerts.getFirst().since());
  }
}
