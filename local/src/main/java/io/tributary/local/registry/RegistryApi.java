package io.tributary.local.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confluent's REST API: finds the question in the path, and puts the answer or the refusal into their JSON. */
final class RegistryApi implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryApi.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Set<String> ACCEPTED =
      Set.of(CONTENT_TYPE, "application/vnd.schemaregistry+json", "application/json", "application/octet-stream");
  private static final int MAX_BODY = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Registry registry;

  RegistryApi(Registry registry) {
    this.registry = registry;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      Object answer;
      try {
        answer = answer(exchange);
      } catch (Refusal e) {
        status = e.status();
        answer = error(e.code(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        status = 500;
        answer = error(50001, "Error in the backend data store");
      }
      var body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Object answer(HttpExchange exchange) throws IOException {
    var parts = Arrays.stream(exchange.getRequestURI().getRawPath().split("/")).filter(part -> !part.isEmpty())
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)).toArray(String[]::new);
    var query = query(exchange);
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(parts, query);
      case "POST" -> post(parts, query, body(exchange));
      case "PUT" -> put(parts, body(exchange));
      default -> throw Refusal.http(405, "This registry does not do " + exchange.getRequestMethod() + ".");
    };
  }

  private Object get(String[] path, Map<String, String> query) {
    return switch (route(path)) {
      case "" -> Map.of();
      case "subjects" -> registry.ask(Subjects::names);
      case "subjects/*/versions" -> registry.ask(s -> s.versions(path[1]).stream().map(Registered::version).toList());
      case "subjects/*/versions/*" -> json(registry.ask(s -> s.version(path[1], path[3])));
      case "schemas/types" -> List.of("AVRO");
      case "schemas/ids/*" -> Map.of("schema", byId(path[2]).text());
      case "schemas/ids/*/versions" -> {
        var id = byId(path[2]).id();
        yield registry.ask(s -> s.usesOf(id)).stream().map(one -> Map.of("subject", one.subject(), "version", one.version())).toList();
      }
      case "config" -> Map.of("compatibilityLevel", registry.ask(Subjects::defaultLevel));
      case "config/*" -> {
        var own = registry.ask(s -> s.ownLevel(path[1]));
        if (own.isEmpty() && !Boolean.parseBoolean(query.get("defaultToGlobal"))) {
          throw Refusal.noConfigOfItsOwn(path[1]);
        }
        yield Map.of("compatibilityLevel", own.orElseGet(() -> registry.ask(Subjects::defaultLevel)));
      }
      case "mode" -> Map.of("mode", "READWRITE");
      default -> throw Refusal.http(404, "HTTP 404 Not Found");
    };
  }

  private Object post(String[] path, Map<String, String> query, JsonNode body) {
    return switch (route(path)) {
      case "subjects/*/versions" -> Map.of("id", registry.register(path[1], schema(body)).id());
      case "subjects/*" -> {
        var schema = schema(body);
        yield json(registry.ask(s -> {
          s.versions(path[1]);
          return s.find(path[1], schema).orElseThrow(() -> Refusal.schemaNotFound("Schema"));
        }));
      }
      case "compatibility/subjects/*/versions" -> verdict(registry.problems(path[2], schema(body)), query);
      case "compatibility/subjects/*/versions/*" -> {
        var schema = schema(body);
        yield verdict(registry.ask(s -> s.level(path[2]).problems(schema, s.version(path[2], path[4]).schema())), query);
      }
      default -> throw Refusal.http(404, "HTTP 404 Not Found");
    };
  }

  private Object put(String[] path, JsonNode body) {
    var level = Compatibility.of(body.path("compatibility").asText());
    switch (route(path)) {
      case "config" -> registry.configure(null, level);
      case "config/*" -> registry.configure(path[1], level);
      default -> throw Refusal.http(404, "HTTP 404 Not Found");
    }
    return Map.of("compatibility", level);
  }

  /** The path with a star for every part that is a name: the fixed words stand at fixed places. */
  private static String route(String[] path) {
    var names = path.length == 0 ? Set.<Integer>of() : switch (path[0]) {
      case "subjects" -> Set.of(1, 3);
      case "config" -> Set.of(1);
      case "schemas" -> Set.of(2);
      case "compatibility" -> Set.of(2, 4);
      default -> Set.<Integer>of();
    };
    var route = new StringBuilder();
    for (int i = 0; i < path.length; i++) {
      route.append(i == 0 ? "" : "/").append(names.contains(i) ? "*" : path[i]);
    }
    return route.toString();
  }

  private Registered byId(String id) {
    return registry.ask(s -> id.matches("[0-9]{1,9}") ? s.byId(Integer.parseInt(id)) : Optional.<Registered>empty())
        .orElseThrow(() -> Refusal.schemaNotFound("Schema " + id));
  }

  private static Schema schema(JsonNode body) {
    var type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw Refusal.invalidSchema("this registry keeps AVRO schemas only, not " + type);
    }
    if (!body.path("references").isEmpty()) {
      throw Refusal.invalidSchema("this registry does not keep references between schemas; write the referenced types out");
    }
    if (body.path("schema").asText().isEmpty()) {
      throw Refusal.invalidSchema("the field 'schema' is missing or empty");
    }
    return Registry.parse(body.path("schema").asText());
  }

  private static ObjectNode json(Registered one) {
    return JSON.createObjectNode().put("subject", one.subject()).put("version", one.version()).put("id", one.id())
        .put("schema", one.text());
  }

  private static ObjectNode verdict(List<String> problems, Map<String, String> query) {
    var verdict = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
    if (Boolean.parseBoolean(query.get("verbose"))) {
      verdict.set("messages", JSON.valueToTree(problems));
    }
    return verdict;
  }

  private static ObjectNode error(int code, String message) {
    return JSON.createObjectNode().put("error_code", code).put("message", message);
  }

  /** Parameters that change nothing here ({@code normalize}, {@code deleted}, {@code subject}) are let through unread. */
  private static Map<String, String> query(HttpExchange exchange) {
    var query = exchange.getRequestURI().getQuery();
    return query == null ? Map.of() : Arrays.stream(query.split("&")).map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "true", (first, second) -> second));
  }

  /** A web page of another site cannot send these content types without asking first, and that question is refused. */
  private static JsonNode body(HttpExchange exchange) throws IOException {
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !ACCEPTED.contains(type.split(";")[0].strip().toLowerCase(Locale.ROOT))) {
      throw Refusal.http(415, "HTTP 415 Unsupported Media Type");
    }
    var bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw Refusal.http(413, "A request may have " + MAX_BODY + " bytes.");
    }
    try {
      var body = JSON.readTree(bytes);
      if (!body.isObject()) {
        throw Refusal.http(400, "The body is not a JSON object.");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Refusal.http(400, "The body is not JSON: " + e.getOriginalMessage());
    }
  }
}
