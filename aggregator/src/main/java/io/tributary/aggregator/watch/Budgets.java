package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert.Reading;
import io.tributary.model.Hours;
import io.tributary.monitor.Rule;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the month has used and costs so far, of those for whom that may have changed. */
final class Budgets {
  private final Usage usage;
  private final Roster roster;
  private final Readings readings;
  private final Groups groups;
  private final Set<Watch> used = new LinkedHashSet<>();
  /** Holders whose cost changed. */
  private final Set<String> rated = new LinkedHashSet<>();

  Budgets(Usage usage, Roster roster, Readings readings, Groups groups) {
    this.usage = usage;
    this.roster = roster;
    this.readings = readings;
    this.groups = groups;
  }

  void used(Watch watch) {
    used.add(watch);
  }

  void rated(String holder) {
    rated.add(holder);
  }

  void turn(Instant now) {
    int slot = Hours.slotOf(now);
    for (var watch : used) {
      if (watch.monitor.rule() instanceof Rule.Budget rule && !watch.shared) {
        readings.month(watch, rule, now).ifPresent(reading -> groups.judge(watch, reading, slot, true, now, now));
      }
    }
    used.clear();
    for (var holder : roster.spendings().isEmpty() ? List.<String>of() : rated) {
      for (var spent : roster.spendings().of(holder, usage, now)) {
        var watch = new Watch(spent.monitor(), spent.type(), spent.part(), spent.tags(), false);
        groups.judge(watch, Reading.of(spent.amount().stripTrailingZeros()), slot, true, now, now);
      }
    }
    rated.clear();
  }
}
