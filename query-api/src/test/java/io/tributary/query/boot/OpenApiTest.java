package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.query.World;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Walks the document that a running server gives out, and asks the server everything that is in it. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static RunningServer server;
  private static JsonNode document;

  /** An operation of the document. */
  private record Documented(String method, String path, JsonNode node) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    var world = new World().use("a", "infra_hosts:host_count", "2026-03-04T14:00:00Z", "12");
    world.trust("par");
    server = RunningServer.editable(world);
    document = server.get("par", "/api/openapi.json").json();
    // The examples are one small world, which the operator's example makes.
    var put = operations().stream().filter(operation -> operation.path().equals("/admin/v1/world") && operation.method().equals("PUT"))
        .findFirst().orElseThrow();
    var made = HTTP.send(request(put, false, Optional.of("par")), BodyHandlers.ofInputStream());
    assertEquals(200, made.statusCode(), new String(made.body().readAllBytes(), StandardCharsets.UTF_8));
    world.trust("example-partner");
    world.trust("s");
  }

  @AfterAll
  static void stop() {
    server.close();
    HTTP.close();
  }

  private static List<Documented> operations() {
    var operations = new ArrayList<Documented>();
    document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method ->
        operations.add(new Documented(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    return operations;
  }

  @Test
  void everyRouteOfTheServerIsDescribed() {
    var undescribed = operations().stream().filter(operation -> operation.node().has("x-undescribed")).map(Documented::toString).toList();
    assertEquals(List.of(), undescribed, "say what they are in one of the tables of io.tributary.query.openapi");
    assertTrue(operations().size() > 30);
  }

  @Test
  void everythingDescribedIsARouteOfTheServer() {
    assertTrue(document.path("x-without-route").isMissingNode(), document.path("x-without-route").toString());
  }

  @Test
  void everyOperationHasANameOfItsOwn() {
    var ids = operations().stream().map(operation -> operation.node().get("operationId").asText()).toList();
    assertEquals(ids.size(), new TreeSet<>(ids).size());
  }

  @Test
  void everyExampleIsAnsweredAsTheDocumentSays() throws Exception {
    for (var operation : operations()) {
      int answer = check(operation, false);
      if (operation.method().equals("GET")) {
        // An id that is given out when something is made cannot be an example.
        boolean there = !operation.path().contains("{") || operation.node().toString().contains("\"example\":\"example-")
            || operation.path().startsWith("/health/") || operation.path().startsWith("/api/docs/");
        // It needs one of two parameters, which the document cannot say.
        boolean either = operation.path().endsWith("/top_avg_metrics");
        assertEquals(either ? 400 : there ? 200 : 404, answer, operation.toString());
      }
    }
  }

  @Test
  void soIsEveryOneWithAllParametersThatMayBeLeftOut() throws Exception {
    for (var operation : operations()) {
      if (operation.method().equals("GET")) {
        check(operation, true);
      }
    }
  }

  @Test
  void withoutKeysOnlyWhatIsOpenIsAnswered() throws Exception {
    for (var operation : operations()) {
      var request = request(operation, false, Optional.empty());
      var answer = HTTP.send(request, BodyHandlers.ofInputStream());
      boolean open = operation.node().path("security").isArray() && operation.node().get("security").isEmpty();
      assertEquals(!open, answer.statusCode() == 403, operation + " answers " + answer.statusCode());
      answer.body().close();
    }
  }

  private static int check(Documented operation, boolean everything) throws Exception {
    var answer = ask(operation, everything);
    var responses = operation.node().get("responses");
    var documented = responses.path(Integer.toString(answer.statusCode()));
    var type = answer.headers().firstValue("Content-Type").map(text -> text.split(";")[0].strip()).orElse("");
    try (var in = answer.body()) {
      if (type.equals("text/event-stream")) {
        assertTrue(documented.path("content").has(type), operation.toString());
        return answer.statusCode();
      }
      var body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(documented.isObject(), operation + " answers " + answer.statusCode() + ", which is not documented: " + body);
      assertTrue(documented.path("content").has(type), operation + " answers " + answer.statusCode() + " with " + type + ": " + body);
      if (type.endsWith("json")) {
        conforms(documented.at("/content/" + type.replace("/", "~1") + "/schema"), JSON.readTree(body),
            operation + " " + answer.statusCode());
      }
    }
    return answer.statusCode();
  }

  private static HttpResponse<InputStream> ask(Documented operation, boolean everything) throws IOException, InterruptedException {
    if (operation.path().startsWith("/admin/")) {
      return HTTP.send(request(operation, everything, Optional.of("par")), BodyHandlers.ofInputStream());
    }
    var answer = HTTP.send(request(operation, everything, Optional.of("example-partner")), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 403) {
      return answer;
    }
    // What a partner does not see, a direct customer does.
    answer.body().close();
    return HTTP.send(request(operation, everything, Optional.of("s")), BodyHandlers.ofInputStream());
  }

  private static HttpRequest request(Documented operation, boolean everything, Optional<String> org) {
    var path = operation.path();
    var query = new ArrayList<String>();
    for (var parameter : operation.node().path("parameters")) {
      var name = parameter.get("name").asText();
      var value = value(parameter);
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", encoded(value.orElseThrow()));
      } else if (value.isPresent() && (everything || parameter.get("required").asBoolean())) {
        query.add(encoded(name) + "=" + encoded(value.get()));
      }
    }
    var request = HttpRequest.newBuilder(URI.create(server.url() + path + (query.isEmpty() ? "" : "?" + String.join("&", query))));
    org.ifPresent(of -> request.header("DD-API-KEY", "api-" + of).header("DD-APPLICATION-KEY", "all-" + of));
    var content = operation.node().at("/requestBody/content");
    if (content.isMissingNode()) {
      return request.method(operation.method(), BodyPublishers.noBody()).build();
    }
    var json = content.get("application/json").get("example").toString();
    return request.header("Content-Type", "application/json").method(operation.method(), BodyPublishers.ofString(json)).build();
  }

  private static Optional<String> value(JsonNode parameter) {
    var schema = parameter.get("schema");
    for (var found : List.of(parameter.path("example"), schema.path("default"), schema.at("/enum/0"), schema.at("/items/enum/0"))) {
      if (!found.isMissingNode()) {
        return Optional.of(found.asText());
      }
    }
    return Optional.empty();
  }

  /** That a value is what a schema says, as far as ours go. */
  private static void conforms(JsonNode schema, JsonNode value, String where) {
    var reference = schema.path("$ref").asText();
    if (!reference.isEmpty()) {
      conforms(document.at(reference.substring(1)), value, where);
      return;
    }
    if (value.isNull() && (schema.path("nullable").asBoolean() || !schema.has("type"))) {
      return;
    }
    var types = Map.of("string", value.isTextual(), "integer", value.isIntegralNumber(), "number", value.isNumber(), "boolean",
        value.isBoolean(), "array", value.isArray(), "object", value.isObject());
    assertTrue(types.getOrDefault(schema.path("type").asText(), true), where + " is no " + schema.path("type").asText() + ": " + value);
    schema.path("required").forEach(name -> assertTrue(value.has(name.asText()), where + " has no " + name + ": " + value));
    value.properties().forEach(field -> {
      var known = schema.path("properties").path(field.getKey());
      conforms(known.isMissingNode() ? schema.path("additionalProperties") : known, field.getValue(), where + "." + field.getKey());
    });
    if (value.isArray()) {
      value.forEach(item -> conforms(schema.path("items"), item, where + "[]"));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void thePageLoadsNothingFromElsewhere() throws Exception {
    var page = server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/docs")).build());
    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    assertTrue(page.header("Content-Security-Policy").startsWith("default-src 'none'"));
    assertTrue(!page.raw().body().contains("http"), page.raw().body());
    for (var file : List.of("page.js", "page.css", "swagger-ui.css", "swagger-ui-bundle.js")) {
      assertTrue(page.raw().body().contains("docs/" + file), file);
      var part = server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/docs/" + file)).build());
      assertEquals(200, part.status(), file);
      assertEquals(file.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8", part.header("Content-Type"));
    }
    for (var other : List.of("page.html", "..%2fapplication.yml", "%2e%2e%2fapplication.yml", "x")) {
      assertEquals(404, server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/docs/" + other)).build()).status(), other);
    }
  }
}
