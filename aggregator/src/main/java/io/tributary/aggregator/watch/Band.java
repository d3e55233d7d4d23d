package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert.Reading;
import io.tributary.detection.Sensitivity;
import io.tributary.detection.Verdict;
import io.tributary.model.Quantity;
import io.tributary.monitor.Rule;
import java.math.BigDecimal;
import java.math.MathContext;

/** What a series' detector expects of five minutes, at its middle sensitivity. */
record Band(double expected, double low, double high) {
  static Band of(Verdict verdict) {
    return new Band(verdict.expected(), verdict.low(), verdict.high());
  }

  Verdict verdict(double value, boolean finished) {
    return new Verdict(value, 0, expected, low, high, finished);
  }

  boolean isLearning() {
    return !Double.isFinite(expected) || !Double.isFinite(low) || !Double.isFinite(high);
  }

  /** What people read of five minutes that held {@code units}. */
  Reading reading(Rule.Anomaly rule, Quantity units) {
    var reading = Reading.of(units.toBigDecimal().stripTrailingZeros());
    if (isLearning()) {
      return reading;
    }
    var sensitivity = new Sensitivity(rule.bounds().doubleValue());
    var verdict = verdict(0, true);
    return reading.withExpected(shown(expected)).withBand(shown(verdict.low(sensitivity)), shown(verdict.high(sensitivity)));
  }

  /** What the thresholds of an anomaly are of. */
  static BigDecimal part(int outside, int slots) {
    return BigDecimal.valueOf(outside).divide(BigDecimal.valueOf(slots), MathContext.DECIMAL64);
  }

  static boolean isOutside(Verdict verdict, Rule.Anomaly rule) {
    if (verdict.learning()) {
      return false;
    }
    var sensitivity = new Sensitivity(rule.bounds().doubleValue());
    return switch (rule.direction()) {
      case ABOVE -> verdict.above(sensitivity);
      case BELOW -> verdict.below(sensitivity);
      case BOTH -> verdict.above(sensitivity) || verdict.below(sensitivity);
    };
  }

  /** For people: a guess has no more than nine digits that mean anything. */
  private static BigDecimal shown(double guess) {
    return new BigDecimal(guess).round(new MathContext(9));
  }
}
