package io.tributary.aggregator.watch;

import io.tributary.alerting.AlertState;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.monitor.Rule;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Compares a cell that changed at once, with what is remembered of the slots before it. Usage only grows, so what has crossed upwards is
 * certain before the five minutes are over.
 */
final class RunningSlots {
  /** Five minutes that are older than an hour are told of by nobody. */
  private static final int FRESH = Hours.SLOTS;

  private final WatchStore stored;
  private final Readings readings;
  private final Groups groups;

  RunningSlots(ReadOnlyKeyValueStore<Bytes, byte[]> store, Readings readings, Groups groups) {
    this.stored = new WatchStore(store);
    this.readings = readings;
    this.groups = groups;
  }

  /**
   * @param value the whole cell, as it is now
   * @param running the slot that it is now
   * @param caused append time of the newest event in it
   */
  void changed(Watch watch, int slot, Quantity value, int running, Instant caused, Instant now) {
    boolean early = watch.isAnomaly() ? ((Rule.Anomaly) watch.monitor.rule()).direction() != Rule.Direction.BELOW
        : watch.monitor.rule().comparison().isUpward();
    if (slot < running - FRESH) {
      watch.forget();
    } else if (!watch.shared && (slot >= running || watch.slot != Watch.NONE && slot >= watch.slot)) {
      boolean same = watch.slot == slot && watch.seen.equals(value);
      watch.begin(slot);
      watch.seen = value;
      if (early && !same || groups.standing(watch).state() == AlertState.NO_DATA) {
        evaluate(watch, slot, Optional.of(value), caused, now);
      }
    } else if (early) {
      watch.forget(); // an earlier slot than those that are remembered
      int last = Math.min(running, slot + windowSlots(watch.monitor.rule()) - 1);
      for (int end = slot; end <= Math.max(slot, last); end++) {
        evaluate(watch, end, Optional.empty(), caused, now);
      }
      watch.forget();
      watch.begin(slot); // what comes now is of this slot or later, also when the stream is behind
    }
  }

  private static int windowSlots(Rule rule) {
    return switch (rule) {
      case Rule.Threshold threshold -> FRESH;
      case Rule.Change change -> change.window().slots();
      case Rule.Anomaly any -> 1;
      case Rule.Budget any -> 1;
      case Rule.FirstUsage any -> 1;
    };
  }

  private void evaluate(Watch watch, int slot, Optional<Quantity> running, Instant caused, Instant now) {
    if (groups.standing(watch).state() == AlertState.ALERT) {
      return; // it cannot become worse
    }
    if (watch.monitor.rule() instanceof Rule.Anomaly rule) {
      peek(watch, rule, slot, running, caused, now);
      return;
    }
    if (readings.isFull(watch, slot)) {
      readings.window(watch, slot, running).ifPresent(reading -> groups.judge(watch, reading, slot, false, caused, now));
    }
  }

  private void peek(Watch watch, Rule.Anomaly rule, int slot, Optional<Quantity> running, Instant caused, Instant now) {
    var value = running.or(() -> Optional.ofNullable(readings.slots(watch, slot, slot + 1).get(slot)));
    if (value.isEmpty()) {
      return;
    }
    double units = value.get().toBigDecimal().doubleValue();
    int slots = rule.alertWindow().slots();
    if (watch.band == null || watch.slot != slot) {
      var record = stored.series(watch.series());
      var band = record.flatMap(one -> one.peek(slot, units));
      if (band.isEmpty()) {
        return; // the detector is made in one of the next turns
      }
      watch.begin(slot);
      watch.band = band.get();
      // The five minutes between the last that was looked at and this one are not certain yet.
      watch.outside = record.get().outside(rule, Math.max(0, slots - (slot - record.get().through)));
    }
    var verdict = watch.band.verdict(units, false);
    int outside = watch.outside + (Band.isOutside(verdict, rule) ? 1 : 0);
    groups.judge(watch, watch.band.reading(rule, value.get()), Band.part(outside, slots), slot, false, caused, now);
  }
}
