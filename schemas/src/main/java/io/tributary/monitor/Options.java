package io.tributary.monitor;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a monitor's states follow from its values, and when it tells of them.
 *
 * @param notifyNoData whether it tells when there is no data
 * @param noDataAfter without any for how long is no data; empty: never
 * @param renotify after how long in the same state it tells again; empty: never
 * @param renotifyStatuses the states that it tells of again: {@code alert}, {@code warn}, {@code no data}
 * @param renotifyTimes how often at most; empty: as long as the state lasts
 * @param cooldown how long after a notification it tells of no change for the worse of the same group; the state changes all the same
 * @param requireFullWindow whether there is no value before there was data for a whole window
 * @param escalation what is told when it tells again; empty: the message
 * @param kept options of the reference system that change nothing here, as JSON: read back as they were given
 */
public record Options(Thresholds thresholds, boolean notifyNoData, Optional<Duration> noDataAfter, Optional<Duration> renotify,
    Set<String> renotifyStatuses, OptionalInt renotifyTimes, Duration cooldown, boolean requireFullWindow, Optional<String> escalation,
    Map<String, String> kept) {
  /** The states that can be told of again. */
  public static final Set<String> STATUSES = Set.of("alert", "warn", "no data");

  public Options {
    renotifyStatuses = Set.copyOf(renotifyStatuses);
    kept = Collections.unmodifiableMap(new TreeMap<>(kept));
  }

  /** Only thresholds; everything else as it is when nothing is said of it. */
  public static Options of(Thresholds thresholds) {
    return new Options(thresholds, false, Optional.empty(), Optional.empty(), Set.of("alert", "no data"), OptionalInt.empty(),
        Duration.ZERO, false, Optional.empty(), Map.of());
  }

  /**
   * What values are compared with, in the unit of the rule's value.
   *
   * @param critical as in the query
   * @param criticalRecovery an alert ends when the value is on the other side of this; empty: of {@code critical}
   * @param warningRecovery as {@code criticalRecovery}
   */
  public record Thresholds(BigDecimal critical, Optional<BigDecimal> warning, Optional<BigDecimal> criticalRecovery,
      Optional<BigDecimal> warningRecovery) {
    public static Thresholds of(BigDecimal critical) {
      return new Thresholds(critical, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }
}
