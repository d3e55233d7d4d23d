package io.tributary.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One month of one usage type at one place, answering every monthly function by itself.
 *
 * @param sum of its hours
 * @param hours how many of its hours are not zero
 * @param top the highest hours, at most {@link #TOP}, highest first, the earlier hour first among equals; none of them zero
 */
public record MonthCell(Quantity sum, int hours, List<HourValue> top) {
  /** floor(1 % of 744 hours) are dropped by a 99th percentile, so the eighth highest hour is the last one needed. */
  public static final int TOP = 8;

  public static final MonthCell EMPTY = new MonthCell(Quantity.ZERO, 0, List.of());

  private static final Comparator<HourValue> HIGHEST_FIRST = MonthCell::highestFirst;

  private static int highestFirst(HourValue a, HourValue b) {
    int byValue = b.value().compareTo(a.value());
    return byValue != 0 ? byValue : Integer.compare(a.hour(), b.hour());
  }

  public record HourValue(int hour, Quantity value) {}

  public MonthCell {
    top = List.copyOf(top);
  }

  /**
   * The cell after one of its hours went from {@code before} to {@code after}. Empty when a top hour fell so far that an
   * hour outside the top may now be higher: the caller then recomputes the cell with {@link #of}.
   */
  public Optional<MonthCell> changed(int hour, Quantity before, Quantity after) {
    var nextSum = sum.plus(after.minus(before));
    int nextHours = hours + (after.signum() != 0 ? 1 : 0) - (before.signum() != 0 ? 1 : 0);
    boolean wasTop = before.signum() > 0 && top.contains(new HourValue(hour, before));
    boolean unchangedBelow = !wasTop && (after.signum() <= 0 || top.size() == TOP
        && HIGHEST_FIRST.compare(top.get(TOP - 1), new HourValue(hour, after)) < 0);
    if (unchangedBelow) {
      return Optional.of(new MonthCell(nextSum, nextHours, top));
    }
    var next = new ArrayList<>(top);
    next.remove(new HourValue(hour, before));
    boolean hidden = wasTop && hours > top.size() && after.compareTo(before) < 0;
    if (after.signum() > 0) {
      insert(next, new HourValue(hour, after));
    }
    if (hidden && (next.size() < TOP || next.get(TOP - 1).hour() == hour)) {
      return Optional.empty();
    }
    return Optional.of(new MonthCell(nextSum, nextHours, next.size() > TOP ? next.subList(0, TOP) : next));
  }

  /** The list is in order but for the new one, and eight long at most: a scan finds its place. */
  private static void insert(List<HourValue> top, HourValue value) {
    int at = 0;
    while (at < top.size() && highestFirst(top.get(at), value) < 0) {
      at++;
    }
    top.add(at, value);
  }

  /** The cell of these hours, in any order. */
  public static MonthCell of(Iterable<HourValue> values) {
    return EMPTY.with(values);
  }

  /** The cell with these hours too, in any order, none of which is in it. */
  public MonthCell with(Iterable<HourValue> values) {
    var nextSum = sum;
    int nextHours = hours;
    var next = new ArrayList<>(top);
    for (var value : values) {
      nextSum = nextSum.plus(value.value());
      nextHours += value.value().signum() != 0 ? 1 : 0;
      boolean isHigh = next.size() < TOP || highestFirst(next.getLast(), value) > 0;
      if (isHigh && value.value().signum() > 0) {
        insert(next, value);
        if (next.size() > TOP) {
          next.removeLast();
        }
      }
    }
    return new MonthCell(nextSum, nextHours, next);
  }

  /** The cell of both, where no hour is in both: one place's month under two owners, for example. */
  public MonthCell merge(MonthCell other) {
    var both = new ArrayList<>(top);
    both.addAll(other.top);
    both.sort(HIGHEST_FIRST);
    return new MonthCell(sum.plus(other.sum), hours + other.hours, both.size() > TOP ? both.subList(0, TOP) : both);
  }
}
