package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A monitor's message for one alert. Of the reference system's templates it knows the conditions on the state
 * ({@code {{#is_alert}}…{{/is_alert}}}, {@code {{^is_recovery}}…{{/is_recovery}}}) and the values {@code {{value}}},
 * {@code {{threshold}}} and {@code {{TAG.name}}} of the group's tags; what it does not know stays as it was written.
 */
final class MessageTemplate {
  private static final Pattern CONDITION = Pattern.compile("\\{\\{([#^])(\\w+)}}(.*?)\\{\\{/\\2}}", Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("\\{\\{\\s*([\\w.]+)\\s*}}");
  /** Conditions may stand in each other, but nobody needs them deeper. */
  private static final int DEEPEST = 4;

  private MessageTemplate() {}

  static String render(String message, Alert alert) {
    var text = message;
    for (int depth = 0; depth < DEEPEST && CONDITION.matcher(text).find(); depth++) {
      text = CONDITION.matcher(text).replaceAll(found -> holds(found.group(2), alert)
          .map(holds -> holds == found.group(1).equals("#") ? found.group(3) : "").map(Matcher::quoteReplacement)
          .orElseGet(() -> Matcher.quoteReplacement(found.group())));
    }
    var values = values(alert);
    return VALUE.matcher(text).replaceAll(found ->
        Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  private static Optional<Boolean> holds(String condition, Alert alert) {
    return switch (condition) {
      case "is_alert" -> Optional.of(alert.to() == AlertState.ALERT);
      case "is_warning" -> Optional.of(alert.to() == AlertState.WARN);
      case "is_no_data" -> Optional.of(alert.to() == AlertState.NO_DATA);
      case "is_recovery" -> Optional.of(alert.to() == AlertState.OK);
      case "is_alert_recovery" -> Optional.of(alert.to() == AlertState.OK && alert.from() == AlertState.ALERT);
      case "is_warning_recovery" -> Optional.of(alert.to() == AlertState.OK && alert.from() == AlertState.WARN);
      case "is_renotify" -> Optional.of(alert.renotify());
      default -> Optional.empty();
    };
  }

  private static Map<String, String> values(Alert alert) {
    var values = new HashMap<String, String>();
    values.put("value", alert.reading().value().map(AlertText::number).orElse("no data"));
    alert.reading().threshold().map(AlertText::number).ifPresent(threshold -> values.put("threshold", threshold));
    alert.group().forEach((tag, value) -> values.put(tag + ".name", value));
    return values;
  }
}
