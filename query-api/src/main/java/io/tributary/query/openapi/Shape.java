package io.tributary.query.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;

/**
 * The form of a body, written as the body looks: {@code {orgs: [{public_id: string, region: string or null, (note): string}]}}. A name in
 * parentheses may be absent, one in angle brackets stands for any name. Other fields may always be there.
 */
final class Shape {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String OR_NULL = " or null";

  private Shape() {}

  /** As a JSON schema. */
  static ObjectNode of(String text) {
    try {
      return schema(YAML.readTree(text));
    } catch (IOException e) {
      throw new IllegalArgumentException("no shape: " + text, e);
    }
  }

  private static ObjectNode schema(JsonNode shape) {
    if (shape.isArray()) {
      var array = node("array");
      array.set("items", schema(shape.get(0)));
      return array;
    }
    return shape.isObject() ? object(shape) : leaf(shape.asText());
  }

  private static ObjectNode object(JsonNode shape) {
    var object = node("object");
    for (var field : shape.properties()) {
      var name = field.getKey();
      if (name.startsWith("<")) {
        object.set("additionalProperties", schema(field.getValue()));
      } else {
        boolean optional = name.startsWith("(");
        var plain = optional ? name.substring(1, name.length() - 1) : name;
        object.withObjectProperty("properties").set(plain, schema(field.getValue()));
        if (!optional) {
          object.withArrayProperty("required").add(plain);
        }
      }
    }
    return object;
  }

  private static ObjectNode leaf(String word) {
    boolean nullable = word.endsWith(OR_NULL);
    var type = nullable ? word.substring(0, word.length() - OR_NULL.length()) : word;
    var leaf = switch (type) {
      case "any" -> JsonNodeFactory.instance.objectNode();
      case "time" -> node("string").put("format", "date-time");
      case "integer" -> node("integer").put("format", "int64");
      case "string", "number", "boolean", "object" -> node(type);
      default -> throw new IllegalArgumentException("no type: " + word);
    };
    return nullable ? leaf.put("nullable", true) : leaf;
  }

  static ObjectNode node(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
