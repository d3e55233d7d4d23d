package io.tributary.aggregator.watch;

import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Rule;
import io.tributary.monitor.Tag;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * One monitor at one place, and what is remembered of the running five minutes so that a change of its cell costs no look at a store.
 */
final class Watch {
  /** In the place of a slot: nothing is remembered. */
  static final int NONE = Integer.MIN_VALUE;

  final Monitor monitor;
  final UsageType type;
  final Place place;
  /** All that is known of the place. */
  final Map<Tag, String> tags;
  /** Whether the group is of several orgs of the account, of which {@code place} names none. */
  final boolean shared;
  private final GroupKey key;
  /** What is true of {@link #slot} until an earlier slot changes; nothing of it is kept beyond the task's life. */
  int slot = NONE;
  Quantity seen = Quantity.ZERO;
  Points before;
  /** Of a change: the value that it is of, once it was looked for. */
  Optional<BigDecimal> then;
  Band band;
  /** Of an anomaly: how many of the five minutes before are outside the band. */
  int outside;
  /** Whether the series is known to be kept. */
  boolean kept;
  /** Whether there is known to be data for a whole window. */
  boolean full;

  Watch(Monitor monitor, UsageType type, Place place, Map<Tag, String> tags, boolean shared) {
    this.monitor = monitor;
    this.type = type;
    this.place = place;
    this.tags = tags;
    this.shared = shared;
    this.key = new GroupKey(monitor.id(), place);
  }

  /** Names the group among all groups of all monitors. */
  GroupKey key() {
    return key;
  }

  record GroupKey(long monitor, Place place) {}

  /** Names the series among all that are kept: a group of several orgs is no other monitor's. */
  SeriesKey series() {
    return new SeriesKey(place, type.id(), shared ? monitor.id() : 0);
  }

  record SeriesKey(Place place, int type, long monitor) {}

  /** Whether the end of each five minutes matters also when nothing changed. */
  boolean isTracked() {
    return isAnomaly() || !monitor.rule().comparison().isUpward() || monitor.options().noDataAfter().isPresent();
  }

  boolean isAnomaly() {
    return monitor.rule() instanceof Rule.Anomaly;
  }

  boolean isBudget() {
    return monitor.rule() instanceof Rule.Budget;
  }

  /** The running five minutes are others than those that something is remembered of. */
  void begin(int running) {
    if (slot != running) {
      slot = running;
      seen = Quantity.ZERO;
      before = null;
      then = null;
      band = null;
    }
  }

  void forget() {
    slot = NONE;
  }
}
