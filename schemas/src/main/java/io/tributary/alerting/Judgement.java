package io.tributary.alerting;

import io.tributary.monitor.Comparison;
import io.tributary.monitor.Monitor;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a value is to a monitor.
 *
 * @param threshold what was crossed, or is not left behind yet; empty when all is well
 */
public record Judgement(AlertState state, Optional<BigDecimal> threshold) {
  public static final Judgement FINE = new Judgement(AlertState.OK, Optional.empty());

  /** @param was the state so far: an alert ends only on the other side of its recovery threshold */
  public static Judgement of(Monitor monitor, BigDecimal value, AlertState was) {
    var comparison = monitor.rule().comparison();
    var thresholds = monitor.options().thresholds();
    var critical = monitor.rule().critical();
    if (holds(comparison, value, critical, thresholds.criticalRecovery(), was == AlertState.ALERT)) {
      return new Judgement(AlertState.ALERT, Optional.of(critical));
    }
    var warning = thresholds.warning();
    if (warning.isPresent()
        && holds(comparison, value, warning.get(), thresholds.warningRecovery(), was == AlertState.WARN || was == AlertState.ALERT)) {
      return new Judgement(AlertState.WARN, warning);
    }
    return FINE;
  }

  private static boolean holds(Comparison comparison, BigDecimal value, BigDecimal threshold, Optional<BigDecimal> recovery,
      boolean already) {
    return comparison.holds(value, threshold) || already && recovery.isPresent() && comparison.holds(value, recovery.get());
  }
}
