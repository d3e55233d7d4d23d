package io.tributary.aggregator.serving;

import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.HourKey;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellValues;
import io.tributary.model.MonthCell;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.Rows.Row;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads the rows of a question from one partition's store. The caller holds the partition's cut. */
final class StoreRows {
  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final RowQuery query;

  StoreRows(ReadOnlyKeyValueStore<Bytes, byte[]> store, RowQuery query) {
    this.store = store;
    this.query = query;
  }

  void collect(String holder, List<Row> into) {
    if (query.bucket() == Bucket.MONTH) {
      for (int month = query.from(); month < query.to(); month++) {
        months(holder, month, into);
      }
    } else if (query.level() == RowQuery.Level.ACCOUNT || query.level() == RowQuery.Level.PARTNER) {
      hours(holder, "", into);
    } else {
      // Many named orgs of many holders: look which are there rather than ask each holder for each of them.
      boolean walk = query.orgs().isEmpty() || query.orgs().size() > 20;
      for (var org : walk ? orgs(holder) : query.orgs()) {
        if (query.orgs().isEmpty() || query.orgs().contains(org)) {
          hours(holder, org, into);
        }
      }
    }
  }

  private void hours(String holder, String org, List<Row> into) {
    var from = CellKeys.firstHour(holder, org, query.level(), query.from());
    var to = CellKeys.firstHour(holder, org, query.level(), query.to());
    try (var range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (range.hasNext()) {
        var entry = range.next();
        var key = HourKey.of(entry.key.get());
        if (key.hour() >= query.to()) {
          continue; // a key may equal the upper end, which belongs to the next bucket
        }
        var cells = new HashMap<Integer, MonthCell>();
        CellValues.hour(entry.value).forEach((type, units) -> cells.put(type, new MonthCell(units, units.signum() == 0 ? 0 : 1, List.of())));
        into.add(new Row(holder, named(org), named(key.owner()), key.hour(), cells));
      }
    }
  }

  /** The orgs that have hour rows here: one look per org, by skipping over each one's hours. */
  private Iterable<String> orgs(String holder) {
    var orgs = new TreeSet<String>();
    var holderRows = CellKeys.holderHours(holder);
    var end = Bytes.wrap(CellKeys.after(holderRows));
    var next = Bytes.wrap(holderRows);
    while (next != null) {
      try (var range = store.range(next, end)) {
        next = null;
        if (range.hasNext()) {
          var key = range.next().key.get();
          if (CellKeys.isHour(key)) {
            var found = HourKey.of(key);
            if (found.holder().equals(holder)) {
              orgs.add(found.org());
              next = Bytes.wrap(CellKeys.after(CellKeys.orgHours(holder, found.org())));
            }
          }
        }
      }
    }
    return orgs;
  }

  private record Place(String org, String owner) {}

  private void months(String holder, int month, List<Row> into) {
    var prefix = CellKeys.firstOfMonth(holder, month, query.level());
    var places = new LinkedHashMap<Place, Map<Integer, MonthCell>>();
    try (var range = store.range(Bytes.wrap(prefix), Bytes.wrap(CellKeys.after(prefix)))) {
      while (range.hasNext()) {
        var entry = range.next();
        var bytes = entry.key.get();
        if (CellKeys.isHour(bytes)) {
          continue;
        }
        var key = MonthKey.of(bytes);
        boolean asked = key.holder().equals(holder) && key.month() == month && key.level() == query.level()
            && (query.orgs().isEmpty() || query.orgs().contains(key.org()));
        if (asked) {
          places.computeIfAbsent(new Place(key.org(), key.owner()), any -> new HashMap<>()).put(key.type(), CellValues.month(entry.value));
        }
      }
    }
    places.forEach((place, cells) -> into.add(new Row(holder, named(place.org()), named(place.owner()), month, cells)));
  }

  private static Optional<String> named(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
