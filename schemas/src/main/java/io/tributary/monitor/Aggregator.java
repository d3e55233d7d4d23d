package io.tributary.monitor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How the points of a time become one. */
public enum Aggregator {
  SUM,
  AVG,
  MIN,
  MAX;

  /** As queries write it: {@code sum}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Aggregator> ofLabel(String label) {
    for (var one : values()) {
      if (one.label().equals(label)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Of the points that there are; empty when there are none. An average has 34 digits, everything else is exact. */
  public Optional<BigDecimal> of(Collection<BigDecimal> points) {
    return switch (this) {
      case SUM -> points.stream().reduce(BigDecimal::add);
      case AVG -> points.stream().reduce(BigDecimal::add)
          .map(sum -> sum.divide(BigDecimal.valueOf(points.size()), MathContext.DECIMAL128));
      case MIN -> points.stream().min(BigDecimal::compareTo);
      case MAX -> points.stream().max(BigDecimal::compareTo);
    };
  }
}
