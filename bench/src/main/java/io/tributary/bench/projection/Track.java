package io.tributary.bench.projection;

import io.tributary.forecast.Forecast;
import io.tributary.forecast.Forecaster;
import io.tributary.forecast.Projection;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;

/** One series on its way through the file: the model that ships, and the exact month so far. */
final class Track {
  private final UsageType type;
  private final MonthlyFunction function;
  private Forecaster model;
  private MonthCell month = MonthCell.EMPTY;

  Track(UsageType type, MonthlyFunction function, int first) {
    this.type = type;
    this.function = function;
    model = Forecaster.from(first);
  }

  void newMonth() {
    month = MonthCell.EMPTY;
  }

  /** Adds to the month what the model learns at the same time: the two know the same hours. */
  void book(int hour, String units) {
    var exact = Quantity.of(new BigDecimal(units).setScale(type.scale(), RoundingMode.HALF_EVEN));
    month = month.changed(hour, Quantity.ZERO, exact).orElseThrow();
  }

  /** @param step hours that the units belong to: a day's are spread evenly over its hours */
  void learn(int hour, int step, double units) {
    for (int i = 0; i < step; i++) {
      model.learn(hour + i, units / step);
    }
  }

  byte[] written() {
    return model.toBytes();
  }

  /** From here on with the model as it is read back: what is scored is what a restart leaves. */
  void reread(byte[] bytes) {
    model = Forecaster.of(bytes);
  }

  Projection projection(Forecast forecast) {
    return Projection.of(month, Collections.emptySortedMap(), forecast, type, function);
  }

  Forecast forecast(int first, int end) {
    return model.forecast(first, end);
  }

  /** The month's value if it had so many hours. */
  BigDecimal value(int hours) {
    return Monthly.value(month, function, hours, 1);
  }
}
