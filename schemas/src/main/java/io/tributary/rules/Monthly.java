package io.tributary.rules;

import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The monthly functions on a month cell. Source: the product table of the reference system; for the percentile its rule
 * "maximum of the lower 99 % of hourly readings", read as dropping floor(1 %) of them.
 */
public final class Monthly {
  /** Decimals of an average before the one rounding at output. */
  private static final MathContext EXACT_ENOUGH = new MathContext(60, RoundingMode.HALF_EVEN);

  private Monthly() {}

  /**
   * @param elapsedHours hours of the month that have begun; an hour without usage counts as zero
   * @param unitsPerOne counting units in one, see {@link io.tributary.model.Measure#unitsPerOne()}
   * @return the month's value in the type's unit, not rounded to any output; zero where no hour has begun
   */
  public static BigDecimal value(MonthCell cell, MonthlyFunction function, int elapsedHours, int unitsPerOne) {
    var units = switch (function) {
      case SUM -> cell.sum().toShortDecimal();
      case MAX -> top(cell, 0);
      case TOP99P -> top(cell, elapsedHours / 100);
      case AVG -> elapsedHours == 0 ? BigDecimal.ZERO : cell.sum().toShortDecimal().divide(BigDecimal.valueOf(elapsedHours), EXACT_ENOUGH);
    };
    return unitsPerOne == 1 ? units : units.divide(BigDecimal.valueOf(unitsPerOne), EXACT_ENOUGH);
  }

  /** The highest hour after {@code dropped} higher ones; zero when fewer hours had usage. */
  private static BigDecimal top(MonthCell cell, int dropped) {
    if (dropped >= MonthCell.TOP) {
      throw new IllegalArgumentException("a month cell keeps " + MonthCell.TOP + " hours; it cannot drop " + dropped);
    }
    return dropped < cell.top().size() ? cell.top().get(dropped).value().toShortDecimal() : BigDecimal.ZERO;
  }

  /** The one rounding of integers, at output: half to even. */
  public static long rounded(BigDecimal value) {
    return value.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }
}
