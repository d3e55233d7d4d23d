package io.tributary.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server's OpenAPI document says may be asked of it. */
record Spec(List<Operation> operations) {
  /**
   * A parameter.
   *
   * @param example null when there is none
   */
  record Parameter(String name, boolean inPath, boolean required, JsonNode schema, String example) {}

  /** @param body an example of it; null when it has none */
  record Operation(String method, String path, List<Parameter> parameters, JsonNode body) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Spec of(JsonNode document) {
    var operations = new ArrayList<Operation>();
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method ->
        operations.add(operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    return new Spec(operations);
  }

  private static Operation operation(String method, String path, JsonNode node) {
    var parameters = new ArrayList<Parameter>();
    for (var parameter : node.path("parameters")) {
      parameters.add(new Parameter(parameter.path("name").asText(), parameter.path("in").asText().equals("path"),
          parameter.path("required").asBoolean(), parameter.path("schema"), parameter.path("example").asText(null)));
    }
    var body = node.at("/requestBody/content/application~1json/example");
    return new Operation(method, path, parameters, body.isMissingNode() ? null : body);
  }
}
