package io.tributary.forecast;

import io.tributary.forecast.Forecast.End;
import io.tributary.forecast.Projection.Band;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.util.List;

/** One function of one month's possible ends. */
record Ends(MonthEnd month, MonthlyFunction function, int hours, int unitsPerOne) {
  /** Most types are summed: their highest hours are not looked for. */
  BigDecimal value(End end) {
    var cell = function == MonthlyFunction.SUM || function == MonthlyFunction.AVG ? new MonthCell(month.sum(end), 0, List.of())
        : month.cell(end);
    return Monthly.value(cell, function, hours, unitsPerOne);
  }

  Band band(End lo, End hi) {
    return new Band(value(lo), value(hi));
  }
}
