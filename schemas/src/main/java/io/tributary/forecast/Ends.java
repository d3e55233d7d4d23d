package io.tributary.forecast;

import io.tributary.forecast.Projection.Band;
import io.tributary.model.MonthlyFunction;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;

/** One function of one month's possible ends. */
record Ends(MonthEnd end, MonthlyFunction function, int hours, int unitsPerOne) {
  BigDecimal value(double sum) {
    return Monthly.value(end.cell(sum), function, hours, unitsPerOne);
  }

  Band band(double lo, double hi) {
    return new Band(value(lo), value(hi));
  }
}
