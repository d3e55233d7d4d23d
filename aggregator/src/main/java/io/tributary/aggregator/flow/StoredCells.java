package io.tributary.aggregator.flow;

import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.codec.CellValues;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.SettledMonth;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * How the cells of a store are read, by those who answer questions and by those who add to it. Two things are left out of a
 * store and put back here: a subtree's row while it says the same as the org's own, and the hours of a month that have not
 * settled yet (decision 0005).
 */
public final class StoredCells {
  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

  public StoredCells(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Takes one row: counting units by usage type id. {@code owner} is empty when the bucket is no partner's. */
  public interface EachRow {
    void accept(int at, String owner, SortedMap<Integer, Quantity> units);
  }

  /** Takes one place's month. {@code org} is empty at levels account and partner. */
  public interface EachMonth {
    void accept(String org, String owner, SortedMap<Integer, MonthCell> cells);
  }

  private record At(int at, String owner) {}

  private record Place(String org, String owner) {}

  /** The rows of one place, in the order of their buckets. */
  public void rows(Bucket bucket, Level level, String holder, String org, int from, int to, EachRow each) {
    if (level != Level.ORG_SUBTREE) {
      stored(bucket, level, holder, org, from, to, each);
      return;
    }
    var rows = new TreeMap<At, SortedMap<Integer, Quantity>>(Comparator.comparingInt(At::at).thenComparing(At::owner));
    stored(bucket, Level.ORG_OWN, holder, org, from, to, (at, owner, units) -> rows.put(new At(at, owner), units));
    stored(bucket, Level.ORG_SUBTREE, holder, org, from, to, (at, owner, units) -> rows.put(new At(at, owner), units));
    rows.forEach((at, units) -> each.accept(at.at(), at.owner(), units));
  }

  private void stored(Bucket bucket, Level level, String holder, String org, int from, int to, EachRow each) {
    try (var range = store.range(Bytes.wrap(CellKeys.firstRow(bucket, holder, org, level, from)),
        Bytes.wrap(CellKeys.firstRow(bucket, holder, org, level, to)))) {
      while (range.hasNext()) {
        var row = range.next();
        var key = RowKey.of(row.key.get());
        if (key.at() < to) { // a key may equal the upper end, which belongs to the next bucket
          each.accept(key.at(), key.owner(), CellValues.row(row.value));
        }
      }
    }
  }

  /**
   * A month of a holder's places.
   *
   * @param orgs at the org levels, which; empty for all
   */
  public void months(Level level, String holder, int month, Set<String> orgs, EachMonth each) {
    var settled = new TreeMap<Place, Stored>(Comparator.comparing(Place::org).thenComparing(Place::owner));
    if (level == Level.ORG_SUBTREE) {
      settled(Level.ORG_OWN, holder, month, orgs, settled);
    }
    settled(level, holder, month, orgs, settled);
    settled.forEach((place, stored) -> each.accept(place.org(), place.owner(), whole(new MonthKey(holder, month, stored.level(),
        place.org(), place.owner()), stored.month()).cells()));
  }

  private record Stored(Level level, SettledMonth month) {}

  private void settled(Level level, String holder, int month, Set<String> orgs, Map<Place, Stored> into) {
    if (orgs.isEmpty() || orgs.size() > 20) { // one walk rather than a look for each of many
      settled(CellKeys.firstOfMonth(holder, month, level), level, holder, month, orgs, into);
    } else {
      orgs.forEach(org -> settled(CellKeys.orgMonth(holder, month, level, org), level, holder, month, orgs, into));
    }
  }

  private void settled(byte[] prefix, Level level, String holder, int month, Set<String> orgs, Map<Place, Stored> into) {
    try (var range = store.range(Bytes.wrap(prefix), Bytes.wrap(CellKeys.after(prefix)))) {
      while (range.hasNext()) {
        var entry = range.next();
        if (CellKeys.bucketOf(entry.key.get()) != Bucket.MONTH) {
          continue; // not below the upper end, but at it
        }
        var key = MonthKey.of(entry.key.get());
        boolean asked = key.holder().equals(holder) && key.month() == month && key.level() == level
            && (orgs.isEmpty() || orgs.contains(key.org()));
        if (asked) {
          into.put(new Place(key.org(), key.owner()), new Stored(level, CellValues.month(entry.value)));
        }
      }
    }
  }

  /** The month with the hours that have not settled. */
  private SettledMonth whole(MonthKey place, SettledMonth month) {
    int end = Hours.firstOfMonth(place.month() + 1);
    return month.through() >= end ? month : month.settled(end, hours(place, month.through(), end));
  }

  /** The hour rows of a place's month, from one hour to another. */
  SortedMap<Integer, Map<Integer, Quantity>> hours(MonthKey place, int from, int to) {
    var hours = new TreeMap<Integer, Map<Integer, Quantity>>();
    rows(Bucket.HOUR, place.level(), place.holder(), place.org(), from, to, (hour, owner, units) -> {
      if (owner.equals(place.owner())) {
        hours.put(hour, units);
      }
    });
    return hours;
  }

  /** The orgs of a holder that have rows of this kind: one look per org, by skipping over each one's rows. */
  public Set<String> orgs(Bucket bucket, String holder) {
    var orgs = new TreeSet<String>();
    var end = Bytes.wrap(CellKeys.after(CellKeys.holderRows(bucket, holder)));
    var next = Bytes.wrap(CellKeys.holderRows(bucket, holder));
    while (next != null) {
      try (var range = store.range(next, end)) {
        next = null;
        if (range.hasNext()) {
          var key = range.next().key.get();
          if (CellKeys.bucketOf(key) == bucket) {
            var found = RowKey.of(key);
            if (found.holder().equals(holder)) {
              orgs.add(found.org());
              next = Bytes.wrap(CellKeys.after(CellKeys.orgRows(bucket, holder, found.org())));
            }
          }
        }
      }
    }
    return orgs;
  }

  /** A row as it is stored, or null. */
  public SortedMap<Integer, Quantity> row(RowKey key) {
    var bytes = store.get(Bytes.wrap(key.bytes()));
    return bytes == null ? null : CellValues.row(bytes);
  }
}
