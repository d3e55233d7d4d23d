package io.tributary.detection;

import io.tributary.alerting.Alert.Reading;
import io.tributary.monitor.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Which part of an alert window is outside the band that the detector draws, bucket by bucket. */
final class Outside {
  private static final MathContext SHOWN = new MathContext(9);

  private final Rule.Anomaly rule;
  private final Sensitivity sensitivity;
  private final int buckets;
  private final Detector detector = Detector.fresh();
  private final Deque<Boolean> last = new ArrayDeque<>();
  private Reading reading = Reading.NONE;

  Outside(Rule.Anomaly rule, Duration bucket) {
    this.rule = rule;
    sensitivity = new Sensitivity(rule.bounds().doubleValue());
    buckets = (int) Math.max(1, rule.alertWindow().duration().dividedBy(bucket));
  }

  /** From 0 to 1; empty where the bucket has no data and that is not zero. */
  Optional<BigDecimal> part(Instant end, Optional<BigDecimal> value) {
    var held = value.or(() -> rule.emptyIsZero() ? Optional.of(BigDecimal.ZERO) : Optional.empty());
    var verdict = held.map(one -> detector.observe(end.getEpochSecond(), one.doubleValue()));
    last.addLast(verdict.filter(this::isOutside).isPresent());
    if (last.size() > buckets) {
      last.removeFirst();
    }
    verdict.ifPresent(one -> reading = reading(held.orElseThrow(), one));
    int outside = (int) last.stream().filter(one -> one).count();
    return verdict.map(any -> BigDecimal.valueOf(outside).divide(BigDecimal.valueOf(buckets), MathContext.DECIMAL64));
  }

  private boolean isOutside(Verdict verdict) {
    return switch (rule.direction()) {
      case ABOVE -> verdict.above(sensitivity);
      case BELOW -> verdict.below(sensitivity);
      case BOTH -> verdict.above(sensitivity) || verdict.below(sensitivity);
    };
  }

  /** Figures of the last bucket that had a value. */
  Reading reading() {
    return reading;
  }

  private Reading reading(BigDecimal value, Verdict verdict) {
    var is = Reading.of(value);
    return verdict.learning() ? is : is.withExpected(shown(verdict.expected()))
        .withBand(shown(verdict.low(sensitivity)), shown(verdict.high(sensitivity)));
  }

  private static BigDecimal shown(double guess) {
    return new BigDecimal(guess).round(SHOWN);
  }
}
