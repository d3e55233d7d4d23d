package io.tributary.forecast;

import io.tributary.forecast.Forecast.End;
import io.tributary.forecast.Forecast.Expected;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A month as it will be when it is over, for each {@link End}: the forecasts of its hours are scaled to the end's sum, and the highest
 * of them stand out as much as they usually do. An hour that is not learned but has usage already counts once, as the greater of usage
 * so far and forecast: it may still grow. A later end never makes a smaller month. Forecast usage is rounded to the type's scale: the sum
 * of it once, and each single hour. For one thread.
 */
public final class MonthEnd {
  /** What a double holds of a decimal: 2310, not 2309.9999999999995. */
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
  /** Whole numbers below have no more digits than that. */
  private static final double MOST = 1e15;

  private final MonthCell month;
  private final SortedMap<Integer, Quantity> unlearned;
  private final Expected expected;
  private final int scale;
  private final double unit;

  /** The hours of {@code unlearned}, and what they have used so far. */
  private final int[] unlearnedHours;
  private final double[] soFar;

  /** The highest forecast hours without usage yet: no other can be among the month's highest. */
  private final List<Integer> peaks;
  /** As far as they were asked for: a bill asks for each on both of its sides, and again for what they bring along. */
  private final Map<End, MonthCell> cells = new EnumMap<>(End.class);

  /**
   * @param month all usage of the month so far, whether learned or not
   * @param unlearned counting units so far of the month's hours from {@code expected.from()} on, all that have usage: the running
   *     hour and the ones before it that may still change
   * @param expected of the same series and month
   * @param scale decimals of the usage type
   * @throws IllegalArgumentException when {@code unlearned} has an hour that is not forecast
   */
  public MonthEnd(MonthCell month, SortedMap<Integer, Quantity> unlearned, Expected expected, int scale) {
    int end = expected.from() + expected.hours();
    if (!unlearned.isEmpty() && (unlearned.firstKey() < expected.from() || unlearned.lastKey() >= end)) {
      throw new IllegalArgumentException("hours " + unlearned.keySet() + " are not all from " + expected.from() + " to " + (end - 1));
    }
    this.month = month;
    this.unlearned = unlearned;
    this.expected = expected;
    this.scale = scale;
    this.unit = BigDecimal.TEN.pow(scale).doubleValue();
    this.unlearnedHours = unlearned.keySet().stream().mapToInt(hour -> hour).toArray();
    this.soFar = unlearned.values().stream().mapToDouble(used -> used.toShortDecimal().doubleValue()).toArray();
    peaks = peaks();
  }

  private List<Integer> peaks() {
    var highest = new ArrayList<Integer>(MonthCell.TOP + 1);
    for (int hour = expected.from(); hour < expected.from() + expected.hours(); hour++) {
      if (unlearned.containsKey(hour)) {
        continue;
      }
      int at = highest.size();
      while (at > 0 && expected.units(highest.get(at - 1)) < expected.units(hour)) {
        at--;
      }
      if (at < MonthCell.TOP) {
        highest.add(at, hour);
        if (highest.size() > MonthCell.TOP) {
          highest.removeLast();
        }
      }
    }
    return highest;
  }

  /**
   * The month's sum and highest hours at its end; {@link MonthCell#hours()} stay what they are so far.
   *
   * @throws IllegalStateException for the end of a band where there are none
   */
  public MonthCell cell(End end) {
    return cells.computeIfAbsent(end, any -> new MonthCell(sum(end), month.hours(), top(end)));
  }

  /** The sum of {@link #cell}. */
  public Quantity sum(End end) {
    return month.sum().plus(more(expected.outlook(end).sum()));
  }

  /** One of the forecast hours at the month's end, as one among all; {@link #cell} has what the highest will be. */
  public Quantity hour(int hour, End end) {
    return atLeastSoFar(hour, units(hour, expected.outlook(end).sum()));
  }

  private Quantity atLeastSoFar(int hour, double units) {
    var foretold = rounded(units);
    var soFar = unlearned.getOrDefault(hour, Quantity.ZERO);
    return foretold.compareTo(soFar) > 0 ? foretold : soFar;
  }

  /** What is still to come: the sum, less what came already of the hours in it. */
  private Quantity more(double sum) {
    double more = expected.hours() == 0 ? 0 : sum;
    for (int i = 0; i < unlearnedHours.length; i++) {
      more -= Math.min(units(unlearnedHours[i], sum), soFar[i]);
    }
    return rounded(Math.max(0, more));
  }

  /** A forecast of zero has no shape: any sum is spread evenly. */
  private double units(int hour, double sum) {
    return expected.sum() > 0 ? expected.units(hour) * (sum / expected.sum()) : sum / expected.hours();
  }

  private Quantity rounded(double units) {
    double shifted = units * unit;
    if (Math.abs(shifted) < MOST) {
      return Quantity.of((long) Math.rint(shifted), scale);
    }
    return Quantity.of(new BigDecimal(units, DIGITS).setScale(scale, RoundingMode.HALF_EVEN));
  }

  private List<HourValue> top(End end) {
    if (expected.hours() == 0) {
      return month.top();
    }
    var outlook = expected.outlook(end);
    double middle = expected.sum();
    var values = new ArrayList<HourValue>();
    // An hour that is among the highest so far and not learned is there as it will be; those that are only foretold had no usage.
    month.top().stream().filter(hour -> !unlearned.containsKey(hour.hour())).forEach(values::add);
    for (int rank = 0; rank < peaks.size(); rank++) {
      values.add(new HourValue(peaks.get(rank), rounded(units(peaks.get(rank), middle) * outlook.peaks()[rank])));
    }
    for (int hour : unlearnedHours) {
      values.add(new HourValue(hour, hour(hour, end)));
    }
    return MonthCell.of(values).top();
  }
}
