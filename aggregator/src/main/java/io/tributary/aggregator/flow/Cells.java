package io.tributary.aggregator.flow;

import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.HourKey;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellValues;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The cells of one level in their store: hour rows, and month cells that always say the same as the hours under them.
 */
final class Cells {
  /** What is kept decoded, per task: the rows of the running hour and the months of the running month of some hundred orgs. */
  private static final int RECENT_ROWS = 4_096;
  private static final int RECENT_MONTHS = 16_384;

  private final KeyValueStore<Bytes, byte[]> store;
  /** The same as in the store. A new task begins with none, so nothing of a lost transaction stays. */
  private final Map<Row, SortedMap<Integer, Quantity>> recentRows = recent(RECENT_ROWS);
  private final Map<MonthKey, MonthCell> recentMonths = recent(RECENT_MONTHS);
  /** Not in the store yet. */
  private final Map<MonthKey, MonthCell> months = new HashMap<>();

  /**
   * One hour of one place.
   *
   * @param org empty at levels account and partner
   * @param owner the partner the hour belongs to; empty when it is nobody's
   */
  record Row(Level level, String holder, String org, String owner, int hour) {}

  Cells(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /**
   * Adds to the cells of a row, in the store for the hour and in memory for the months: {@link #finish()} writes those.
   *
   * @return the whole row as it is now: counting units by usage type. It is ours: read it before the next call, and leave it as it is
   */
  SortedMap<Integer, Quantity> add(Row row, Deltas deltas) {
    var key = Bytes.wrap(new HourKey(row.holder(), row.org(), row.level(), row.hour(), row.owner()).bytes());
    var units = recentRows.computeIfAbsent(row, any -> {
      var stored = store.get(key);
      return stored == null ? new TreeMap<>() : CellValues.hour(stored);
    });
    var before = new ArrayList<Quantity>(deltas.size());
    deltas.forEach((type, delta) -> {
      var old = units.getOrDefault(type, Quantity.ZERO);
      before.add(old);
      units.put(type, old.plus(delta));
    });
    store.put(key, CellValues.hour(units));
    var old = before.iterator();
    deltas.forEach((type, delta) -> month(row, type, old.next(), units.get(type)));
    return units;
  }

  private void month(Row row, int type, Quantity before, Quantity after) {
    var key = new MonthKey(row.holder(), Hours.month(row.hour()), row.level(), row.org(), type, row.owner());
    var cell = months.get(key);
    if (cell == null) {
      cell = recentMonths.get(key);
    }
    if (cell == null) {
      var stored = store.get(Bytes.wrap(key.bytes()));
      cell = stored == null ? MonthCell.EMPTY : CellValues.month(stored);
    }
    months.put(key, cell.changed(row.hour(), before, after).orElseGet(() -> recount(key)));
  }

  /** A top hour fell, so an hour that the cell does not name may be higher now: only then are the hours read again. */
  private MonthCell recount(MonthKey month) {
    int first = Hours.firstOfMonth(month.month());
    var from = CellKeys.firstHour(month.holder(), month.org(), month.level(), first);
    var to = CellKeys.firstHour(month.holder(), month.org(), month.level(), first + Hours.inMonth(month.month()));
    List<HourValue> hours = new ArrayList<>();
    try (var range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (range.hasNext()) {
        var row = range.next();
        var hour = HourKey.of(row.key.get());
        var units = CellValues.hour(row.value).get(month.type());
        if (units != null && hour.owner().equals(month.owner()) && Hours.month(hour.hour()) == month.month()) {
          hours.add(new HourValue(hour.hour(), units));
        }
      }
    }
    return MonthCell.of(hours);
  }

  /** Writes the month cells that {@link #add} touched. Nothing may be read or committed between the two. */
  void finish() {
    months.forEach((key, cell) -> {
      store.put(Bytes.wrap(key.bytes()), CellValues.month(cell));
      recentMonths.put(key, cell);
    });
    months.clear();
  }

  private static <K, V> Map<K, V> recent(int most) {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
