package io.tributary.query.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.alerting.Alert;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A webhook's own payload: its {@code $VARIABLES} as the reference system names them, each written so that it stays inside a JSON text. */
final class PayloadTemplate {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PayloadTemplate() {}

  static String render(String payload, Alert alert) {
    var values = values(alert);
    // The longest first, so that no name hides one that begins like it.
    var names = values.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed()).map(Pattern::quote)
        .collect(Collectors.joining("|"));
    return Pattern.compile("\\$(" + names + ")").matcher(payload)
        .replaceAll(found -> Matcher.quoteReplacement(escaped(values.get(found.group(1)))));
  }

  /** The fields of a JSON object as those of a form; what is no object, as one field {@code payload}. */
  static String form(String json) {
    try {
      var tree = JSON.readTree(json);
      if (tree != null && tree.isObject()) {
        return tree.properties().stream().map(field -> encoded(field.getKey()) + "=" + encoded(text(field.getValue())))
            .collect(Collectors.joining("&"));
      }
    } catch (JsonProcessingException e) {
      // As it is, then.
    }
    return "payload=" + encoded(json);
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.isNull() ? "" : value.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String escaped(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }

  private static Map<String, String> values(Alert alert) {
    var values = new HashMap<String, String>();
    values.put("ID", alert.id());
    values.put("ALERT_ID", Long.toString(alert.monitor()));
    values.put("ALERT_CYCLE_KEY", alert.monitor() + "/" + alert.groupName());
    values.put("ALERT_TITLE", AlertText.title(alert));
    values.put("ALERT_STATUS", alert.reason());
    values.put("ALERT_METRIC", alert.metric());
    values.put("ALERT_SCOPE", alert.groupName());
    values.put("ALERT_TRANSITION", AlertText.transition(alert));
    values.put("ALERT_TYPE", switch (alert.to()) {
      case OK -> "success";
      case WARN -> "warning";
      case ALERT, NO_DATA -> "error";
    });
    values.put("DATE", Long.toString(alert.at().toEpochMilli()));
    values.put("EVENT_MSG", AlertText.message(alert));
    values.put("EVENT_TITLE", AlertText.title(alert));
    values.put("EVENT_TYPE", "metric_alert_monitor");
    values.put("ORG_ID", alert.owner());
    values.put("TEXT_ONLY_MSG", AlertText.message(alert));
    values.put("VALUE", alert.reading().value().map(AlertText::number).orElse(""));
    values.put("THRESHOLD", alert.reading().threshold().map(AlertText::number).orElse(""));
    values.put("CONTRIBUTORS", String.join("; ", AlertText.contributors(alert)));
    return values;
  }
}
