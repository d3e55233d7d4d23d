package io.tributary.local.demo;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What a client knows that it sent, added up by itself, with nothing of the product's arithmetic but whole quantities. */
final class Ledger {
  private final Directory directory;
  private final Map<String, UsageEvent> events = new HashMap<>();

  Ledger(Directory directory) {
    this.directory = directory;
  }

  /** An event counts once, however often it is noted. */
  synchronized void note(UsageEvent event) {
    events.put(event.org() + "|" + event.source() + "|" + event.id(), event);
  }

  synchronized int size() {
    return events.size();
  }

  /** Counting units by {@code bucket|level|holder|org|at|type}: hours, months, and the five-minute slots of the last days. */
  synchronized Map<String, Quantity> expected() {
    var own = new TreeMap<Place, Quantity>();
    var slots = new HashMap<Place, Quantity>();
    var seen = new HashSet<List<Object>>();
    var firstOfMonth = new HashMap<List<Object>, Integer>();
    int firstSlot = firstSlot();
    for (var event : events.values()) {
      var type = type(event);
      int hour = Hours.of(event.time());
      var place = new Place(event.org(), hour, type.id());
      switch (type.measure()) {
        case SUM -> own.merge(place, event.quantity(), Quantity::plus);
        case MAX -> own.merge(place, event.quantity(), Ledger::greater);
        case DISTINCT, DISTINCT5 -> {
          if (seen.add(List.of(place, event.entity(), type.measure() == Measure.DISTINCT ? 0L : event.time().getEpochSecond() / 300))) {
            own.merge(place, Quantity.ONE, Quantity::plus);
          }
        }
        case MTD_DISTINCT ->
            firstOfMonth.merge(List.of(event.org(), type.id(), Hours.month(hour), event.entity()), hour, Math::min);
      }
      var slot = new Place(event.org(), Hours.slotOf(event.time()), type.id());
      if (slot.at < firstSlot) {
        continue;
      }
      switch (type.measure()) {
        case SUM -> slots.merge(slot, event.quantity(), Quantity::plus);
        case MAX -> slots.merge(slot, event.quantity(), Ledger::greater);
        case DISTINCT, DISTINCT5, MTD_DISTINCT -> {
          if (seen.add(List.of("slot", slot, event.entity()))) {
            slots.merge(slot, Quantity.ONE, Quantity::plus);
          }
        }
      }
    }
    firstOfMonth.forEach((key, hour) ->
        own.merge(new Place((String) key.get(0), hour, (Integer) key.get(1)), Quantity.ONE, Quantity::plus));
    var all = new TreeMap<String, Quantity>();
    own.forEach((place, units) -> {
      spread(all, Bucket.HOUR, place, place.at, place.at, units);
      spread(all, Bucket.MONTH, place, place.at, Hours.month(place.at), units);
    });
    slots.forEach((place, units) -> spread(all, Bucket.FIVE_MINUTES, place, Hours.hourOfSlot(place.at), place.at, units));
    all.values().removeIf(units -> units.signum() == 0); // as found: a cell that an entity left is there, and zero
    return all;
  }

  private static Quantity greater(Quantity a, Quantity b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  private void spread(Map<String, Quantity> all, Bucket bucket, Place place, int hour, int at, Quantity units) {
    var path = directory.path(place.org, hour).orElseThrow();
    var end = "|" + at + "|" + place.type;
    all.merge(bucket + "|" + Level.ORG_OWN + "|" + path.account() + "|" + place.org + end, units, Quantity::plus);
    path.orgs().forEach(org -> all.merge(bucket + "|" + Level.ORG_SUBTREE + "|" + path.account() + "|" + org + end, units, Quantity::plus));
    all.merge(bucket + "|" + Level.ACCOUNT + "|" + path.account() + "|" + end, units, Quantity::plus);
    path.partner().ifPresent(partner -> all.merge(bucket + "|" + Level.PARTNER + "|" + partner + "|" + end, units, Quantity::plus));
  }

  /** Later than any slot that an event, appended at any time since, could have come too late for. */
  private int firstSlot() {
    return lastHour() * Hours.SLOTS - 6 * 24 * Hours.SLOTS;
  }

  private int lastHour() {
    return events.values().stream().mapToInt(event -> Hours.of(event.time())).max().orElseThrow();
  }

  /** The same, as a reader says it, of the usage types that were noted. */
  synchronized Map<String, Quantity> found(Function<RowQuery, Rows> reader) {
    Set<Integer> types = events.values().stream().map(event -> type(event).id()).collect(Collectors.toSet());
    int from = events.values().stream().mapToInt(event -> Hours.of(event.time())).min().orElseThrow();
    int to = lastHour() + 1;
    var all = new TreeMap<String, Quantity>();
    for (var level : Level.values()) {
      var holders = level == Level.PARTNER ? directory.partners().stream().map(partner -> partner.publicId()).toList()
          : directory.accounts().stream().map(account -> account.publicId()).toList();
      for (var query : List.of(RowQuery.hours(level, holders, Set.of(), from, to),
          RowQuery.months(level, holders, Set.of(), Hours.month(from), Hours.month(to) + 1),
          RowQuery.fiveMinutes(level, holders, Set.of(), firstSlot(), to * Hours.SLOTS))) {
        for (var row : reader.apply(query).rows()) {
          row.cells().forEach((type, cell) -> {
            if (types.contains(type) && cell.sum().signum() != 0) {
              all.merge(query.bucket() + "|" + level + "|" + row.holder() + "|" + row.org().orElse("") + "|" + row.bucket() + "|" + type,
                  cell.sum(), Quantity::plus);
            }
          });
        }
      }
    }
    return all;
  }

  private UsageType type(UsageEvent event) {
    return directory.catalogue().find(new UsageType.Key(event.family(), event.usageType())).orElseThrow();
  }

  private record Place(String org, int at, int type) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return toString().compareTo(other.toString());
    }
  }

  /** An event of a kind that the demo's own generator never sends. */
  static UsageEvent event(RandomGenerator random, String source, long number, Instant latest) {
    var site = World.sites().get(random.nextInt(World.sites().size()));
    var kind = KINDS.get(random.nextInt(KINDS.size()));
    var time = latest.minusSeconds(random.nextInt(30 * 3600));
    return new UsageEvent("event-" + number, source, site.publicId(), kind.family(), kind.name(), time,
        COUNTED.contains(kind) ? null : Quantity.ofUnits(1 + random.nextInt(100_000)),
        COUNTED.contains(kind) ? "entity-" + random.nextInt(40) : null, Map.of("env", "test"));
  }

  private static final List<UsageType.Key> COUNTED = List.of(new UsageType.Key("dbm", "dbm_host_count"),
      new UsageType.Key("profiling", "avg_container_agent_count"), new UsageType.Key("ci_app", "ci_visibility_test_committers"));
  private static final List<UsageType.Key> KINDS = List.of(new UsageType.Key("network_flows", "indexed_events_count"),
      new UsageType.Key("incident_management", "seats"), COUNTED.get(0), COUNTED.get(1), COUNTED.get(2));
}
