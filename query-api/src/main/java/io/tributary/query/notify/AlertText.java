package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** An alert in words, the same in every format. */
final class AlertText {
  /** People compare figures, they do not add them up; programs get all digits. */
  private static final MathContext SHOWN = new MathContext(6, RoundingMode.HALF_EVEN);

  private AlertText() {}

  /** {@code Triggered}, {@code Re-Triggered}, {@code Warn}, {@code No Data} or {@code Recovered}. */
  static String transition(Alert alert) {
    var name = switch (alert.to()) {
      case OK -> "Recovered";
      case WARN -> "Warn";
      case NO_DATA -> "No Data";
      case ALERT -> "Triggered";
    };
    return !alert.renotify() ? name : alert.to() == AlertState.ALERT ? "Re-Triggered" : "Re-" + name;
  }

  static String title(Alert alert) {
    var name = alert.monitorName().isBlank() ? "Usage notification" : alert.monitorName();
    var group = alert.groupName();
    return "[" + transition(alert) + "] " + name + (group.isEmpty() ? "" : " on " + group);
  }

  /** The message as people are to read it. */
  static String message(Alert alert) {
    return Handle.without(MessageTemplate.render(alert.message(), alert));
  }

  /** Value, what was to be expected, and since when: one line each. */
  static List<String> facts(Alert alert) {
    var reading = alert.reading();
    var facts = new ArrayList<String>();
    facts.add("Metric: " + alert.metric());
    facts.add("Value: " + reading.value().map(value -> withUnit(value, alert)).orElse("no data"));
    reading.expected().ifPresent(expected -> facts.add("Expected: " + withUnit(expected, alert)));
    if (reading.low().isPresent() && reading.high().isPresent()) {
      facts.add("Expected band: " + number(reading.low().get()) + " to " + withUnit(reading.high().get(), alert));
    }
    reading.threshold().ifPresent(threshold -> facts.add("Threshold: " + withUnit(threshold, alert)));
    facts.add("Since: " + alert.since());
    return facts;
  }

  /** Who caused it, the first the most: one line each. */
  static List<String> contributors(Alert alert) {
    return alert.contributors().stream().map(each -> each.orgName() + " (" + each.accountName() + "): " + withUnit(each.value(), alert)
        + ", expected " + number(each.expected())).toList();
  }

  private static String withUnit(BigDecimal value, Alert alert) {
    return alert.unit().isEmpty() ? number(value) : number(value) + " " + alert.unit();
  }

  /** Six digits, or all of a whole number; never in exponent form. */
  static String number(BigDecimal value) {
    var whole = value.setScale(0, RoundingMode.HALF_EVEN);
    var shown = whole.precision() >= SHOWN.getPrecision() ? whole : value.round(SHOWN);
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }
}
