package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import io.tributary.query.reader.UsageReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryServerTest {
  private static final String HOURLY = "/api/v2/usage/hourly_usage";
  private static final String SUMMARY = "/api/v1/usage/summary";
  private static final String[] DAY = {"filter[timestamp][start]", "2026-03-04T00:10:00.335Z", "filter[product_families]", "infra_hosts"};

  private static World world;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    world = new World()
        .use("a", "infra_hosts:host_count", "2026-03-04T14:00:00Z", "12")
        .use("a1", "infra_hosts:host_count", "2026-03-04T14:00:00Z", "3")
        .use("b", "infra_hosts:host_count", "2026-03-04T15:00:00Z", "5")
        .use("b", "infra_hosts:host_count", "2026-03-10T00:00:00Z", "6")
        .use("s", "infra_hosts:host_count", "2026-03-04T14:00:00Z", "8")
        .use("a", "indexed_logs:logs_indexed_events_15_day_count", "2026-02-04T14:00:00Z", "100")
        .use("a1", "indexed_logs:logs_indexed_events_15_day_count", "2026-03-04T14:00:00Z", "20")
        .use("a1", "indexed_logs:logs_live_indexed_events_15_day_count", "2026-03-04T14:00:00Z", "19");
    server = new RunningServer(world, world.reader);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String[] and(String[] parameters, String... more) {
    var all = new ArrayList<>(List.of(parameters));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void assertErrors(int status, List<String> errors, Answer answer) {
    assertEquals(status, answer.status(), answer.raw().body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals(errors, StreamSupport.stream(answer.json().get("errors").spliterator(), false).map(JsonNode::asText).toList());
  }

  @Test
  void anHourlyRowHasTheReferencesShape() throws Exception {
    var answer = server.get("a", HOURLY, DAY);
    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals("2026-03-15T10:19:59.250Z", answer.header("X-Tributary-As-Of"));
    assertEquals(1, answer.json().get("data").size());
    var row = answer.json().at("/data/0");
    assertEquals("usage_timeseries", row.get("type").asText());
    assertTrue(row.get("id").asText().matches("[0-9a-f]{64}"));
    var attributes = row.get("attributes");
    assertEquals(List.of("account_name", "account_public_id", "org_name", "public_id", "region", "product_family", "timestamp",
        "measurements"), attributes.properties().stream().map(Map.Entry::getKey).toList());
    assertEquals("Acme Inc", attributes.get("account_name").asText());
    assertEquals("acme", attributes.get("account_public_id").asText());
    assertEquals("Org A", attributes.get("org_name").asText());
    assertEquals("a", attributes.get("public_id").asText());
    assertEquals("us1", attributes.get("region").asText());
    assertEquals("2026-03-04T14:00:00+00:00", attributes.get("timestamp").asText());
    assertTrue(answer.raw().body().contains("{\"usage_type\":\"host_count\",\"value\":12}"), answer.raw().body());
    assertTrue(answer.raw().body().contains("{\"usage_type\":\"aws_host_count\",\"value\":null}"));
    assertTrue(answer.json().at("/meta/pagination").has("next_record_id"));
    assertTrue(answer.json().at("/meta/pagination/next_record_id").isNull());
  }

  @Test
  void pagesFollowTheirCursors() throws Exception {
    var parameters = and(DAY, "filter[include_descendants]", "true", "filter[include_connected_accounts]", "true", "page[limit]", "2");
    var first = server.get("par", HOURLY, parameters);
    assertEquals(2, first.json().get("data").size());
    var cursor = first.json().at("/meta/pagination/next_record_id").asText();
    var second = server.get("par", HOURLY, and(parameters, "page[next_record_id]", cursor));
    assertEquals("b", second.json().at("/data/0/attributes/public_id").asText());
    assertTrue(second.json().at("/meta/pagination/next_record_id").isNull());
    var done = server.get("par", HOURLY, and(parameters, "page[next_record_id]", "null"));
    assertEquals(200, done.status());
    assertEquals(0, done.json().get("data").size());
    assertEquals(400, server.get("par", HOURLY, and(DAY, "page[next_record_id]", cursor)).status());
    assertEquals(400, server.get("a", HOURLY, and(parameters, "page[next_record_id]", cursor)).status());
  }

  @Test
  void keysDecideWhoGetsIn() throws Exception {
    for (var keys : new String[][] {{null, null}, {"api-a", null}, {null, "app-a"}, {"api-a", "app-b"}, {"api-nobody", "app-nobody"},
        {"api-stranger", "app-stranger"}}) {
      for (var path : List.of(HOURLY, SUMMARY, "/api/v1/org", "/api/v1/org/a")) {
        var answer = server.get(keys[0], keys[1], path, DAY);
        assertErrors(403, List.of("Forbidden"), answer);
        assertEquals("error", answer.json().get("status").asText());
        assertEquals(403, answer.json().get("code").asInt());
        assertTrue(answer.json().has("statuspage") && answer.json().has("twitter") && answer.json().has("email"));
      }
    }
    assertErrors(403, List.of("Forbidden: the application key's role lacks the permission usage_read"),
        server.get("api-a", "blind-a", HOURLY, DAY));
  }

  @Test
  void aChildsKeyMayNotAskForTheSummaryWhateverElseIsWrong() throws Exception {
    assertErrors(400, List.of("API called with non-parent org keys. Data is only available at the root level org"),
        server.get("a1", SUMMARY));
    assertEquals(200, server.get("a1", HOURLY, DAY).status());
  }

  @Test
  void everythingWrongIsSaidInOneShape() throws Exception {
    assertErrors(400, List.of("start_hr [2026-03-04T00] must be before end_hr [2026-03-03T00]"),
        server.get("a", HOURLY, and(DAY, "filter[timestamp][end]", "2026-03-03")));
    assertErrors(400, List.of("Start month cannot be in the future"), server.get("a", SUMMARY, "start_month", "2026-04-01T00:00:00+00:00"));
    assertErrors(400, List.of("The parameter 'start_month' is required"),
        server.get("a", SUMMARY, "include_org_details", "true", "unheard_of", "1"));
    assertErrors(404, List.of("org b not found"), server.get("a", "/api/v1/org/b"));
    assertErrors(404, List.of("org nobody not found"), server.get("a", "/api/v1/org/nobody"));
    var nowhere = server.get("a", "/api/v9/nothing");
    assertEquals(404, nowhere.status());
    assertEquals(1, nowhere.json().get("errors").size());
    var posted = server.send(HttpRequest.newBuilder(URI.create(server.url() + SUMMARY)).POST(BodyPublishers.ofString("{}"))
        .header("Content-Type", "application/json").build());
    assertEquals(405, posted.status());
    assertEquals(1, posted.json().get("errors").size());
  }

  @Test
  void parametersThatNobodyKnowsAreIgnored() throws Exception {
    assertEquals(200, server.get("a", HOURLY, and(DAY, "filter[unheard_of]", "1", "x", "y")).status());
  }

  @Test
  void aPlainClientWithAnUnescapedOffsetIsUnderstood() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + SUMMARY + "?start_month=2026-03-01T00:00:00+00:00"))
        .header("DD-API-KEY", "api-a").header("DD-APPLICATION-KEY", "app-a").build();
    assertEquals(200, server.send(request).status());
  }

  @Test
  void answersAreCompressedWithGzipOrNotAtAll() throws Exception {
    var summary = HttpRequest.newBuilder(URI.create(server.url() + SUMMARY + "?start_month=2026-03"))
        .header("DD-API-KEY", "api-a").header("DD-APPLICATION-KEY", "app-a");
    assertEquals("gzip", server.send(summary.copy().header("Accept-Encoding", "br, zstd, gzip").build()).header("Content-Encoding"));
    assertEquals("gzip", server.send(summary.copy().header("Accept-Encoding", "br, GZIP;q=0.5").build()).header("Content-Encoding"));
    assertNull(server.send(summary.copy().header("Accept-Encoding", "zstd1, br").build()).header("Content-Encoding"));
    assertNull(server.send(summary.copy().header("Accept-Encoding", "br, gzip; q=0.0, zstd").build()).header("Content-Encoding"));
    assertNull(server.send(summary.copy().build()).header("Content-Encoding"));
  }

  @Test
  void theSummaryHasTheReferencesShape() throws Exception {
    var answer = server.get("a", SUMMARY, "start_month", "2026-02", "end_month", "2026-03", "include_org_details", "true");
    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("2026-03-15T10:19:59.250Z", answer.header("X-Tributary-As-Of"));
    var body = answer.json();
    assertEquals("2026-02-01T00:00:00+00:00", body.get("start_date").asText());
    assertEquals("2026-03-31T00:00:00+00:00", body.get("end_date").asText());
    assertEquals("2026-03-15T10:19:59+00:00", body.get("last_updated").asText());
    assertEquals(0, body.get("infra_host_top99p_sum").asLong(), "the one hour is among the three that are dropped");
    assertEquals(2, body.get("usage").size());
    var march = body.at("/usage/1");
    assertEquals("2026-03-01T00:00:00+00:00", march.get("date").asText());
    assertEquals(List.of("a", "a1"),
        StreamSupport.stream(march.get("orgs").spliterator(), false).map(org -> org.get("public_id").asText()).toList());
    var org = march.at("/orgs/1");
    assertEquals(List.of("id", "name", "public_id", "region", "account_name", "account_public_id"),
        org.properties().stream().map(Map.Entry::getKey).limit(6).toList());
    assertEquals("Org A1 Acme Inc acme",
        org.get("name").asText() + " " + org.get("account_name").asText() + " " + org.get("account_public_id").asText());
    assertTrue(march.has("rum_session_count_sum") && march.get("rum_session_count_sum").isNull());
    assertTrue(body.has("rum_session_count_agg_sum") && body.get("rum_session_count_agg_sum").isNull());
    assertFalse(body.has("ccm_aws_spend_last_sum"));
    body.properties().stream().filter(field -> field.getValue().isNumber())
        .forEach(field -> assertTrue(field.getValue().isIntegralNumber(), field.getKey()));
  }

  @Test
  void withoutOrgDetailsThereAreNone() throws Exception {
    var answer = server.get("a", SUMMARY, "start_month", "2026-03");
    assertFalse(answer.json().at("/usage/0").has("orgs"));
    assertFalse(answer.json().get("logs_by_retention").has("orgs"));
    assertEquals(1, answer.json().get("usage").size());
  }

  @Test
  void indexedLogsAreListedByRetentionInThreeForms() throws Exception {
    var logs = server.get("a", SUMMARY, "start_month", "2026-02", "end_month", "2026-03", "include_org_details", "true").json()
        .get("logs_by_retention");
    assertEquals("""
        [{"retention":"15","logs_indexed_logs_usage_agg_sum":120,"logs_live_indexed_logs_usage_agg_sum":19,\
        "logs_rehydrated_indexed_logs_usage_agg_sum":0}]""", logs.get("usage").toString());
    assertEquals("""
        {"date":"2026-03-01T00:00:00+00:00","usage":[{"retention":"15","logs_indexed_logs_usage_sum":20,\
        "logs_live_indexed_logs_usage_sum":19,"logs_rehydrated_indexed_logs_usage_sum":0}]}""", logs.get("usage_by_month").toString());
    assertEquals("""
        {"usage":[{"public_id":"a","account_public_id":"acme","usage":[{"retention":"15","logs_indexed_logs_usage_sum":100,\
        "logs_live_indexed_logs_usage_sum":0,"logs_rehydrated_indexed_logs_usage_sum":0}]},\
        {"public_id":"a1","account_public_id":"acme","usage":[{"retention":"15","logs_indexed_logs_usage_sum":20,\
        "logs_live_indexed_logs_usage_sum":19,"logs_rehydrated_indexed_logs_usage_sum":0}]}]}""", logs.get("orgs").toString());
  }

  @Test
  void orgsAreThoseOfTheCallersTree() throws Exception {
    var all = server.get("a1", "/api/v1/org");
    assertEquals("""
        {"orgs":[{"public_id":"a1","name":"Org A1","region":"us1","created":"2024-01-01T00:00:00+00:00","parent_public_id":"a",\
        "account_public_id":"acme","account_name":"Acme Inc"},\
        {"public_id":"a11","name":"Org A11","region":"eu1","created":"2024-01-01T00:00:00+00:00","parent_public_id":"a1",\
        "account_public_id":"acme","account_name":"Acme Inc"}]}""", all.raw().body());
    assertTrue(server.get("a", "/api/v1/org/a").json().at("/org/parent_public_id").isNull());
    assertEquals(3, server.get("par", "/api/v1/org").json().get("orgs").size());
  }

  @Test
  void whatCannotBeReadIsRefusedAndToBeAskedAgain() throws Exception {
    var unready = new World();
    unready.reader.refuse(Duration.ofSeconds(4));
    try (var server = new RunningServer(unready, unready.reader)) {
      for (var answer : List.of(server.get("a", HOURLY, DAY), server.get("a", SUMMARY, "start_month", "2026-03"))) {
        assertErrors(503, List.of("the usage cannot be read at this moment; try again"), answer);
        assertEquals("4", answer.header("Retry-After"));
      }
      assertEquals(200, server.get("a", "/api/v1/org").status());
      unready.forget();
      var forgetful = server.get("a", "/api/v1/org");
      assertEquals(503, forgetful.status());
      assertEquals("1", forgetful.header("Retry-After"));
    }
  }

  @Test
  void whatNobodyForesawShowsNothingOfOurInside() throws Exception {
    UsageReader broken = new UsageReader() {
      @Override
      public Rows read(RowQuery query) {
        throw new IllegalStateException("secret");
      }

      @Override
      public NamedUsage named(NameQuery query) {
        throw new IllegalStateException("secret");
      }

      @Override
      public Progress progress() {
        throw new IllegalStateException("secret");
      }
    };
    try (var server = new RunningServer(world, broken)) {
      assertErrors(500, List.of("internal error"), server.get("a", HOURLY, DAY));
      assertFalse(server.get("a", "/health").raw().body().contains("UP"));
    }
  }

  @Test
  void healthIsRedWhenTheStreamStandsStillOrTheDirectoryIsNotRead() throws Exception {
    var stalled = new World();
    try (var server = new RunningServer(stalled, stalled.reader)) {
      var healthy = server.get("a", "/health");
      assertEquals(200, healthy.status(), healthy.raw().body());
      assertEquals("UP", healthy.json().get("status").asText());
      assertEquals("2026-03-15T10:19:59.250Z", healthy.json().at("/details/stream/details/as_of").asText(), healthy.raw().body());
      stalled.reader.stall();
      var red = server.get("a", "/health");
      assertEquals(503, red.status());
      assertEquals(7, red.json().at("/details/stream/details/lag").asInt(), red.raw().body());
    }
    var unread = new World();
    unread.forget();
    try (var server = new RunningServer(unread, unread.reader)) {
      assertEquals(503, server.get("a", "/health").status());
    }
  }

  @Test
  void requestsAreTimedByEndpointAndStatus() throws Exception {
    server.get("a", "/api/v1/org/a");
    server.get("a", "/api/v1/org/nobody");
    server.get("a", "/some/path/" + System.nanoTime());
    var metrics = server.send(HttpRequest.newBuilder(URI.create(server.url() + "/prometheus")).build()).raw().body();
    assertTrue(metrics.contains("tributary_query_requests_seconds_count{endpoint=\"/api/v1/org/{publicId}\",status=\"200\"}"), metrics);
    assertTrue(metrics.contains("endpoint=\"/api/v1/org/{publicId}\",status=\"404\""), metrics);
    assertFalse(metrics.contains("/some/path"), metrics);
  }

  @Test
  void closingTheServerLeavesWhatItWasGivenOpen() {
    var closed = new AtomicBoolean();
    class Reader implements UsageReader, AutoCloseable {
      @Override
      public Rows read(RowQuery query) {
        return world.reader.read(query);
      }

      @Override
      public NamedUsage named(NameQuery query) {
        return world.reader.named(query);
      }

      @Override
      public Progress progress() {
        return world.reader.progress();
      }

      @Override
      public void close() {
        closed.set(true);
      }
    }
    new RunningServer(world, new Reader()).close();
    assertFalse(closed.get());
  }
}
