package io.tributary.query.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.alerting.Standing;
import io.tributary.model.NotReady;
import io.tributary.monitor.BuiltIn;
import io.tributary.query.EditableWorld;
import io.tributary.query.World;
import io.tributary.query.reader.MonitorStateReader;
import io.tributary.query.reader.UsageReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Monitors, downtimes, back-tests and metrics over HTTP, in some world. */
class MonitorsHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String BYTES = "logs:billable_ingested_bytes";
  private static final String METRIC = "sum:datadog.estimated_usage.logs.ingested_bytes";
  private static final String BIG = "{\"name\": \"Big\", \"type\": \"query alert\", \"message\": \"look\", \"query\": \"sum(last_5m):"
      + METRIC + "{*} by {child_org_name} > 100\", \"options\": {\"thresholds\": {\"critical\": 100, \"warning\": 50.5}}}";

  private final World world = new World();
  private ApplicationContext context;
  private int port;
  /** What the stream says of groups; empty: nobody can say. */
  private volatile Optional<List<GroupStatus>> states = Optional.empty();

  private record Answer(int status, JsonNode json) {
    List<String> problems() {
      var problems = new TreeSet<String>();
      json.path("problems").forEach(problem -> problems.add(problem.path("field").asText() + " " + problem.path("code").asText()));
      return List.copyOf(problems);
    }
  }

  @BeforeEach
  void start() {
    var control = new EditableWorld(world);
    context = ApplicationContext.builder().overrideConfigLocations("classpath:query-api/").deduceEnvironment(false).banner(false)
        .properties(Map.of("tributary.query.port", 0))
        .singletons(control, new Admin(control, InstantSource.fixed(World.NOW)), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
        .beanDefinitions(RuntimeBeanDefinition.builder(InstantSource.class, () -> InstantSource.fixed(World.NOW)).singleton(true)
                .replaces(InstantSource.class).build(),
            RuntimeBeanDefinition.builder(UsageReader.class, () -> world.reader).singleton(true).build(),
            RuntimeBeanDefinition.builder(MonitorStateReader.class, () -> this::states).singleton(true).build()).start();
    port = context.getBean(EmbeddedServer.class).start().getPort();
  }

  private List<GroupStatus> states(Set<Long> monitors) {
    if (states.isEmpty()) {
      throw new NotReady("a rebalance is under way", Duration.ofSeconds(1));
    }
    return states.get().stream().filter(status -> monitors.contains(status.monitor())).toList();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  private Answer send(String org, String key, String method, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("DD-API-KEY", "api-" + org)
        .header("DD-APPLICATION-KEY", key + "-" + org);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    var response = HTTP.send(request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body().isEmpty() ? "null" : response.body()));
  }

  private Answer send(String org, String method, String path, String body) throws Exception {
    return send(org, "all", method, path, body);
  }

  private Answer get(String org, String path) throws Exception {
    return send(org, "GET", path, null);
  }

  @Test
  void aMonitorIsWhatItsOwnerMadeOfIt() throws Exception {
    var made = send("par", "POST", "/api/v1/monitor", BIG);
    assertEquals(200, made.status(), made::toString);
    assertEquals(1, made.json().path("id").asInt());
    assertEquals("No Data", made.json().path("overall_state").asText());
    assertEquals("Key of par", made.json().at("/creator/name").asText());
    var edited = send("par", "PUT", "/api/v1/monitor/1", "{\"query\": \"sum(last_5m):" + METRIC + "{*} by {child_org_name} > 200\"}");
    assertEquals(200, edited.status(), edited::toString);
    assertEquals(200, edited.json().at("/options/thresholds/critical").asInt());
    assertEquals("50.5", edited.json().at("/options/thresholds/warning").asText());
    assertEquals("look", edited.json().path("message").asText());
    assertTrue(edited.json().path("overall_state").isNull(), "nobody keeps states here, so nobody can say");
    assertEquals(edited.json(), get("par", "/api/v1/monitor/1").json());
    assertEquals(1, get("par", "/api/v1/monitor?name=big&page=0&page_size=10").json().size());
    assertEquals(0, get("par", "/api/v1/monitor?monitor_tags=team:x").json().size());
    assertEquals(400, get("par", "/api/v1/monitor?page_size=0").status());
    assertEquals(1, send("par", "DELETE", "/api/v1/monitor/1", null).json().path("deleted_monitor_id").asInt());
    assertEquals(404, get("par", "/api/v1/monitor/1").status());
    assertEquals(2, send("a", "POST", "/api/v1/monitor", BIG).json().path("id").asInt(), "an id is given once");
  }

  @Test
  void whatIsBuiltInIsReadAndNothingElse() throws Exception {
    var builtIn = BuiltIn.firstUsage(world.directory.account("acme").orElseThrow());
    for (var org : List.of("a", "par")) {
      assertEquals(builtIn.name(), get(org, "/api/v1/monitor/" + builtIn.id()).json().path("name").asText());
      assertEquals(404, send(org, "DELETE", "/api/v1/monitor/" + builtIn.id(), null).status());
    }
    assertEquals(404, get("s", "/api/v1/monitor/" + builtIn.id()).status());
  }

  @Test
  void aMonitorSaysWhatItsGroupsSay() throws Exception {
    send("par", "POST", "/api/v1/monitor", BIG);
    assertTrue(get("par", "/api/v1/monitor/1").json().path("overall_state").isNull(), "what cannot be read is not OK");
    states = Optional.of(List.of());
    assertEquals("OK", get("par", "/api/v1/monitor/1").json().path("overall_state").asText());
    var since = World.NOW.minusSeconds(600);
    states = Optional.of(List.of(
        status("Org A", new Standing(AlertState.ALERT, AlertState.ALERT, 1, 5, since, World.NOW, 0)),
        status("Org A1", new Standing(AlertState.OK, AlertState.OK, 2, 5, since, World.NOW, 0))));
    var read = get("par", "/api/v1/monitor?group_states=all").json().path(0);
    assertEquals("Alert", read.path("overall_state").asText());
    assertEquals(2, read.at("/state/groups").size());
    var group = read.at("/state/groups").path("child_org_name:Org A");
    assertEquals("Alert", group.path("status").asText());
    assertEquals(since.getEpochSecond(), group.path("last_triggered_ts").asLong());
    assertEquals(World.NOW.getEpochSecond(), group.path("last_notified_ts").asLong());
    assertEquals("Org A", group.at("/contributors/0/org_name").asText(), "who caused it");
    assertEquals("12.5", group.at("/contributors/0/value").asText());
    assertEquals(1, get("par", "/api/v1/monitor/1?group_states=alert").json().at("/state/groups").size());
    assertTrue(get("par", "/api/v1/monitor/1").json().path("state").isMissingNode());
  }

  private static GroupStatus status(String org, Standing standing) {
    return new GroupStatus(1, Map.of("child_org_name", org), new Place(Optional.empty(), Optional.empty(), Optional.empty()),
        standing, Reading.NONE, List.of(new Contributor("a1", org, "acme", "Acme", new BigDecimal("12.5"), BigDecimal.TEN)));
  }

  @Test
  void nobodySeesSomebodyElses() throws Exception {
    send("a", "POST", "/api/v1/monitor", BIG);
    for (var other : List.of("par", "a1", "b", "s")) {
      assertEquals(404, get(other, "/api/v1/monitor/1").status(), other);
      assertEquals(404, send(other, "PUT", "/api/v1/monitor/1", BIG).status(), other);
      assertEquals(404, send(other, "DELETE", "/api/v1/monitor/1", null).status(), other);
      assertEquals(404, send(other, "POST", "/api/v1/monitor/1/mute", null).status(), other);
      assertEquals(404, send(other, "POST", "/api/v2/tributary/monitors/backtest", "{\"monitor_id\": 1}").status(), other);
      assertEquals(0, get(other, "/api/v1/monitor").json().size(), other);
    }
    assertEquals(403, send("a", "app", "GET", "/api/v1/monitor/1", null).status());
    assertEquals(403, send("stranger", "GET", "/api/v1/monitor", null).status());
  }

  @Test
  void everyProblemIsNamed() throws Exception {
    var bad = "{\"type\": \"log alert\", \"query\": \"avg(last_9d):sum:x.y{host:z} > 10\", \"options\": {\"timeout_h\": 4}}";
    for (var path : List.of("/api/v1/monitor", "/api/v1/monitor/validate")) {
      assertEquals(List.of("name missing", "query unknown_tag"), send("par", "POST", path, bad).problems());
      assertEquals(List.of("name missing", "options.thresholds.critical mismatch", "query out_of_range", "query unknown_metric",
          "type unknown_value"),
          send("par", "POST", path, bad.replace("host:z", "*").replace("\"timeout_h\": 4", "\"thresholds\": {\"critical\": 9}"))
              .problems());
      assertEquals(400, send("par", "POST", path, "no json").status());
    }
    var cost = BIG.replace("sum(last_5m):" + METRIC + "{*} by {child_org_name} > 100",
        "max(current_1mo):sum:tributary.projected_cost{*} > 100");
    assertEquals(200, send("par", "POST", "/api/v1/monitor/validate", cost).status());
    assertEquals(List.of("query not_supported"), send("a1", "POST", "/api/v1/monitor/validate", cost).problems());
    assertEquals(0, get("par", "/api/v1/monitor").json().size());
  }

  @Test
  void aDowntimeIsMadeChangedAndCancelled() throws Exception {
    send("par", "POST", "/api/v1/monitor", BIG);
    var soon = World.NOW.getEpochSecond() + 600;
    var made = send("par", "POST", "/api/v1/downtime", "{\"monitor_id\": 1, \"scope\": [\"child_org_name:Org A\"], \"end\": " + soon + "}");
    assertEquals(200, made.status(), made::toString);
    assertTrue(made.json().path("active").asBoolean());
    assertEquals("[\"child_org_name:Org A\"]", made.json().path("scope").toString());
    assertEquals(1, get("par", "/api/v1/monitor/1").json().path("matching_downtimes").size());
    assertEquals("moving", send("par", "PUT", "/api/v1/downtime/1", "{\"message\": \"moving\"}").json().path("message").asText());
    assertEquals(List.of("end end_before_start"), send("par", "PUT", "/api/v1/downtime/1", "{\"end\": 5}").problems());
    assertEquals(List.of("recurrence not_supported"),
        send("par", "PUT", "/api/v1/downtime/1", "{\"recurrence\": {\"type\": \"days\"}}").problems());
    assertEquals(404, get("a", "/api/v1/downtime/1").status());
    assertEquals(204, send("par", "DELETE", "/api/v1/downtime/1", null).status());
    assertFalse(get("par", "/api/v1/downtime/1").json().path("active").asBoolean());
    assertEquals(0, get("par", "/api/v1/monitor/1/downtimes").json().size());
    assertEquals(1, send("par", "POST", "/api/v1/monitor/1/mute?end=" + soon, null).json().path("matching_downtimes").size());
    assertEquals(0, send("par", "POST", "/api/v1/monitor/1/unmute", null).json().path("matching_downtimes").size());
    assertEquals(2, get("par", "/api/v1/downtime").json().size());
    assertEquals(0, get("par", "/api/v1/downtime?current_only=true").json().size());
  }

  @Test
  void aBacktestSaysWhatWouldHaveBeenRaised() throws Exception {
    for (int slot = 0; slot < 60; slot++) {
      world.useSlot("a1", BYTES, World.NOW.minusSeconds(300L * (61 - slot)).toString(), slot >= 40 && slot < 45 ? "150" : "10");
    }
    world.useSlot("a", BYTES, World.NOW.minusSeconds(3000).toString(), "60");
    var tested = send("par", "POST", "/api/v2/tributary/monitors/backtest", "{\"monitor\": " + BIG + "}");
    assertEquals(200, tested.status(), tested::toString);
    assertEquals("5m", tested.json().path("resolution").asText());
    assertEquals(4, tested.json().path("raised").asInt(), tested::toString);
    var group = tested.json().at("/groups/1");
    assertEquals("child_org_name:Org A1", group.path("group").asText());
    var alert = group.at("/raised/0");
    assertEquals("Alert", alert.path("to").asText());
    assertEquals("150", alert.path("value").asText());
    assertEquals("100", alert.path("threshold").asText());
    assertEquals(World.NOW.minusSeconds(300L * 20), Instant.parse(alert.path("at").asText().replace("+00:00", "Z")));
    assertEquals("OK", group.at("/raised/1/to").asText());
    assertEquals("Warn", tested.json().at("/groups/0/raised/0/to").asText());
    var byHours = send("par", "POST", "/api/v2/tributary/monitors/backtest", "{\"monitor\": " + BIG + ", \"from\": "
        + World.NOW.minusSeconds(20 * 86_400).getEpochSecond() + "}");
    assertEquals("1h", byHours.json().path("resolution").asText());
    assertEquals(List.of("monitor missing"), send("par", "POST", "/api/v2/tributary/monitors/backtest", "{}").problems());
    assertEquals(List.of("monitor.query syntax"), send("par", "POST", "/api/v2/tributary/monitors/backtest",
        "{\"monitor\": {\"name\": \"x\", \"query\": \"?\"}}").problems());
    assertEquals(400, send("par", "POST", "/api/v2/tributary/monitors/backtest", "{\"monitor\": " + BIG + ", \"from\": 5}").status());
  }

  @Test
  void metricsAreInTheReferenceForm() throws Exception {
    world.useSlot("a1", BYTES, "2026-03-15T10:05:00Z", "12345678901234567.5");
    var query = METRIC + "{account_name:acme_inc} by {child_org_name}.as_count()";
    var from = Instant.parse("2026-03-15T10:00:00Z").getEpochSecond();
    var answer = get("par",
        "/api/v1/query?from=" + from + "&to=" + (from + 1200) + "&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("ok", answer.json().path("status").asText());
    var series = answer.json().at("/series/0");
    assertEquals(1, answer.json().path("series").size());
    assertEquals(1773569100000L, series.at("/pointlist/0/0").asLong());
    assertEquals("12345678901234567.5", series.at("/pointlist/0/1").decimalValue().toPlainString());
    assertEquals("account_name:acme_inc,child_org_name:Org A1", series.path("scope").asText());
    assertEquals("[\"child_org_name:Org A1\"]", series.path("tag_set").toString());
    assertEquals(METRIC + "{account_name:acme_inc,child_org_name:Org A1}.as_count()", series.path("expression").asText());
    assertEquals(300, series.path("interval").asInt());
    assertEquals("byte", series.at("/unit/0/name").asText());
    assertTrue(series.at("/unit/1").isNull());
    assertEquals(400, get("par", "/api/v1/query?from=1&to=2&query=x").status());
    assertEquals("[\"datadog.estimated_usage.logs.ingested_bytes\"]",
        get("a", "/api/v1/metrics?from=" + from).json().path("metrics").toString());
    assertEquals(1, get("a", "/api/v1/search?q=metrics:logs.ingested_bytes").json().at("/results/metrics").size());
    assertEquals("count", get("a", "/api/v1/metrics/tributary.estimated_usage.logs.ingested_bytes").json().path("type").asText());
    assertEquals(404, get("a", "/api/v1/metrics/nothing").status());
    assertEquals(403, send("a", "app", "GET", "/api/v1/search?q=x", null).status());
  }
}
