package io.tributary.aggregator.flow;

import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.codec.CellValues;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.SettledMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds to the cells of one store. What must stay true of it, whatever came in which order (decision 0005):
 * <ul>
 *   <li>a subtree's row is there only if something below the org has usage in that bucket; else it would say the same as the
 *       org's own row, and readers take that one;
 *   <li>a place's month is there if and only if an hour of it is (of a subtree: an hour's or a slot's row), and holds the hours
 *       before its {@code through}; readers add the later ones.
 * </ul>
 */
final class Cells {
  /** What is kept decoded, per task: the rows of the running buckets of some thousand places. */
  private static final int RECENT_ROWS = 8_192;
  private static final int RECENT_MONTHS = 16_384;

  /**
   * How far behind a place's newest hour an hour stays open. Usage for a settled one rewrites the month, so late usage should find
   * its hour open; and when much is caught up, a place's usage comes from partitions that are hours apart. A reader of the running
   * month looks at up to twice as many rows.
   */
  private static final int OPEN_HOURS = 6;

  /** The month is not in the store. */
  private static final int ABSENT = -1;

  /** The row is not in the store. */
  private static final SortedMap<Integer, Quantity> NO_ROW = new TreeMap<>();

  private final KeyValueStore<Bytes, byte[]> store;
  private final StoredCells stored;
  /** The same as in the store. A new task begins with none, so nothing of a lost transaction stays. */
  private final Map<Row, SortedMap<Integer, Quantity>> recentRows;
  private final Map<MonthKey, Integer> throughs;
  /** Not in the store yet. */
  private final Map<MonthKey, SettledMonth> months = new HashMap<>();

  /**
   * One bucket of one place.
   *
   * @param org empty at levels account and partner
   * @param owner the partner the bucket belongs to; empty when it is nobody's
   * @param at an hour or a slot
   */
  record Row(Bucket bucket, Level level, String holder, String org, String owner, int at) {
    private Row ofLevel(Level other) {
      return new Row(bucket, other, holder, org, owner, at);
    }

    private int hour() {
      return bucket == Bucket.HOUR ? at : Hours.hourOfSlot(at);
    }

    private MonthKey month() {
      return new MonthKey(holder, Hours.month(hour()), level, org, owner);
    }

    private RowKey key() {
      return new RowKey(bucket, holder, org, level, at, owner);
    }
  }

  Cells(KeyValueStore<Bytes, byte[]> store) {
    this(store, RECENT_ROWS, RECENT_MONTHS);
  }

  /** For tests: what is kept in memory must not show. */
  Cells(KeyValueStore<Bytes, byte[]> store, int recentRows, int recentMonths) {
    this.store = store;
    this.stored = new StoredCells(store);
    this.recentRows = recent(recentRows);
    this.throughs = recent(recentMonths);
  }

  /**
   * Adds to a row: at once in the store, and in memory for its month, which {@link #finish()} writes.
   *
   * @param deltas at level {@code ORG_SUBTREE} only what comes from below the org: its own usage goes to its own row
   * @return the whole row as it is now: counting units by usage type. It is ours: read it before the next flush, and leave it as it is
   */
  SortedMap<Integer, Quantity> add(Row row, Deltas deltas) {
    if (row.level() == Level.ORG_SUBTREE) {
      return addBelow(row, deltas);
    }
    var units = row(row);
    var after = put(row, units == NO_ROW ? new TreeMap<>() : units, deltas);
    settle(row.month(), row, deltas, after);
    if (row.level() == Level.ORG_OWN) {
      addToSubtree(row.ofLevel(Level.ORG_SUBTREE), deltas, after);
    }
    return after;
  }

  private SortedMap<Integer, Quantity> addBelow(Row subtree, Deltas deltas) {
    var month = subtree.month();
    if (through(month) == ABSENT) {
      var own = subtree.ofLevel(Level.ORG_OWN).month();
      begin(month, through(own) == ABSENT ? SettledMonth.none(subtree.hour()) : settled(own));
    }
    var units = row(subtree);
    var after = put(subtree, units == NO_ROW ? new TreeMap<>(row(subtree.ofLevel(Level.ORG_OWN))) : units, deltas);
    settle(month, subtree, deltas, after);
    return after;
  }

  /** @param own the org's own row, after the same was added to it */
  private void addToSubtree(Row subtree, Deltas deltas, SortedMap<Integer, Quantity> own) {
    var month = subtree.month();
    if (through(month) == ABSENT) {
      return; // nothing below it has usage in this month
    }
    var units = row(subtree);
    settle(month, subtree, deltas, units == NO_ROW ? own : put(subtree, units, deltas));
  }

  private SortedMap<Integer, Quantity> row(Row row) {
    return recentRows.computeIfAbsent(row, any -> {
      var units = stored.row(row.key());
      return units == null ? NO_ROW : units;
    });
  }

  /** @param units the row as it was; becomes the row as it is */
  private SortedMap<Integer, Quantity> put(Row row, SortedMap<Integer, Quantity> units, Deltas deltas) {
    deltas.forEach((type, delta) -> units.put(type, units.getOrDefault(type, Quantity.ZERO).plus(delta)));
    store.put(Bytes.wrap(row.key().bytes()), CellValues.row(units));
    recentRows.put(row, units);
    return units;
  }

  /** Keeps the month true after one of its rows changed: nearly always the hour has not settled, and there is nothing to do. */
  private void settle(MonthKey place, Row row, Deltas deltas, SortedMap<Integer, Quantity> after) {
    if (row.bucket() != Bucket.HOUR) {
      return;
    }
    int hour = row.at();
    int through = through(place);
    if (through == ABSENT) {
      begin(place, SettledMonth.none(hour));
    } else if (hour < through) {
      touch(place, corrected(place, hour, deltas, after));
    } else if (hour >= through + 2 * OPEN_HOURS) {
      touch(place, settled(place).settled(hour - OPEN_HOURS, stored.hours(place, through, hour - OPEN_HOURS)));
    }
  }

  private SettledMonth corrected(MonthKey place, int hour, Deltas deltas, SortedMap<Integer, Quantity> after) {
    var month = settled(place);
    var cells = new TreeMap<>(month.cells());
    deltas.forEach((type, delta) -> {
      var now = after.get(type);
      cells.put(type, month.cell(type).changed(hour, now.minus(delta), now).orElseGet(() -> recount(place, type, month.through())));
    });
    return new SettledMonth(month.through(), cells);
  }

  /** A place's first hour of a month; the month before it is over, so that its readers need not look at hours. */
  private void begin(MonthKey place, SettledMonth first) {
    touch(place, first);
    complete(new MonthKey(place.holder(), place.month() - 1, place.level(), place.org(), place.owner()));
  }

  private void complete(MonthKey place) {
    int through = through(place);
    int end = Hours.firstOfMonth(place.month() + 1);
    if (through != ABSENT && through < end) {
      touch(place, settled(place).settled(end, stored.hours(place, through, end)));
    }
  }

  /** A top hour fell, so an hour that the cell does not name may be higher now: only then are the hours read again. */
  private MonthCell recount(MonthKey place, int type, int through) {
    var values = new ArrayList<HourValue>();
    stored.hours(place, Hours.firstOfMonth(place.month()), through).forEach((hour, units) -> {
      if (units.containsKey(type)) {
        values.add(new HourValue(hour, units.get(type)));
      }
    });
    return MonthCell.of(values);
  }

  private int through(MonthKey place) {
    var touched = months.get(place);
    return touched != null ? touched.through() : throughs.computeIfAbsent(place, any -> {
      var bytes = store.get(Bytes.wrap(place.bytes()));
      return bytes == null ? ABSENT : CellValues.through(bytes);
    });
  }

  private SettledMonth settled(MonthKey place) {
    var touched = months.get(place);
    return touched != null ? touched : CellValues.month(store.get(Bytes.wrap(place.bytes())));
  }

  private void touch(MonthKey place, SettledMonth month) {
    months.put(place, month);
    throughs.put(place, month.through());
  }

  /** Writes the months that changed. Nothing may be read or committed between {@link #add} and this. */
  void finish() {
    months.forEach((place, month) -> store.put(Bytes.wrap(place.bytes()), CellValues.month(month)));
    months.clear();
  }

  /** To be called before an hour's row is deleted because it is too old: its month, which is kept longer, must have it. */
  void beforeDeletion(RowKey hour) {
    complete(new MonthKey(hour.holder(), Hours.month(hour.at()), hour.level(), hour.org(), hour.owner()));
    if (hour.level() == Level.ORG_OWN) {
      complete(new MonthKey(hour.holder(), Hours.month(hour.at()), Level.ORG_SUBTREE, hour.org(), hour.owner()));
    }
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
