package io.tributary.query.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.catalog.Catalogue;
import io.tributary.query.openapi.Routes.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The OpenAPI document of one server. A route that nobody described is in it too, as {@code x-undescribed}; an operation without
 * a route, which this server does not have, is only named, in {@code x-without-route}.
 */
final class Document {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Integer, String> REFUSALS = new LinkedHashMap<>();

  static {
    REFUSALS.put(400, "Something of the request is wrong; each sentence says what.");
    REFUSALS.put(403, "The keys are not good, or may not ask this.");
    REFUSALS.put(404, "What the address names is not there, or not for these keys.");
    REFUSALS.put(406, "No answer has a form that `Accept` names.");
    REFUSALS.put(409, "Something else has the name, or would be lost.");
    REFUSALS.put(413, "The body is too long.");
    REFUSALS.put(415, "The body has a media type that is not read here.");
    REFUSALS.put(429, "Too often in this hour; `Retry-After` says when to come back.");
    REFUSALS.put(503, "It cannot be answered now; `Retry-After` says when to come back.");
  }

  private final Routes routes;
  private final Instant now;
  private final ObjectNode document = JsonNodeFactory.instance.objectNode();

  private Document(Routes routes, Instant now) {
    this.routes = routes;
    this.now = now;
  }

  /** What is said of operations, by group. */
  static Map<String, List<Operation>> described(Catalogue catalogue) {
    var groups = new LinkedHashMap<String, List<Operation>>();
    groups.put("Usage", UsageOperations.of(catalogue));
    groups.put("Cost", CostOperations.all());
    groups.put("Products", ProductOperations.all());
    groups.put("Metrics and monitors", MonitorOperations.all());
    groups.put("Access", TeamOperations.all());
    groups.put("Notifications", NotificationOperations.all());
    groups.put("Tributary", OwnOperations.of(catalogue));
    groups.put("Administration", AdminOperations.all());
    groups.put("Server", ServerOperations.all());
    return groups;
  }

  /** @param now what examples of times are made of */
  static ObjectNode of(Routes routes, Catalogue catalogue, Instant now) {
    return new Document(routes, now).write(described(catalogue));
  }

  private ObjectNode write(Map<String, List<Operation>> groups) {
    document.put("openapi", "3.0.3");
    document.putObject("info").put("title", "Tributary").put("version", "0.1.0").put("description", """
        Usage and cost of a partner's customers and their orgs. Times may have any ISO 8601 precision and are cut down; unknown \
        parameters are ignored. Every answer under `/api` says with `X-RateLimit-*` how often one may still ask, where there is a limit.""")
        .putObject("license").put("name", "Apache-2.0");
    document.putArray("servers").addObject().put("url", "/");
    secured(document);
    var tags = document.putArray("tags");
    var paths = document.putObject("paths");
    var seen = new HashSet<Route>();
    groups.forEach((group, operations) -> {
      tags.addObject().put("name", group);
      operations.forEach(operation -> routes.of(operation).ifPresentOrElse(route -> {
        seen.add(route);
        operation(paths, operation, route, group);
      }, () -> document.withArrayProperty("x-without-route").add(operation.id())));
    });
    routes.all().stream().filter(route -> !seen.contains(route)).forEach(route -> undescribed(paths, route));
    components();
    return document;
  }

  private static void secured(ObjectNode node) {
    var keys = node.putArray("security").addObject();
    keys.putArray("apiKeyAuth");
    keys.putArray("appKeyAuth");
  }

  private void operation(ObjectNode paths, Operation operation, Route route, String group) {
    var node = paths.withObjectProperty(operation.path()).putObject(operation.method().toLowerCase(Locale.ROOT));
    node.put("operationId", operation.id()).put("summary", operation.summary());
    Needs.of(operation).ifPresent(sentence -> node.put("description", sentence));
    node.putArray("tags").add(group);
    if (operation.deprecated()) {
      node.put("deprecated", true);
    }
    if (operation.open()) {
      node.putArray("security");
    }
    if (!operation.parameters().isEmpty()) {
      var parameters = node.putArray("parameters");
      operation.parameters().forEach(parameter -> parameter(parameters.addObject(), parameter));
    }
    operation.body().ifPresent(body -> {
      var request = node.putObject("requestBody").put("required", body.required());
      var types = request.putObject("content");
      for (var type : route.consumes().contains("*/*") ? List.of("application/json") : route.consumes()) {
        var content = types.putObject(type);
        content.set("schema", body.schema());
        content.set("example", read(body.example()));
      }
    });
    var responses = node.putObject("responses");
    var success = responses.putObject(Integer.toString(operation.success())).put("description", "The answer");
    if (operation.path().startsWith("/api/") && !operation.open()) {
      success.putObject("headers").putObject("X-RateLimit-Remaining").put("description", "How many more are answered in this hour.")
          .putObject("schema").put("type", "integer");
    }
    for (var type : operation.success() == 204 ? List.<String>of() : route.produces()) {
      var schema = success.withObjectProperty("content").putObject(type).putObject("schema");
      if (type.endsWith("json") && operation.answer().isPresent()) {
        schema.setAll(operation.answer().get());
      } else if (!type.endsWith("json")) {
        schema.put("type", "string");
      }
    }
    for (int status : operation.refusals()) {
      var response = responses.putObject(Integer.toString(status)).put("description", REFUSALS.get(status));
      var content = response.putObject("content");
      content.putObject("application/json").putObject("schema").put("$ref", "#/components/schemas/Errors");
      if (operation.jsonApi()) {
        content.putObject("application/vnd.api+json").putObject("schema").put("$ref", "#/components/schemas/ErrorsInJsonApi");
      }
    }
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + json, e);
    }
  }

  private void parameter(ObjectNode node, Parameter parameter) {
    node.put("name", parameter.name()).put("in", parameter.inPath() ? "path" : "query").put("required", parameter.required());
    if (!parameter.text().isEmpty()) {
      node.put("description", parameter.text());
    }
    var schema = parameter.schema().deepCopy();
    if (schema.path("type").asText().equals("array")) {
      node.put("style", "form").put("explode", false);
    }
    var example = schema.remove("example");
    var precision = schema.path("x-precision").asText();
    if (!precision.isEmpty()) {
      node.put("example", example(precision));
    } else if (example != null) {
      node.set("example", example);
    }
    node.set("schema", schema);
  }

  /** A month or a day that has begun, and an hour that is over. */
  private String example(String precision) {
    return switch (precision) {
      case "month" -> now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
      case "day" -> now.atOffset(ZoneOffset.UTC).toLocalDate().atStartOfDay(ZoneOffset.UTC).toInstant().toString();
      default -> now.minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC).withMinute(0).withSecond(0).withNano(0).toInstant().toString();
    };
  }

  private static void undescribed(ObjectNode paths, Route route) {
    var node = paths.withObjectProperty(route.path()).putObject(route.method().toLowerCase(Locale.ROOT)).put("x-undescribed", true);
    var names = Pattern.compile("\\{([^}/]+)}").matcher(route.path());
    while (names.find()) {
      node.withArrayProperty("parameters").addObject().put("name", names.group(1)).put("in", "path").put("required", true)
          .putObject("schema").put("type", "string");
    }
    node.putObject("responses").putObject("default").put("description", "The answer");
  }

  private void components() {
    var components = document.putObject("components");
    var schemes = components.putObject("securitySchemes");
    schemes.putObject("apiKeyAuth").put("type", "apiKey").put("in", "header").put("name", "DD-API-KEY");
    schemes.putObject("appKeyAuth").put("type", "apiKey").put("in", "header").put("name", "DD-APPLICATION-KEY");
    var schemas = components.putObject("schemas");
    schemas.set("Errors", Shape.of("{errors: [string]}"));
    schemas.set("ErrorsInJsonApi", Shape.of("""
        {errors: [{id: string or null, links: string or null, status: string, code: string or null, title: string, detail: string,
          source: string or null, meta: string or null}]}"""));
  }
}
