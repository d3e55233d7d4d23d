package io.tributary.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.ingest.intake.Received;
import io.tributary.model.Problem;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.rules.Validation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A usage event on the wire: a CloudEvent 1.0 in JSON. {@code id}, {@code source}, {@code type} = {@code tributary.usage},
 * {@code subject} = the org's public id, {@code time} in RFC 3339, {@code data} = {{@code product_family},
 * {@code usage_type}, {@code quantity} | {@code entity}, {@code tags}}. Other attributes are allowed and ignored.
 *
 * @param json whatever was sent in an event's place
 */
record EventDto(JsonNode json) {
  private static final String TYPE = "tributary.usage";
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,9})?");
  private static final int MAX_DIGITS = 1000;

  /** The event as far as it can be read, and all that cannot be. What an event must hold is not asked here. */
  Received toDomain() {
    if (!json.isObject()) {
      return new Received(null, List.of(new Problem("event", "wrong_type", "an event must be an object, not " + kind(json))));
    }
    var problems = new ArrayList<Problem>(0);
    constant(problems, "specversion", "1.0");
    constant(problems, "type", TYPE);
    var data = json.path("data");
    if (absent(data)) {
      problems.add(new Problem("data", "missing", "data is required: the usage itself"));
    } else if (!data.isObject()) {
      problems.add(wrongType("data", "an object", data));
    }
    var event = new UsageEvent(
        text(problems, json, "id", "id"),
        text(problems, json, "source", "source"),
        text(problems, json, "subject", "subject"),
        text(problems, data, "product_family", "data.product_family"),
        text(problems, data, "usage_type", "data.usage_type"),
        time(problems),
        quantity(problems, data.path("quantity")),
        text(problems, data, "entity", "data.entity"),
        tags(problems, data.path("tags")));
    return new Received(event, List.copyOf(problems));
  }

  private void constant(List<Problem> problems, String name, String expected) {
    int before = problems.size();
    var value = text(problems, json, name, name);
    if (value == null && problems.size() == before) {
      problems.add(new Problem(name, "missing", name + " is required: \"" + expected + "\""));
    } else if (value != null && !value.equals(expected)) {
      problems.add(new Problem(name, "unsupported", name + " must be \"" + expected + "\", not \"" + shown(value) + "\""));
    }
  }

  private Instant time(List<Problem> problems) {
    var text = text(problems, json, "time", "time");
    if (text == null) {
      return null;
    }
    try {
      // Topics hold milliseconds: judge what they will hold.
      return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeParseException e) {
      problems.add(new Problem("time", "bad_time",
          "time must be RFC 3339 with an offset, as 2026-01-31T10:05:00.250+01:00, not \"" + shown(text) + "\""));
      return null;
    }
  }

  private static Quantity quantity(List<Problem> problems, JsonNode node) {
    if (absent(node)) {
      return null;
    }
    BigDecimal value;
    if (node.isNumber()) {
      value = node.decimalValue();
    } else if (!node.isTextual()) {
      problems.add(wrongType("data.quantity", "a number or a decimal string", node));
      return null;
    } else if (node.textValue().length() > MAX_DIGITS || !DECIMAL.matcher(node.textValue()).matches()) {
      problems.add(new Problem("data.quantity", "bad_number", "\"" + shown(node.textValue()) + "\" is no decimal number"));
      return null;
    } else {
      value = new BigDecimal(node.textValue());
    }
    var problem = Validation.quantity("data.quantity", value);
    if (problem != null) {
      problems.add(problem);
      return null;
    }
    return Quantity.of(value);
  }

  private static Map<String, String> tags(List<Problem> problems, JsonNode node) {
    if (absent(node)) {
      return Map.of();
    }
    if (!node.isObject()) {
      problems.add(wrongType("data.tags", "an object", node));
      return Map.of();
    }
    var tags = new LinkedHashMap<String, String>();
    for (var tag : node.properties()) {
      var value = tag.getValue();
      if (!value.isTextual()) {
        // One problem for all tags: a request may hold very many.
        problems.add(new Problem("data.tags", "wrong_type",
            "the value of tag '" + shown(tag.getKey()) + "' must be a string, not " + kind(value)));
        return Map.of();
      }
      if (!isText(tag.getKey()) || !isText(value.textValue())) {
        problems.add(new Problem("data.tags", "bad_character", "a tag contains half a surrogate pair"));
        return Map.of();
      }
      tags.put(tag.getKey(), value.textValue());
    }
    return tags;
  }

  private static String text(List<Problem> problems, JsonNode parent, String name, String field) {
    var node = parent.path(name);
    if (absent(node)) {
      return null;
    }
    if (!node.isTextual()) {
      problems.add(wrongType(field, "a string", node));
      return null;
    }
    if (!isText(node.textValue())) {
      problems.add(new Problem(field, "bad_character", field + " contains half a surrogate pair"));
      return null;
    }
    return node.textValue();
  }

  /** Half a surrogate pair has no UTF-8: two different ids would become one, and the second event a repeat. */
  private static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static Problem wrongType(String field, String expected, JsonNode actual) {
    return new Problem(field, "wrong_type", field + " must be " + expected + ", not " + kind(actual));
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      default -> "null";
    };
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
