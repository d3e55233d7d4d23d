package io.tributary.alerting;

import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Reading;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/** The sentence of an alert: what happened, and who did most to it. */
public final class Reasons {
  private static final MathContext SHORT = new MathContext(4);
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Reasons() {}

  /**
   * @param metric what is watched, without its prefix
   * @param whose whose usage it is, for people
   */
  public static String of(Monitor monitor, String metric, String whose, String unit, AlertState state, Reading reading,
      List<Contributor> contributors) {
    var of = metric + " of " + whose;
    if (state == AlertState.NO_DATA) {
      return of + " has had no data for " + minutes(monitor) + ".";
    }
    if (reading.value().isEmpty()) {
      return of + " is " + state.label() + ".";
    }
    var value = shown(reading.value().get(), unit(monitor, unit));
    var found = switch (monitor.rule()) {
      case Rule.Threshold rule -> of + " was " + value + " (" + rule.over().label() + " of " + span(rule.window().text()) + ")";
      case Rule.Change rule -> of + " changed by " + value + " against " + rule.back() + " before"
          + reading.expected().map(before -> ", when it was " + shown(before, unit)).orElse("");
      case Rule.Anomaly any -> of + " was " + value + " in five minutes" + band(reading, unit);
      case Rule.Budget rule ->
          of + (rule.of() == Rule.Budget.Of.PROJECTED_COST ? " is projected to be " : " has come to ") + value + " this month";
      case Rule.FirstUsage any -> of + " was used for the first time, outside the contract";
    };
    return found + threshold(state, reading, unit(monitor, unit)) + causes(contributors, unit) + ".";
  }

  private static String unit(Monitor monitor, String unit) {
    return monitor.rule() instanceof Rule.Change change && change.percent() ? "%" : unit;
  }

  private static String minutes(Monitor monitor) {
    return monitor.options().noDataAfter().map(after -> after.toMinutes() + " minutes").orElse("a while");
  }

  private static String span(String window) {
    return window.replace('_', ' ');
  }

  private static String band(Reading reading, String unit) {
    var ends = reading.low()
        .flatMap(low -> reading.high().map(high -> " (" + shown(low, "") + " to " + shown(high, unit) + ")")).orElse("");
    return reading.expected().map(expected -> ", where " + shown(expected, unit) + " was expected" + ends).orElse("");
  }

  private static String threshold(AlertState state, Reading reading, String unit) {
    return state == AlertState.OK ? ": all is well again"
        : reading.threshold().map(crossed -> ", past the " + (state == AlertState.ALERT ? "alert" : "warning") + " threshold of "
            + shown(crossed, unit)).orElse("");
  }

  private static String causes(List<Contributor> contributors, String unit) {
    return Optional.of(contributors).filter(some -> !some.isEmpty()).map(List::getFirst).map(first -> "; most of it is "
        + first.orgName() + ": " + shown(first.value(), unit) + " instead of " + shown(first.expected(), unit)).orElse("");
  }

  /** Four digits, with the unit's thousands: {@code 12.35 Gbyte}. */
  static String shown(BigDecimal value, String unit) {
    var rest = value;
    int thousands = 0;
    while (rest.abs().compareTo(THOUSAND) >= 0 && thousands < PREFIXES.length - 1) {
      rest = rest.divide(THOUSAND, MathContext.DECIMAL64);
      thousands++;
    }
    var number = rest.round(SHORT).stripTrailingZeros().toPlainString();
    var suffix = PREFIXES[thousands] + unit;
    return suffix.isEmpty() ? number : unit.equals("%") && thousands == 0 ? number + " %" : number + " " + suffix;
  }
}
