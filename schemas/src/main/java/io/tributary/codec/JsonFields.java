package io.tributary.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the fields of one JSON object and notes every problem instead of stopping at the first. A value of the wrong
 * kind is a problem and reads as absent.
 */
public final class JsonFields {
  /** More than anybody's prices need; a power of ten with a billion zeros, which nothing could print, is outside. */
  private static final int DIGITS = 40;
  private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1," + DIGITS + "}(\\.\\d{1," + DIGITS + "})?");

  private final JsonNode json;
  private final String path;
  private final List<Problem> problems;
  private final Set<String> known = new HashSet<>();

  /** @param path where the object stands, before the names of its fields; blank for the outermost */
  public JsonFields(JsonNode json, String path, List<Problem> problems) {
    this.json = json;
    this.path = path;
    this.problems = problems;
    if (!json.isObject()) {
      problems.add(new Problem(path, "not_an_object", "must be an object, not " + shown(json)));
    }
  }

  public static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  public OptionalInt integer(String field) {
    var value = required(field);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!value.get().isIntegralNumber() || !value.get().canConvertToInt()) {
      problem(field, "not_a_whole_number", "must be a whole number, not " + shown(value.get()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.get().intValue());
  }

  /**
   * An exact decimal: a number, or a text like {@code 0.10}; without trailing zeros, so that equal numbers are equal.
   *
   * @throws IllegalStateException when the JSON was parsed in a way that may have lost digits already
   */
  public Optional<BigDecimal> decimal(String field) {
    return required(field).flatMap(value -> asDecimal(field, value));
  }

  /** As {@link #decimal}, but the field may be absent. */
  public Optional<BigDecimal> optionalDecimal(String field) {
    return find(field).flatMap(value -> asDecimal(field, value));
  }

  public Optional<String> text(String field) {
    return required(field).flatMap(value -> asText(field, value));
  }

  public Optional<String> optionalText(String field) {
    return find(field).flatMap(value -> asText(field, value));
  }

  /** Whether the field is there and not null. */
  public boolean has(String field) {
    return find(field).isPresent();
  }

  /** Whether the field is there, be it with null: how a document takes something away. */
  public boolean names(String field) {
    known.add(field);
    return json.has(field);
  }

  /** A text that {@code parser} understands; it answers with an IllegalArgumentException to one that it does not. */
  public <T> Optional<T> parsed(String field, Function<String, T> parser) {
    return text(field).flatMap(text -> parse(field, text, parser));
  }

  /** As {@link #parsed}, but the field may be absent. */
  public <T> Optional<T> optionalParsed(String field, Function<String, T> parser) {
    return optionalText(field).flatMap(text -> parse(field, text, parser));
  }

  /** True or false; empty when the field is absent. */
  public Optional<Boolean> optionalBoolean(String field) {
    flag(field);
    return find(field).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
  }

  /** Only a mark for readers of the JSON: true, false or absent. */
  public void flag(String field) {
    find(field).filter(value -> !value.isBoolean())
        .ifPresent(value -> problem(field, "not_a_flag", "must be true or false, not " + shown(value)));
  }

  /** Empty when the field is absent. */
  public List<JsonNode> array(String field) {
    var values = new ArrayList<JsonNode>();
    find(field).ifPresent(value -> {
      if (value.isArray()) {
        value.forEach(values::add);
      } else {
        problem(field, "not_an_array", "must be an array, not " + shown(value));
      }
    });
    return values;
  }

  /** The objects in an array, each with its place: {@code orgs[3]}. Empty when the field is absent. */
  public List<JsonFields> objects(String field) {
    var values = array(field);
    return IntStream.range(0, values.size())
        .mapToObj(i -> new JsonFields(values.get(i), join(path, field) + "[" + i + "]", problems)).toList();
  }

  /** Where the object stands. */
  public String path() {
    return path;
  }

  /** Empty when the field is absent. */
  public List<String> texts(String field) {
    return array(field).stream().flatMap(value -> asText(field, value).stream()).toList();
  }

  /** The object in {@code field}, which must be there. */
  public JsonFields object(String field) {
    return new JsonFields(required(field).orElse(JsonNodeFactory.instance.objectNode()), join(path, field), problems);
  }

  /** The object in {@code field}; empty when the field is absent. */
  public Optional<JsonFields> optionalObject(String field) {
    return find(field).map(value -> new JsonFields(value, join(path, field), problems));
  }

  /** Call last: a field that nothing asked for is a problem. */
  public void refuseOthers() {
    json.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        problem(name, "unknown_field", "there is no such field");
      }
    });
  }

  public void problem(String field, String code, String detail) {
    problems.add(new Problem(join(path, field), code, detail));
  }

  private <T> Optional<T> parse(String field, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      problem(field, "unknown_value", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<BigDecimal> asDecimal(String field, JsonNode value) {
    boolean isFloat = value.isDouble() || value.isFloat();
    // What is no number (NaN) is a float in every tree.
    if (isFloat && value.asText().chars().anyMatch(Character::isDigit)) {
      throw new IllegalStateException(join(path, field) + " was parsed as a float; read decimals as BigDecimal");
    }
    var decimal = value.isNumber() && !isFloat ? Optional.of(value.decimalValue())
        : Optional.of(value).filter(JsonNode::isTextual).map(JsonNode::textValue).filter(DECIMAL.asMatchPredicate()).map(BigDecimal::new);
    if (decimal.isEmpty()) {
      problem(field, "not_a_decimal", "must be a decimal number, or one as a text, not " + shown(value));
      return Optional.empty();
    }
    var plain = decimal.get().stripTrailingZeros();
    if (plain.scale() > DIGITS || (long) plain.precision() - plain.scale() > DIGITS) {
      problem(field, "out_of_range", "has more than " + DIGITS + " digits before or after the point");
      return Optional.empty();
    }
    return Optional.of(plain.scale() < 0 ? plain.setScale(0) : plain);
  }

  private Optional<String> asText(String field, JsonNode value) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      problem(field, "not_a_text", "must be a text that is not blank, not " + shown(value));
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  private Optional<JsonNode> required(String field) {
    var value = find(field);
    if (value.isEmpty() && json.isObject()) {
      problem(field, "missing", "is required");
    }
    return value;
  }

  private Optional<JsonNode> find(String field) {
    known.add(field);
    return Optional.ofNullable(json.get(field)).filter(value -> !value.isNull());
  }

  private static String shown(JsonNode value) {
    var text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
