package io.tributary.query.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A parameter of a request.
 *
 * @param schema with {@code x-precision} for times (what they are cut down to), and with a {@code format} for the ids of things
 * @param text a sentence, or nothing where the name says all
 */
record Parameter(String name, boolean inPath, boolean required, ObjectNode schema, String text) {
  /** What times may be cut down to. */
  enum Precision { MONTH, DAY, HOUR }

  static Parameter time(String name, Precision precision, String text) {
    var schema = Shape.node("string").put("format", "date-time");
    return query(name, schema.put("x-precision", precision.name().toLowerCase(Locale.ROOT)), text);
  }

  static Parameter flag(String name, String text) {
    return query(name, Shape.node("boolean").put("default", false), text);
  }

  static Parameter number(String name, int least, int most, int absent, String text) {
    var schema = Shape.node("integer").put("format", "int32");
    return query(name, schema.put("minimum", least).put("maximum", most).put("default", absent), text);
  }

  /** One of some texts; the first is meant where none is given. */
  static Parameter oneOf(String name, List<String> values, String text) {
    var schema = Shape.node("string").put("default", values.getFirst());
    values.forEach(schema.withArrayProperty("enum")::add);
    return query(name, schema, text);
  }

  /** Some of these, with commas. */
  static Parameter someOf(String name, Collection<String> values, String text) {
    var schema = Shape.node("array");
    var item = schema.putObject("items").put("type", "string");
    values.forEach(item.withArrayProperty("enum")::add);
    return query(name, schema, text);
  }

  /** Ids of things, with commas. */
  static Parameter ids(String name, String format, String text) {
    var schema = Shape.node("array");
    schema.putObject("items").put("type", "string").put("format", format);
    return query(name, schema, text);
  }

  /** @param format what it names, or nothing */
  static Parameter text(String name, String format, String text) {
    var schema = Shape.node("string");
    return query(name, format.isEmpty() ? schema : schema.put("format", format), text);
  }

  private static Parameter query(String name, ObjectNode schema, String text) {
    return new Parameter(name, false, false, schema, text);
  }

  /** @param format what it names */
  static Parameter path(String name, String format, String example) {
    return new Parameter(name, true, true, Shape.node("string").put("format", format).put("example", example), "");
  }

  Parameter must() {
    return new Parameter(name, inPath, true, schema, text);
  }

  Parameter example(String example) {
    return new Parameter(name, inPath, required, schema.deepCopy().put("example", example), text);
  }
}
