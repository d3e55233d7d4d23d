package io.tributary.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What goes wrong in values, encodings and bodies. */
final class Broken {
  private static final List<String> VALUES = List.of("", " ", "null", "undefined", "true", "0", "-1", "1", "500", "501", "1.5", "1e9",
      "1e400",
      "NaN", "Infinity", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
          "99999999999999999999999999",
      "0x10", "0000-00-00", "0000-01-01", "9999-12-31T23:59:60Z", "2026-02-30", "2026-13", "2026-00", "2026-W01-1", "+999999999-01-01",
      "-0001-01-01", "1970-01-01T00:00:00Z", "1969-12-31", "2026-03-01T24:00:00Z", "2026-03-01T00:00:00+18:00", "2026-03-01T00:00:00+19:00",
      "now", "today", "*", ",", ",,,", "all,all", ".", "..", "../../../etc/passwd", "/",
          "\\", "//", "a/b", "%", "%25", "{x}", "${x}", "#{x}",
      "' OR 1=1 --", "\"", "<script>", "\u0000", "\u0001", "\t", "\u0085", "\u2028", "\u202e", "\ufeff", "\ufffd", "\u00fc", "\ud83d\ude00",
      "\u0130", "e\u0301", "partner:", "account:", "org:", ":", "::", "family:1.0.0", "logs:2.0.0", "example-org", "example-account");
  /** In an address, as they are: none of them is right. */
  private static final List<String> RAW = List.of("%", "%2", "%zz", "%ff", "%c0%ae", "%ed%a0%80", "%f4%90%80%80", "%u0041", "\u00ff",
      "\u0080",
      "|", "^", "`", "\"", "<", ">", "{", "}", "[", "]",
          "\\", "#", "?", "&", ";", "=", "&&&", "%00", "%0d%0a", "%2f", "%5c", "+", "\u007f");

  private static final List<String> NO_BODIES = List.of("", "null", "[]", "{}", "\"\"", "0", "true", "{", "}", "[[", "{\"a\":}",
      "\u00ff\u00fe", "\u0000", "\u00ef\u00bb\u00bf{}", "//", "NaN");

  private Broken() {}

  static String value(RandomGenerator random) {
    return switch (random.nextInt(24)) {
      case 0 -> "x".repeat(random.nextInt(20_000));
      case 1 -> "\u00e9\u4e16".repeat(random.nextInt(500));
      case 2 -> "a,".repeat(random.nextInt(3000));
      default -> VALUES.get(random.nextInt(VALUES.size()));
    };
  }

  static String raw(RandomGenerator random) {
    return RAW.get(random.nextInt(RAW.size()));
  }

  /** The bytes of a body that is not quite this one, each a character. */
  static String body(JsonNode example, RandomGenerator random) {
    var text = example.toString();
    return switch (random.nextInt(12)) {
      case 0 -> text.substring(0, random.nextInt(text.length() + 1));
      case 1 -> NO_BODIES.get(random.nextInt(NO_BODIES.size()));
      case 2 -> "[".repeat(random.nextInt(20_000));
      case 3 -> "{\"a\":".repeat(random.nextInt(5_000));
      case 4 -> text.replace("\"", "\u00c3");
      case 5 -> text + text;
      case 6 -> "a: &x [*x]\nb: {c: *x}\n";
      case 7 -> "{\"" + "k".repeat(random.nextInt(60_000)) + "\": 1" + "0".repeat(random.nextInt(5_000)) + "}";
      default -> changed(example.deepCopy(), random).toString();
    };
  }

  /** One value somewhere in it is another, or gone, or more. */
  private static JsonNode changed(JsonNode node, RandomGenerator random) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      var name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(6)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(value(random), object.get(name));
        case 2 -> object.set(name, json(random));
        default -> object.set(name, changed(object.get(name), random));
      }
      return object;
    }
    if (node instanceof ArrayNode array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.remove(at);
        case 1 -> array.add(array.get(at));
        default -> array.set(at, changed(array.get(at), random));
      }
      return array;
    }
    return json(random);
  }

  private static JsonNode json(RandomGenerator random) {
    var nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(10)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt(-2, 3));
      case 3 -> nodes.numberNode(BigInteger.TEN.pow(random.nextInt(400)));
      case 4 -> nodes.numberNode(BigDecimal.ONE.scaleByPowerOfTen(-random.nextInt(400)));
      case 5 -> nodes.arrayNode();
      case 6 -> nodes.objectNode();
      case 7 -> nodes.arrayNode().add(nodes.objectNode().put("a", value(random)));
      default -> nodes.textNode(value(random));
    };
  }
}
