package io.tributary.query.reader;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.NotReady;
import io.tributary.model.Progress;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The reader as anybody would write it: slots and hours in maps, added up when asked. */
public final class InMemoryReader implements UsageReader {
  private final Map<Place, Map<Integer, TreeMap<Integer, Quantity>>> hours = new HashMap<>();
  private final Map<Place, Map<Integer, TreeMap<Integer, Quantity>>> slots = new HashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Instant asOf = Instant.EPOCH;
  private volatile Optional<Duration> unreadyFor = Optional.empty();
  private volatile boolean healthy = true;

  private final Map<Name, TreeMap<Integer, Quantity>> named = new HashMap<>();

  private record Name(String org, int type, Optional<String> name) {}

  private record Place(Level level, String holder, Optional<String> org, Optional<String> owner) {}

  /** Counting units of one type in one hour of one org, added at every level where that hour belongs. */
  public synchronized InMemoryReader add(Directory directory, String org, int type, int hour, Quantity units) {
    add(hours, hour, directory, org, type, hour, units);
    return this;
  }

  /** Counting units of one type in one five-minute slot of one org, and in its hour, as {@link #add}. */
  public synchronized InMemoryReader addSlot(Directory directory, String org, int type, int slot, Quantity units) {
    add(slots, slot, directory, org, type, Hours.hourOfSlot(slot), units);
    return add(directory, org, type, Hours.hourOfSlot(slot), units);
  }

  private static void add(Map<Place, Map<Integer, TreeMap<Integer, Quantity>>> to, int bucket, Directory directory, String org, int type,
      int hour, Quantity units) {
    var path = directory.path(org, hour).orElseThrow(() -> new IllegalArgumentException(org + " has no place at hour " + hour));
    var owner = path.partner();
    add(to, new Place(Level.ORG_OWN, path.account(), Optional.of(org), owner), type, bucket, units);
    path.orgs().forEach(node -> add(to, new Place(Level.ORG_SUBTREE, path.account(), Optional.of(node), owner), type, bucket, units));
    add(to, new Place(Level.ACCOUNT, path.account(), Optional.empty(), owner), type, bucket, units);
    owner.ifPresent(partner -> add(to, new Place(Level.PARTNER, partner, Optional.empty(), owner), type, bucket, units));
  }

  private static void add(Map<Place, Map<Integer, TreeMap<Integer, Quantity>>> to, Place place, int type, int bucket, Quantity units) {
    to.computeIfAbsent(place, any -> new HashMap<>()).computeIfAbsent(type, any -> new TreeMap<>()).merge(bucket, units, Quantity::plus);
  }

  /** Counting units of one name in one hour of one org; in no other place. */
  public synchronized InMemoryReader addNamed(String org, int type, int hour, Optional<String> name, Quantity units) {
    named.computeIfAbsent(new Name(org, type, name), any -> new TreeMap<>()).merge(hour, units, Quantity::plus);
    return this;
  }

  public InMemoryReader asOf(Instant asOf) {
    this.asOf = asOf;
    return this;
  }

  /** From now on every question is refused. */
  public void refuse(Duration retryAfter) {
    unreadyFor = Optional.of(retryAfter);
  }

  /** From now on questions are answered again. */
  public void answer() {
    unreadyFor = Optional.empty();
  }

  /** How many questions for rows were asked. */
  public int reads() {
    return reads.get();
  }

  /** From now on the stream stands still. */
  public void stall() {
    healthy = false;
  }

  @Override
  public synchronized Rows read(RowQuery query) {
    reads.incrementAndGet();
    unreadyFor.ifPresent(retryAfter -> {
      throw new NotReady("a rebalance is under way", retryAfter);
    });
    var rows = new ArrayList<Rows.Row>();
    (query.bucket() == Bucket.FIVE_MINUTES ? slots : hours).forEach((place, types) -> {
      boolean asked = place.level == query.level() && query.holders().contains(place.holder)
          && (query.orgs().isEmpty() || place.org.filter(query.orgs()::contains).isPresent());
      for (int bucket = query.from(); asked && bucket < query.to(); bucket++) {
        var cells = cells(types, query.bucket(), bucket);
        if (!cells.isEmpty()) {
          rows.add(new Rows.Row(place.holder, place.org, place.owner, bucket, cells));
        }
      }
    });
    return new Rows(asOf, rows);
  }

  @Override
  public synchronized NamedUsage named(NameQuery query) {
    unreadyFor.ifPresent(retryAfter -> {
      throw new NotReady("a rebalance is under way", retryAfter);
    });
    var rows = new ArrayList<NamedUsage.Row>();
    named.forEach((name, hours) -> {
      for (int at = query.from(); query.orgs().contains(name.org) && query.types().contains(name.type) && at < query.to(); at++) {
        var part = hours.subMap(firstHour(query.bucket(), at), firstHour(query.bucket(), at + 1)).values();
        if (!part.isEmpty()) {
          rows.add(new NamedUsage.Row(name.org, name.type, at, name.name, part.stream().reduce(Quantity.ZERO, Quantity::plus),
              part.stream().max(Comparator.naturalOrder()).orElseThrow()));
        }
      }
    });
    return new NamedUsage(asOf, rows);
  }

  private static int firstHour(NameQuery.Bucket bucket, int at) {
    return switch (bucket) {
      case HOUR -> at;
      case DAY -> at * 24;
      case MONTH -> Hours.firstOfMonth(at);
    };
  }

  private static Map<Integer, MonthCell> cells(Map<Integer, TreeMap<Integer, Quantity>> types, Bucket bucket, int at) {
    var cells = new HashMap<Integer, MonthCell>();
    int from = bucket == Bucket.MONTH ? Hours.firstOfMonth(at) : at;
    int to = bucket == Bucket.MONTH ? Hours.firstOfMonth(at + 1) : at + 1;
    types.forEach((type, values) -> {
      var part = values.subMap(from, to);
      if (!part.isEmpty()) {
        var cell = MonthCell.of(part.entrySet().stream().map(hour -> new HourValue(hour.getKey(), hour.getValue())).toList());
        cells.put(type, bucket == Bucket.MONTH ? cell : new MonthCell(cell.sum(), cell.hours(), List.of()));
      }
    });
    return cells;
  }

  @Override
  public Progress progress() {
    return new Progress(healthy, healthy ? "all events are counted" : "7 records wait, but nothing has been committed for 60 s", asOf,
        healthy ? 0 : 7);
  }
}
