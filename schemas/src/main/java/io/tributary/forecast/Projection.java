package io.tributary.forecast;

import io.tributary.forecast.Forecast.Expected;
import io.tributary.forecast.Forecast.TooYoung;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.util.SortedMap;

/**
 * A month's value at its end, in the type's unit: the month's own function of its {@link MonthEnd}. It is never below what the hours
 * so far make of the month if nothing more comes.
 */
public sealed interface Projection {
  /** Neither a value nor bands. */
  record None(TooYoung why) implements Projection {}

  /** A value, but nothing to make bands of. */
  record Unsure(BigDecimal value, TooYoung why) implements Projection {}

  /** With bands that lie in each other and around the value; all the same when every hour is learned. */
  record Banded(BigDecimal value, Band band80, Band band95) implements Projection {}

  /** From and to, both included. */
  record Band(BigDecimal lo, BigDecimal hi) {}

  /**
   * @param month all usage of the month so far, whether learned or not
   * @param unlearned the hours that are forecast and have usage, see {@link MonthEnd}
   * @param forecast of the same series and month
   * @param function one that the type is read by
   * @return rounded nowhere but in the forecast usage: a finished month is exactly what {@link Monthly} says
   */
  static Projection of(MonthCell month, SortedMap<Integer, Quantity> unlearned, Forecast forecast, UsageType type,
      MonthlyFunction function) {
    return switch (forecast) {
      case TooYoung why -> new None(why);
      case Expected expected -> {
        var ends = new Ends(new MonthEnd(month, unlearned, expected, type.scale()), function, expected.monthHours(),
            type.measure().unitsPerOne());
        var value = ends.value(expected.sum());
        yield expected.bands().<Projection>map(bands -> new Banded(value, ends.band(bands.lo80(), bands.hi80()),
            ends.band(bands.lo95(), bands.hi95()))).orElseGet(() -> new Unsure(value, expected.whyNoBands().orElseThrow()));
      }
    };
  }
}
