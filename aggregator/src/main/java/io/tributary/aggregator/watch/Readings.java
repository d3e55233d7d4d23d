package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert.Reading;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Aggregator;
import io.tributary.monitor.Query;
import io.tributary.monitor.Rule;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/** What a monitor's value is, from cells. */
final class Readings {
  private static final BigDecimal SLOT_SECONDS = BigDecimal.valueOf(300);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Five minutes that are looked back at the most: as long as their cells are kept. */
  static final int HISTORY = Hours.SLOT_RETENTION - 2 * Hours.SLOTS;

  private final Usage usage;
  private final Roster roster;
  /** Orgs of groups of several. */
  private final Map<Watch, Set<String>> members = new HashMap<>();

  Readings(Usage usage, Roster roster) {
    this.usage = usage;
    this.roster = roster;
  }

  /** Five-minute cells of a series, of a group of several orgs added up. */
  NavigableMap<Integer, Quantity> slots(Watch watch, int from, int to) {
    if (!watch.shared) {
      return usage.slots(watch.place, watch.type.id(), from, to);
    }
    var sums = new TreeMap<Integer, Quantity>();
    for (var org : members(watch)) {
      usage.slots(new Place(Level.ORG_OWN, watch.place.holder(), org, watch.place.owner()), watch.type.id(), from, to)
          .forEach((slot, units) -> sums.merge(slot, units, Quantity::plus));
    }
    return sums;
  }

  private Set<String> members(Watch watch) {
    return members.computeIfAbsent(watch, any -> {
      var found = new TreeSet<String>();
      usage.orgs(watch.place.holder()).stream().filter(org -> roster.watches().takes(watch, org)).forEach(found::add);
      return found;
    });
  }

  void forget() {
    members.clear();
  }

  /** An org that is part of a group of several was used. */
  void joined(Watch watch, String org) {
    members(watch).add(org);
  }

  /** Whether there is data for a whole window that ends with a slot, where the monitor asks for that. */
  boolean isFull(Watch watch, int slot) {
    if (!watch.monitor.options().requireFullWindow() || watch.full || !(watch.monitor.rule() instanceof Rule.Threshold rule)) {
      return true;
    }
    int first = rule.window().first(slot);
    watch.full = !slots(watch, first - HISTORY, first + 1).isEmpty();
    return watch.full;
  }

  /**
   * The value of a window that ends with a slot; of a rule of windows.
   *
   * @param running what the slot holds, where it is the one that {@code watch} remembers the slots before of; empty: it is read as well
   */
  Optional<Reading> window(Watch watch, int slot, Optional<Quantity> running) {
    return switch (watch.monitor.rule()) {
      case Rule.Threshold rule -> value(watch, rule.over(), rule.window()::first, slot, running).map(Reading::of);
      case Rule.Change rule -> {
        var now = value(watch, rule.over(), end -> end - rule.window().slots() + 1, slot, running);
        var then = now.isEmpty() ? now : before(watch, rule, slot, running.isPresent());
        yield then.filter(base -> !rule.percent() || base.signum() != 0)
            .map(base -> Reading.of(change(rule, now.get(), base)).withExpected(base));
      }
      case Rule.Anomaly any -> throw new IllegalArgumentException("an anomaly is of single slots");
      case Rule.Budget any -> throw new IllegalArgumentException("a budget is of a month");
      case Rule.FirstUsage any -> throw new IllegalArgumentException("a first use has no value");
    };
  }

  /** @param known whether the slot is the one that {@code watch} remembers something of */
  private Optional<BigDecimal> before(Watch watch, Rule.Change rule, int slot, boolean known) {
    if (known && watch.then != null) {
      return watch.then;
    }
    int then = slot - rule.back().slots();
    var before = value(points(watch, rule.over(), then - rule.window().slots() + 1, then + 1), watch, rule.over());
    if (known) {
      watch.then = before;
    }
    return before;
  }

  private static BigDecimal change(Rule.Change rule, BigDecimal now, BigDecimal before) {
    var difference = now.subtract(before);
    return rule.percent() ? difference.multiply(HUNDRED).divide(before.abs(), MathContext.DECIMAL64) : difference;
  }

  private Optional<BigDecimal> value(Watch watch, Aggregator over, IntUnaryOperator first, int slot,
      Optional<Quantity> running) {
    if (running.isEmpty() || watch.monitor.rule().query().rollup().isPresent()) {
      return value(points(watch, over, first.applyAsInt(slot), slot + 1), watch, over);
    }
    if (watch.before == null) {
      watch.before = points(watch, over, first.applyAsInt(slot), slot);
    }
    return value(watch.before.plus(running.get()), watch, over);
  }

  private static Optional<BigDecimal> value(Points points, Watch watch, Aggregator over) {
    return points.value(over).map(value -> watch.monitor.rule().query().as() == Query.As.RATE
        ? value.divide(SLOT_SECONDS, MathContext.DECIMAL64) : value.stripTrailingZeros());
  }

  private Points points(Watch watch, Aggregator over, int from, int to) {
    var rollup = watch.monitor.rule().query().rollup();
    boolean additive = watch.type.measure() == Measure.SUM && !watch.shared && over == Aggregator.SUM && rollup.isEmpty();
    if (additive && to - from > 2 * 24 * Hours.SLOTS) {
      return byHours(watch, from, to);
    }
    var slots = slots(watch, from, to);
    return rollup.isEmpty() ? Points.of(slots.values()) : rolled(slots, rollup.get());
  }

  /** Sums of long windows: whole hours, and slots at both ends. */
  private Points byHours(Watch watch, int from, int to) {
    int firstHour = Math.ceilDiv(from, Hours.SLOTS);
    int lastHour = Hours.hourOfSlot(to);
    int type = watch.type.id();
    var all = new ArrayList<>(usage.slots(watch.place, type, from, firstHour * Hours.SLOTS).values());
    all.addAll(usage.hours(watch.place, type, firstHour, lastHour).values());
    all.addAll(usage.slots(watch.place, type, lastHour * Hours.SLOTS, to).values());
    return Points.of(all);
  }

  private static Points rolled(NavigableMap<Integer, Quantity> slots, Query.Rollup rollup) {
    int size = rollup.seconds() / SLOT_SECONDS.intValue();
    var chunks = new TreeMap<Integer, Points>();
    slots.forEach((slot, units) -> chunks.merge(Math.floorDiv(slot, size), Points.NONE.plus(units), (was, one) -> was.plus(units)));
    return Points.of(chunks.values().stream().map(chunk -> Quantity.of(chunk.value(rollup.by()).orElseThrow()
        .setScale(Quantity.SCALE, RoundingMode.HALF_EVEN))).toList());
  }

  /** The month so far, by the function of a budget. */
  Optional<Reading> month(Watch watch, Rule.Budget rule, Instant now) {
    int month = Hours.monthOf(now);
    return usage.month(watch.place, watch.type.id(), month).map(cell -> Reading.of(Monthly.value(cell, rule.function(),
        Hours.elapsed(month, now), watch.type.measure().unitsPerOne()).stripTrailingZeros()));
  }
}
