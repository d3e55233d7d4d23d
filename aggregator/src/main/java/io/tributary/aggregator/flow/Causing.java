package io.tributary.aggregator.flow;

import io.tributary.aggregator.watch.Place;
import io.tributary.aggregator.watch.Usage;
import io.tributary.alerting.Alert;
import io.tributary.avro.CauseRecord;
import io.tributary.avro.PartnerDeltas;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Monitors;
import io.tributary.monitor.Owner;
import io.tributary.monitor.Query.Detail;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells partners who caused what: with the deltas of a commit, of each usage type whose total the partner watches, the orgs whose five
 * minutes are farthest from the hour before; and when five minutes are over, those that have stopped. Nothing where nobody watches.
 */
final class Causing {
  private static final Duration EVERY = Duration.ofSeconds(1);
  /** While no partner watches its total: a punctuation makes its task commit, also when there is nothing to do. */
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final int ACCOUNTS_A_TURN = 200;

  private final ProcessorContext<String, SpecificRecord> context;
  private final Usage usage;
  private final Supplier<Directory> directory;
  private final Predicate<String> isHere;
  private final Supplier<Instant> asOf;
  private final Duration grace;
  private final Map<String, Set<Integer>> watched = new HashMap<>();
  private Monitors monitors = Monitors.NONE;
  private boolean any;
  /** What is usual, of series in the slot that was last asked. */
  private final Map<Series, Usual> usual = new HashMap<>();
  private final Map<String, Map<At, List<CauseRecord>>> noted = new HashMap<>();
  private final ArrayDeque<String> accounts = new ArrayDeque<>();
  private int over = Integer.MIN_VALUE;
  private Duration pace;
  private Cancellable timer;

  private record Series(Place place, int type) {}

  private record Usual(int slot, Quantity units) {}

  private record At(int type, int slot) {}

  Causing(ProcessorContext<String, SpecificRecord> context, Usage usage, Supplier<Directory> directory, Predicate<String> isHere,
      Supplier<Instant> asOf, Duration grace) {
    this.context = context;
    this.usage = usage;
    this.directory = directory;
    this.isHere = isHere;
    this.asOf = asOf;
    this.grace = grace;
    repeat(EVERY);
  }

  private void repeat(Duration every) {
    if (!every.equals(pace)) {
      close();
      pace = every;
      timer = context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::turn);
    }
  }

  /** What the flush changed. */
  void note(CellState state, long nowMillis) {
    refresh();
    if (!any) {
      return;
    }
    int fresh = Hours.slotOf(Instant.ofEpochMilli(nowMillis)) - Hours.SLOTS;
    state.changed().forEach(changed -> {
      var row = changed.row();
      if (row.bucket() == Bucket.FIVE_MINUTES && row.level() == Level.ORG_OWN && !row.owner().isEmpty() && row.at() >= fresh) {
        for (int type : types(row.owner())) {
          var units = changed.units().get(type);
          if (units != null) {
            note(new Place(Level.ORG_OWN, row.holder(), row.org(), row.owner()), type, row.at(), units);
          }
        }
      }
    });
  }

  private void refresh() {
    var known = directory.get();
    if (known.monitors() != monitors) {
      monitors = known.monitors();
      watched.clear();
      usual.clear();
      any = monitors.all().stream().anyMatch(Causing::isOfTotal);
    }
  }

  private static boolean isOfTotal(Monitor monitor) {
    return monitor.owner().kind() == Owner.Kind.PARTNER && monitor.rule().query().detail() == Detail.TOTAL;
  }

  private Set<Integer> types(String partner) {
    return watched.computeIfAbsent(partner, any -> monitors.of(Owner.partner(partner)).stream().filter(Causing::isOfTotal)
        .flatMap(monitor -> Metrics.type(directory.get().catalogue(), monitor.rule().query().metric()).stream())
        .map(type -> type.id()).collect(Collectors.toSet()));
  }

  private void note(Place place, int type, int slot, Quantity units) {
    var series = new Series(place, type);
    var known = usual.get(series);
    if (known == null || known.slot() != slot) {
      known = new Usual(slot, mean(usage.slots(place, type, slot - Hours.SLOTS, slot).values()));
      usual.put(series, known);
    }
    note(place, type, slot, units, known.units());
  }

  private void note(Place place, int type, int slot, Quantity units, Quantity mean) {
    if (!units.equals(mean)) {
      noted.computeIfAbsent(place.owner(), any -> new HashMap<>()).computeIfAbsent(new At(type, slot), any -> new ArrayList<>())
          .add(new CauseRecord(type, slot, place.holder(), place.org(), bytes(units), bytes(mean)));
    }
  }

  private static Quantity mean(Iterable<Quantity> hour) {
    var sum = Quantity.ZERO;
    for (var slot : hour) {
      sum = sum.plus(slot);
    }
    return Quantity.ofUnscaled(sum.unscaled().divide(BigInteger.valueOf(Hours.SLOTS)));
  }

  private static ByteBuffer bytes(Quantity units) {
    return ByteBuffer.wrap(units.toBytes());
  }

  /** What is to be told to a partner: of each usage type and slot those that are farthest off, on either side. */
  List<CauseRecord> take(String partner) {
    var notes = noted.remove(partner);
    return notes == null ? List.of() : notes.values().stream().flatMap(all -> most(all).stream()).toList();
  }

  private static List<CauseRecord> most(List<CauseRecord> all) {
    if (all.size() <= Alert.MOST_CONTRIBUTORS) {
      return all;
    }
    var sorted = all.stream().sorted(Comparator.comparing(Causes::deviation)).toList();
    int ends = Math.min(Alert.MOST_CONTRIBUTORS, sorted.size() / 2);
    var far = new ArrayList<>(sorted.subList(0, ends));
    far.addAll(sorted.subList(sorted.size() - ends, sorted.size()));
    return far;
  }

  private void turn(long nowMillis) {
    refresh();
    repeat(any ? EVERY : IDLE);
    var now = Instant.ofEpochMilli(nowMillis);
    var complete = asOf.get();
    if (!any || complete.plus(Duration.ofHours(1)).isBefore(now)) {
      return;
    }
    int ended = Hours.slotOf((complete.isBefore(now) ? complete : now).minus(grace)) - 1;
    if (ended > over) {
      over = ended;
      accounts.clear();
      directory.get().accounts().stream().map(Account::publicId).filter(isHere).forEach(accounts::add);
      usual.values().removeIf(known -> known.slot() < ended);
    }
    for (int left = ACCOUNTS_A_TURN; left > 0 && !accounts.isEmpty(); left--) {
      stopped(accounts.poll());
    }
    for (var partner : List.copyOf(noted.keySet())) {
      context.forward(new Record<>(partner, new PartnerDeltas(partner, List.of(), take(partner)), nowMillis));
    }
  }

  /** The orgs of an account that used less in the five minutes that are over: of those that used nothing nobody else tells. */
  private void stopped(String account) {
    var owner = directory.get().account(account).flatMap(one -> one.partnerAt(Hours.hourOfSlot(over))).orElse("");
    if (owner.isEmpty() || types(owner).isEmpty()) {
      return;
    }
    for (var org : usage.orgs(account)) {
      var place = new Place(Level.ORG_OWN, account, org, owner);
      for (int type : types(owner)) {
        var slots = usage.slots(place, type, over - Hours.SLOTS, over + 1);
        var units = Optional.ofNullable(slots.remove(over)).orElse(Quantity.ZERO);
        var mean = mean(slots.values());
        if (units.compareTo(mean) < 0) {
          note(place, type, over, units, mean);
        }
      }
    }
  }

  void close() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
