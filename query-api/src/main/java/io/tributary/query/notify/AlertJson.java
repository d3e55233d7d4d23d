package io.tributary.query.notify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import java.math.BigDecimal;
import java.util.Optional;

/** Alerts as JSON: in our own form, and in Slack's, which others take too. */
final class AlertJson {
  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
      .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private AlertJson() {}

  static String standard(Alert alert) {
    var json = JSON.createObjectNode();
    json.put("id", alert.id()).put("type", alert.kind() == Alert.Kind.FIRST_USAGE ? "first_usage" : "monitor")
        .put("title", AlertText.title(alert)).put("transition", AlertText.transition(alert))
        .put("state", alert.to().label()).put("previous_state", alert.from().label()).put("renotify", alert.renotify());
    json.putObject("monitor").put("id", alert.monitor()).put("name", alert.monitorName());
    json.put("owner", alert.owner());
    text(json, "partner_public_id", alert.place().partner());
    text(json, "account_public_id", alert.place().account());
    text(json, "public_id", alert.place().org());
    var group = json.putObject("group");
    alert.group().forEach(group::put);
    json.put("metric", alert.metric()).put("unit", alert.unit());
    var reading = alert.reading();
    number(json, "value", reading.value());
    number(json, "expected", reading.expected());
    number(json, "expected_low", reading.low());
    number(json, "expected_high", reading.high());
    number(json, "threshold", reading.threshold());
    json.put("at", alert.at().toString()).put("since", alert.since().toString()).put("event_time", alert.caused().toString())
        .put("window_seconds", alert.window().toSeconds());
    var contributors = json.putArray("contributors");
    for (var each : alert.contributors()) {
      var one = contributors.addObject().put("public_id", each.org()).put("org_name", each.orgName())
          .put("account_public_id", each.account()).put("account_name", each.accountName());
      number(one, "value", Optional.of(each.value()));
      number(one, "expected", Optional.of(each.expected()));
      number(one, "deviation", Optional.of(each.deviation()));
    }
    json.put("reason", alert.reason()).put("message", AlertText.message(alert));
    return write(json);
  }

  /** {@code text} for all that show no more, and one attachment. */
  static String slack(Alert alert) {
    var json = JSON.createObjectNode().put("text", escaped(AlertText.title(alert)));
    var text = new StringBuilder(escaped(alert.reason()));
    var message = AlertText.message(alert);
    if (!message.isEmpty()) {
      text.append("\n\n").append(escaped(message));
    }
    text.append('\n');
    AlertText.facts(alert).forEach(fact -> text.append('\n').append(escaped(fact)));
    if (!alert.contributors().isEmpty()) {
      text.append("\n\nMost of it:");
      AlertText.contributors(alert).forEach(each -> text.append("\n• ").append(escaped(each)));
    }
    json.putArray("attachments").addObject().put("fallback", escaped(AlertText.title(alert))).put("color", color(alert.to()))
        .put("text", text.toString()).put("ts", alert.at().getEpochSecond());
    return write(json);
  }

  /** What Slack would read as a link, a mention or a shout to the whole channel is only text: names are not ours. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String color(AlertState state) {
    return switch (state) {
      case OK -> "good";
      case WARN -> "warning";
      case ALERT -> "danger";
      case NO_DATA -> "#7f7f7f";
    };
  }

  private static void text(ObjectNode json, String name, Optional<String> value) {
    json.put(name, value.orElse(null));
  }

  private static void number(ObjectNode json, String name, Optional<BigDecimal> value) {
    json.put(name, value.map(each -> each.signum() == 0 ? BigDecimal.ZERO : each.stripTrailingZeros()).orElse(null));
  }

  private static String write(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always written", e);
    }
  }
}
