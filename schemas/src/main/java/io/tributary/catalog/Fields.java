package io.tributary.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object and notes every problem instead of stopping at the first. A value that is
 * present in the JSON but of the wrong kind is a problem and reads as absent.
 */
final class Fields {
  private final JsonNode json;
  private final String where;
  private final List<String> problems;
  private final Set<String> known = new HashSet<>();

  Fields(JsonNode json, String where, List<String> problems) {
    this.json = json;
    this.where = where;
    this.problems = problems;
    if (!json.isObject()) {
      problem("must be an object");
    }
  }

  OptionalInt integer(String field) {
    var value = required(field);
    if (value.filter(JsonNode::canConvertToInt).filter(JsonNode::isIntegralNumber).isPresent()) {
      return OptionalInt.of(value.get().intValue());
    }
    value.ifPresent(other -> problem(field + " must be a whole number: " + other));
    return OptionalInt.empty();
  }

  Optional<String> text(String field) {
    return required(field).flatMap(value -> asText(field, value));
  }

  Optional<String> optionalText(String field) {
    return find(field).flatMap(value -> asText(field, value));
  }

  /** A mark for readers of the file, true or absent. */
  void flag(String field) {
    find(field).filter(value -> !value.isBoolean()).ifPresent(other -> problem(field + " must be true or false: " + other));
  }

  /** Empty when the field is absent. */
  List<JsonNode> array(String field) {
    var values = new ArrayList<JsonNode>();
    find(field).ifPresent(value -> {
      if (value.isArray()) {
        value.forEach(values::add);
      } else {
        problem(field + " must be an array");
      }
    });
    return values;
  }

  List<String> texts(String field) {
    return array(field).stream().flatMap(value -> asText(field, value).stream()).toList();
  }

  /** The object in {@code field}, which must be there, as fields of its own. */
  Fields object(String field) {
    var value = required(field);
    return new Fields(value.orElse(JsonNodeFactory.instance.objectNode()), where + " " + field, problems);
  }

  <T> Optional<T> parsed(String field, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      problem(field + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Call last: a field that nothing asked for is a problem. */
  void refuseOthers() {
    json.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        problem("unknown field '" + name + "'");
      }
    });
  }

  void problem(String problem) {
    problems.add(where + ": " + problem);
  }

  private Optional<String> asText(String field, JsonNode value) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      problem(field + " must be a text that is not blank: " + value);
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  private Optional<JsonNode> required(String field) {
    var value = find(field);
    if (value.isEmpty() && json.isObject()) {
      problem(field + " is missing");
    }
    return value;
  }

  private Optional<JsonNode> find(String field) {
    known.add(field);
    return Optional.ofNullable(json.get(field)).filter(value -> !value.isNull());
  }
}
