package io.tributary.bench.projection;

import io.tributary.forecast.Projection;
import java.math.BigDecimal;
import java.util.List;

/**
 * A projection as it is written and scored.
 *
 * @param texts value, lo80, hi80, lo95, hi95, as the projection has them; empty where it has none
 * @param bands whether there are any
 */
record Guess(List<String> texts, boolean bands, double value, double lo80, double hi80, double lo95, double hi95) {
  /** @param soFar stands in where a series is too young for a value: what it used is what is known */
  static Guess of(Projection projection, BigDecimal soFar) {
    return switch (projection) {
      case Projection.None none -> without(soFar);
      case Projection.Unsure unsure -> without(unsure.value());
      case Projection.Banded all -> new Guess(
          List.of(text(all.value()), text(all.band80().lo()), text(all.band80().hi()), text(all.band95().lo()), text(all.band95().hi())),
          true, all.value().doubleValue(), all.band80().lo().doubleValue(), all.band80().hi().doubleValue(),
          all.band95().lo().doubleValue(), all.band95().hi().doubleValue());
    };
  }

  private static Guess without(BigDecimal value) {
    double none = Double.NaN;
    return new Guess(List.of(text(value), "", "", "", ""), false, value.doubleValue(), none, none, none, none);
  }

  private static String text(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
