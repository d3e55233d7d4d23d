package io.tributary.aggregator.watch;

import io.tributary.aggregator.watch.Watch.SeriesKey;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.Notices;
import io.tributary.alerting.Notices.Finding;
import io.tributary.detection.Verdict;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.monitor.Rule;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the series that must be looked at when their five minutes are over and complete, though nothing changed: of a drop, an end, no
 * data, and of what a detector learns. Some series in each turn.
 */
final class EndedSlots {
  /** Series that are looked at in one turn when their five minutes have ended. */
  private static final int SERIES_A_TURN = 1_000;
  /** Five minutes of history that are learned in one turn of series that are new. */
  private static final int LEARNED_A_TURN = 20_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final WatchStore stored;
  private final Roster roster;
  private final Readings readings;
  private final Groups groups;
  /** Series that may have to be kept from now on. */
  private final Set<SeriesKey> pending = new LinkedHashSet<>();
  /** Every series is looked at up to here. */
  private int walked = Integer.MIN_VALUE;
  private int walkingTo = Integer.MIN_VALUE;
  private Bytes next;

  EndedSlots(KeyValueStore<Bytes, byte[]> store, Roster roster, Readings readings, Groups groups) {
    this.store = store;
    this.stored = new WatchStore(store);
    this.roster = roster;
    this.readings = readings;
    this.groups = groups;
  }

  /** A series is there: to be kept from the next turn on, where a monitor wants that. */
  void note(Watch watch) {
    if (watch.isTracked() && !watch.kept) {
      pending.add(watch.series());
    }
  }

  /** @param complete the last slot whose usage is all there */
  void turn(int complete, Instant now) {
    begin(complete, now);
    walk(complete, now);
  }

  /** Keeps what is to be kept from now on: its history is learned at once, and told of by nobody. */
  private void begin(int complete, Instant now) {
    var series = pending.iterator();
    int learned = 0;
    for (int looked = 0; looked < SERIES_A_TURN && learned < LEARNED_A_TURN && series.hasNext(); looked++) {
      var key = series.next();
      series.remove();
      var tracked = roster.tracked(key);
      if (!tracked.isEmpty()) {
        tracked.forEach(watch -> watch.kept = true);
        boolean detecting = tracked.stream().anyMatch(Watch::isAnomaly);
        if (stored.series(key).filter(record -> !detecting || record.detector().isPresent()).isEmpty()) {
          learned += begin(key, tracked, detecting, complete, now);
        }
      }
    }
  }

  /** @return how many five minutes were learned */
  private int begin(SeriesKey key, List<Watch> tracked, boolean detecting, int complete, Instant now) {
    var slots = readings.slots(tracked.getFirst(), complete - Readings.HISTORY, complete + Hours.SLOTS);
    if (slots.isEmpty()) {
      tracked.forEach(watch -> watch.kept = false); // nobody ever used it: there is nothing to miss
      return 0;
    }
    int first = Math.min(complete, slots.firstKey());
    var record = SeriesRecord.from(first - 1, first, detecting);
    for (int slot = first; slot < complete; slot++) {
      learn(record, slots, slot, tracked);
    }
    advance(key, record, tracked, complete, now);
    return complete - first + 1;
  }

  /** Looks at each series whose five minutes are over, some in each turn. */
  private void walk(int complete, Instant now) {
    if (next == null) {
      if (walked >= complete) {
        return;
      }
      walkingTo = complete;
    }
    var some = stored.series(next, SERIES_A_TURN);
    for (var series : some) {
      next = WatchStore.after(series.key());
      var tracked = roster.tracked(series.key());
      if (tracked.isEmpty()) {
        if (series.key().monitor() == 0 || !roster.has(series.key().monitor())) {
          store.delete(WatchStore.bytes(series.key()));
        }
      } else if (series.record().isEmpty()) {
        pending.add(series.key());
      } else if (series.record().get().through < walkingTo) {
        advance(series.key(), series.record().get(), tracked, walkingTo, now);
      }
    }
    if (some.size() < SERIES_A_TURN) {
      next = null;
      walked = walkingTo;
    }
  }

  private void advance(SeriesKey key, SeriesRecord record, List<Watch> tracked, int to, Instant now) {
    int from = Math.max(record.through + 1, to - Readings.HISTORY);
    var slots = readings.slots(tracked.getFirst(), from, to + 1);
    for (int slot = from; slot <= to; slot++) {
      var verdict = learn(record, slots, slot, tracked);
      if (!Hours.slotStart(slot + 1).plus(Notices.FRESH).isBefore(now)) {
        for (var watch : tracked) {
          finished(watch, record, verdict, slots.getOrDefault(slot, Quantity.ZERO), slot, now);
        }
      }
    }
    tracked.forEach(watch -> {
      watch.kept = true;
      watch.band = null;
    });
    if (record.lastUsed < to - Readings.HISTORY && tracked.stream().noneMatch(watch -> groups.standing(watch).isOpen())) {
      store.delete(WatchStore.bytes(key)); // nobody is there any more
      tracked.forEach(watch -> watch.kept = false);
    } else {
      store.put(WatchStore.bytes(key), record.bytes());
    }
  }

  private static Optional<Verdict> learn(SeriesRecord record, NavigableMap<Integer, Quantity> slots, int slot, List<Watch> tracked) {
    boolean zero = false;
    int most = 0;
    for (var watch : tracked) {
      if (watch.monitor.rule() instanceof Rule.Anomaly rule) {
        zero |= rule.emptyIsZero();
        most = Math.max(most, rule.alertWindow().slots());
      }
    }
    return record.learn(slot, Optional.ofNullable(slots.get(slot)), zero, most);
  }

  /** A slot of a series is over, and all of its usage is there. */
  private void finished(Watch watch, SeriesRecord record, Optional<Verdict> verdict, Quantity units, int slot, Instant now) {
    boolean silent = watch.monitor.options().noDataAfter()
        .filter(after -> 300L * (slot - record.lastUsed) >= after.toSeconds()).isPresent();
    if (silent) {
      groups.found(watch, new Finding(AlertState.NO_DATA, slot, true), Reading.NONE, now, now);
    } else if (watch.monitor.rule() instanceof Rule.Anomaly rule) {
      int slots = rule.alertWindow().slots();
      verdict.ifPresent(one -> groups.judge(watch, Band.of(one).reading(rule, units), Band.part(record.outside(rule, slots), slots), slot,
          true, now, now));
    } else if (!watch.isBudget() && readings.isFull(watch, slot)) {
      readings.window(watch, slot, Optional.empty()).ifPresent(reading -> groups.judge(watch, reading, slot, true, now, now));
    }
  }

  /** An alert of a rule that only rises ends when its window has passed, also when nothing comes any more. */
  void over(Watch watch, int slot, Instant now) {
    readings.window(watch, slot, Optional.empty()).ifPresentOrElse(
        reading -> groups.judge(watch, reading, slot, true, now, now),
        () -> groups.found(watch, new Finding(AlertState.OK, slot, true), Reading.NONE, now, now));
  }
}
