package io.tributary.query.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.topics.ControlWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminHttpTest {
  private static final Instant NOW = Instant.parse("2026-05-10T10:20:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final InMemoryControl control = new InMemoryControl();
  private ApplicationContext context;
  private int port;

  @BeforeEach
  void start() {
    control.write(Bootstrap.operator("op-api", "op-app"));
    serve(control);
  }

  private void serve(EditableControl served) {
    context = ApplicationContext.builder().overrideConfigLocations("classpath:query-api/").deduceEnvironment(false).banner(false)
        .properties(Map.of("tributary.query.port", 0))
        .singletons(served, new Admin(served, InstantSource.fixed(NOW)), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).start();
    port = context.getBean(EmbeddedServer.class).start().getPort();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void aWorldIsAppliedInEitherFormAndReadBackInBoth() throws Exception {
    var yaml = """
        partners: [{public_id: p, name: P}]
        accounts: [{public_id: a, name: A, connections: [{partner: p, start: 2026-05-01}]}]
        orgs: [{public_id: r, name: R, account: a, children: [{public_id: c, name: C}]}]
        """;
    assertWritten(4, send("PUT", "/world", "application/yaml", yaml));
    var json = send("GET", "/world", null, null);
    assertEquals("application/json", json.headers().firstValue("Content-Type").orElse(""));
    assertWritten(0, send("PUT", "/world", "application/json", json.body()));
    var back = HTTP.send(request("/world").header("Accept", "application/yaml").GET().build(), BodyHandlers.ofString());
    assertEquals("application/yaml", back.headers().firstValue("Content-Type").orElse(""));
    assertTrue(back.body().contains("public_id: c"), back.body());
    assertWritten(0, send("PUT", "/world", "application/yaml", back.body()));
  }

  @Test
  void aBadWorldIsRefusedWithAllProblemsAndNothingIsWritten() throws Exception {
    var answer = send("PUT", "/world", "application/yaml", """
        partners: [{public_id: p, name: P}]
        orgs: [{public_id: a, name: A, parent: b}, {public_id: b, name: B, parent: a}, {public_id: c, name: C, parent: x}]
        """);
    assertEquals(400, answer.statusCode());
    assertEquals(List.of("orgs[2].parent: no org has the public id 'x'",
        "orgs[0].parent: a < b < a would be a circle from 1970-01-01T00:00:00Z"),
        JSON.convertValue(json(answer).get("errors"), List.class));
    assertEquals(JSON.readTree("""
        {"field": "orgs[2].parent", "code": "unknown_parent", "detail": "no org has the public id 'x'"}"""),
        json(answer).at("/problems/0"));
    assertEquals(0, control.directory().version());
    assertRefused(400, "", "not_readable", send("PUT", "/world", "application/json", "{"));
    assertRefused(400, "", "not_an_object", send("PUT", "/world", "application/yaml", ""));
    assertEquals(415, send("PUT", "/world", "text/html", "{}").statusCode());
  }

  @Test
  void eachThingHasItsAddress() throws Exception {
    assertWritten(1, put("/partners/p", "{\"name\": \"P\", \"region\": \"eu1\"}"));
    assertWritten(1, put("/accounts/a%20b", "{\"name\": \"A\"}"));
    assertWritten(1, put("/accounts/a%20b/connections", "{\"connections\": [{\"partner\": \"p\", \"start\": \"2026-05-10T12:00:00Z\"}]}"));
    assertWritten(1, put("/orgs/r", "{\"name\": \"R\", \"account\": \"a b\"}"));
    assertWritten(1, put("/orgs/c", "{\"name\": \"C\", \"parent\": \"r\"}"));
    assertWritten(0, put("/orgs/c", "{\"name\": \"C\", \"parent\": \"r\"}"));
    assertWritten(1, put("/orgs/d", "{\"name\": \"D\", \"parent\": \"r\"}"));
    assertWritten(1, send("POST", "/orgs/d/move", "application/json", "{\"parent\": \"c\"}"));
    assertWritten(1, put("/usage-types/made/built", "{\"unit\": \"piece\", \"scale\": 0, \"measure\": \"sum\", \"monthly\": \"sum\"}"));
    assertWritten(1, send("PUT", "/accounts/a%20b/closed-months/2026-04", null, null));
    assertWritten(1, put("/contracts/c%201", "{\"account\": \"a b\", \"partner\": \"p\", \"start\": \"2026-05-10T12:00:00Z\","
        + " \"currency\": \"USD\", \"rates\": [{\"dimension\": \"infra_host\", \"on_demand\": {\"price\": 15.50}}]}"));
    assertWritten(1, put("/pricing/c%201", "{\"published\": [{\"from\": \"2026-05-10T12:00:00Z\", \"default\": \"list\"}]}"));
    assertWritten(1, put("/roles/Finance", "{\"permissions\": [\"billing_read\"]}"));
    assertEquals(List.of("d", "c", "r"), control.directory().path("d", Hours.of(NOW) + 2).orElseThrow().orgs());
    assertTrue(control.directory().close("a b", Hours.monthOf(NOW) - 1).isPresent());
  }

  @Test
  void eachAddressSaysWhatIsWrong() throws Exception {
    assertRefused(400, "name", "missing", put("/partners/p", "{}"));
    assertRefused(400, "connections[0].partner", "unknown_partner",
        put("/accounts/a", "{\"name\": \"A\", \"connections\": [{\"partner\": \"p\", \"start\": \"2026-05-01\"}]}"));
    assertRefused(404, "", "not_found", put("/accounts/a/connections", "{\"connections\": []}"));
    assertRefused(400, "parent", "unknown_parent", put("/orgs/c", "{\"name\": \"C\", \"parent\": \"r\"}"));
    assertRefused(404, "", "not_found", send("POST", "/orgs/d/move", "application/json", "{\"parent\": \"c\"}"));
    assertRefused(400, "measure", "missing", put("/usage-types/made/built", "{\"unit\": \"piece\", \"scale\": 0, \"monthly\": \"sum\"}"));
    assertRefused(400, "account", "unknown_account", send("PUT", "/accounts/a/closed-months/2026-04", null, null));
    assertRefused(400, "month", "unknown_value", send("PUT", "/accounts/a/closed-months/April", null, null));
    assertRefused(400, "currency", "missing", put("/contracts/c", "{\"account\": \"a\", \"start\": \"2026-05-01\", \"rates\": []}"));
    assertRefused(400, "account", "unknown_account",
        put("/contracts/c", "{\"account\": \"a\", \"start\": \"2026-05-01\", \"currency\": \"USD\", \"rates\": []}"));
    assertRefused(400, "contract", "unknown_contract", put("/pricing/c", "{\"draft\": {}}"));
    assertRefused(400, "name", "managed", put("/roles/Tributary%20Operator", "{\"permissions\": []}"));
    assertRefused(400, "", "not_an_object", put("/roles/Finance", "[]"));
    assertRefused(404, "", "not_found", send("DELETE", "/keys/x", null, null));
    assertEquals(0, control.directory().version());
  }

  @Test
  void keysAreMadeListedAndRevoked() throws Exception {
    var made = send("POST", "/keys", "application/json", """
        {"kind": "api", "org": "tributary", "name": "feed", "sends": "every_org"}""");
    assertEquals(201, made.statusCode(), made.body());
    var plain = json(made).get("key").asText();
    assertEquals(Access.Sends.EVERY_ORG, control.access().apiKey(plain).orElseThrow().sends());
    var list = json(send("GET", "/keys", null, null)).get("keys");
    assertEquals(3, list.size());
    assertFalse(list.toString().contains(plain));
    assertWritten(1, send("DELETE", "/keys/" + json(made).get("id").asText(), null, null));
    assertTrue(control.access().apiKey(plain).isEmpty());
    assertRefused(400, "org", "unknown_org",
        send("POST", "/keys", "application/json", "{\"kind\": \"api\", \"org\": \"x\", \"name\": \"n\"}"));
  }

  @Test
  void nobodyButAnOperatorGetsIn() throws Exception {
    var api = control.access().apiKey("op-api").orElseThrow();
    control.write((directory, access) -> new ControlWriter.Decision.Write(List.of(), List.of(
        new Access.Change.PutApplicationKey(
            new Access.ApplicationKey("admin", Access.hash("admin-app"), api.org(), "x", "Datadog Admin Role", false)),
        new Access.Change.PutApiKey(new Access.ApiKey("other", Access.hash("other-api"), "other", "x", Access.Sends.EVERY_ORG, false)))));
    for (var keys : List.of(List.of("op-api", "admin-app"),
        List.of("other-api", "op-app"), List.of("nobody", "op-app"), List.of("op-api", "nobody"))) {
      for (var path : List.of("/world", "/keys", "/nothing")) {
        var answer = HTTP.send(bare(path).header("DD-API-KEY", keys.get(0)).header("DD-APPLICATION-KEY", keys.get(1)).GET().build(),
            BodyHandlers.ofString());
        assertEquals(403, answer.statusCode(), keys + path);
        assertFalse(json(answer).at("/errors/0").asText().isBlank());
      }
    }
    assertEquals(403, HTTP.send(bare("/world").header("DD-API-KEY", "op-api").GET().build(), BodyHandlers.ofString()).statusCode());
    var write = bare("/partners/p").header("DD-API-KEY", "op-api").header("DD-APPLICATION-KEY", "admin-app")
        .header("Content-Type", "application/json").PUT(BodyPublishers.ofString("{\"name\": \"P\"}")).build();
    assertEquals(403, HTTP.send(write, BodyHandlers.ofString()).statusCode());
    assertEquals(0, control.directory().version());
  }

  @Test
  void whatCannotBeWrittenNowIsToBeSentAgain() throws Exception {
    context.close();
    serve(new EditableControl() {
      @Override
      public boolean isCaughtUp() {
        return true;
      }

      @Override
      public Directory directory() {
        return control.directory();
      }

      @Override
      public Access access() {
        return control.access();
      }

      @Override
      public List<Problem> write(ControlWriter.Decider decider) {
        throw new IllegalStateException("no broker");
      }
    });
    var answer = put("/partners/p", "{\"name\": \"P\"}");
    assertEquals(503, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
    assertFalse(answer.body().contains("no broker"));
  }

  private void assertWritten(int changes, HttpResponse<String> answer) throws IOException {
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(JSON.readTree("{\"written\": " + changes + "}"), json(answer));
  }

  private void assertRefused(int status, String field, String code, HttpResponse<String> answer) throws IOException {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(field + " " + code, json(answer).at("/problems/0/field").asText() + " " + json(answer).at("/problems/0/code").asText());
    assertEquals(json(answer).get("errors").size(), json(answer).get("problems").size());
  }

  private HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
    return send("PUT", path, "application/json", json);
  }

  private HttpResponse<String> send(String method, String path, String type, String body) throws IOException, InterruptedException {
    var request = request(path).method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return HTTP.send((type == null ? request : request.header("Content-Type", type)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return bare(path).header("DD-API-KEY", "op-api").header("DD-APPLICATION-KEY", "op-app");
  }

  private HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/v1" + path)).timeout(Duration.ofSeconds(20));
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
