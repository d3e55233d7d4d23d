package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.Hours;
import io.tributary.model.UsageType;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import io.tributary.query.query.HourlyProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The endpoints that show the hours of one product, the reports, and the summary's list of fields. */
class ProductHoursHttpTest {
  private static final String V1 = "/api/v1/usage/";
  private static final String V2 = "/api/v2/usage/";
  private static final String FIELDS = "/api/v2/usage/summary/available_fields";
  private static final String AT = "2026-03-04T14:00:00Z";

  private static World world;
  private static RunningServer server;

  /** Every usage type, used by a and by a1 in one hour, each another number. */
  @BeforeAll
  static void start() {
    world = new World();
    for (var type : world.directory.catalogue().types()) {
      world.use("a", type.key().toString(), AT, Long.toString(units(type, 1)));
      world.use("a1", type.key().toString(), AT, Long.toString(units(type, 2)));
    }
    server = new RunningServer(world, world.reader);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static long units(UsageType type, int times) {
    return value(type, times) * type.measure().unitsPerOne();
  }

  private static long value(UsageType type, int times) {
    return times * 1000L + type.id();
  }

  private static List<JsonNode> rows(Answer answer, String field) {
    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("application/json", answer.header("Content-Type"));
    return StreamSupport.stream(answer.json().get(field).spliterator(), false).toList();
  }

  private static String[] asked(HourlyProduct product, String... more) {
    var parameters = new ArrayList<>(List.of("start_hr", "2026-03-04T13:57:41.335Z"));
    product.variant().ifPresent(type -> parameters.addAll(List.of("type", type)));
    parameters.addAll(List.of(more));
    return parameters.toArray(String[]::new);
  }

  @Test
  void everyProductShowsEveryFieldOfItsOrgsInEveryHour() throws Exception {
    for (var product : HourlyProduct.ALL) {
      var lines = product.lines(world.directory.catalogue());
      var rows = rows(server.get("a", V1 + product.path(), asked(product)), "usage");
      if (lines.getFirst().retention().isPresent()) {
        continue;
      }
      assertEquals(product.path().equals("rum") ? 24 : 48, rows.size(), product.path());
      for (var row : rows) {
        boolean used = row.get("hour").asText().equals("2026-03-04T14:00:00+00:00");
        int times = row.get("public_id").asText().equals("a") ? 1 : 2;
        assertEquals(times == 1 ? "Org A" : "Org A1", row.get("org_name").asText());
        lines.getFirst().fields().forEach((field, type) -> {
          assertTrue(row.has(field), product.path() + " " + field);
          assertEquals(used && type.isPresent() ? value(type.get(), times) + "" : "null", row.get(field).toString(),
              product.path() + " " + field);
        });
      }
    }
  }

  @Test
  void everyFieldOfEveryProductIsFedButForUnitsThatAreCountedNoMore() {
    for (var product : HourlyProduct.ALL) {
      for (var line : product.lines(world.directory.catalogue())) {
        line.fields().forEach((field, type) -> assertEquals(!product.path().equals("rum"), type.isPresent(), product.path() + " " + field));
      }
    }
  }

  @Test
  void anOrgBelowSeesItselfAndWhatIsBelowIt() throws Exception {
    var rows = rows(server.get("a1", V1 + "snmp", "start_hr", AT), "usage");
    assertEquals(24, rows.size());
    assertTrue(rows.stream().allMatch(row -> row.get("public_id").asText().equals("a1")));
    assertEquals(value(world.type("snmp:snmp_devices"), 2), rows.getFirst().get("snmp_devices").asLong());
  }

  @Test
  void hoursBeginWithTheOneNamedAndEndWithThePresentOne() throws Exception {
    var rows = rows(server.get("s", V1 + "hosts", "start_hr", "2026-03-15T08:59:59.999Z", "end_hr", "2026-03-16T00:00:00Z"), "usage");
    assertEquals(List.of("2026-03-15T08:00:00+00:00", "2026-03-15T09:00:00+00:00", "2026-03-15T10:00:00+00:00"),
        rows.stream().map(row -> row.get("hour").asText()).toList());
    assertTrue(rows.stream().allMatch(row -> row.get("host_count").isNull()), "nobody measured any");
  }

  @Test
  void indexedLogsHaveARowForEachRetentionThatWasUsed() throws Exception {
    var rows = rows(server.get("a", V1 + "logs-by-retention", "start_hr", AT), "usage");
    var catalogue = world.directory.catalogue();
    assertEquals(2 * catalogue.types().stream().flatMap(type -> type.retention().stream()).distinct().count(), rows.size());
    var found = new TreeMap<String, Long>();
    for (var row : rows) {
      for (var kind : List.of("", "live_", "rehydrated_")) {
        found.merge("logs_" + kind + "indexed_events_" + row.get("retention").asText() + "_day_count",
            row.get(kind + "indexed_events_count").asLong(), Long::sum);
      }
    }
    var expected = new TreeMap<String, Long>();
    catalogue.types().stream().filter(type -> type.retention().isPresent())
        .forEach(type -> expected.put(type.name(), value(type, 1) + value(type, 2)));
    assertEquals(expected, found);
    assertEquals("custom", rows.getLast().get("retention").asText());
  }

  @Test
  void theThreeSeriesHaveARowForEachOrgAndAPointForEachHour() throws Exception {
    for (var series : Map.of("application_security", "app-sec app_sec_host_count", "lambda_traced_invocations",
        "lambda-traced-invocations lambda_traced_invocations_count", "observability_pipelines",
        "observability-pipelines observability_pipelines_bytes_processed").entrySet()) {
      var rows = rows(server.get("a", V2 + series.getKey(), "start_hr", "2026-03-04T13:30:00.5Z"), "data");
      assertEquals(2, rows.size());
      var row = rows.getLast();
      assertEquals("usage_timeseries", row.get("type").asText());
      assertTrue(row.get("id").asText().matches("[0-9a-f]{64}"));
      var attributes = row.get("attributes");
      assertEquals("Org A1 a1 us1 " + series.getValue(), String.join(" ", Stream.of("org_name", "public_id", "region", "product_family",
          "usage_type").map(field -> attributes.get(field).asText()).toList()));
      assertEquals(24, attributes.get("timeseries").size());
      assertTrue(attributes.at("/timeseries/0/value").isNull());
      assertEquals("2026-03-04T14:00:00+00:00", attributes.at("/timeseries/1/timestamp").asText());
      var type = world.directory.catalogue().types().stream().filter(each -> series.getValue().endsWith(" " + each.name())).findFirst();
      assertEquals(value(type.orElseThrow(), 2), attributes.at("/timeseries/1/value").asLong());
    }
  }

  private static List<String> errors(Answer answer) {
    return StreamSupport.stream(answer.json().get("errors").spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void whatIsWrongIsSaidInTheReferencesWords() throws Exception {
    for (var path : List.of(V1 + "hosts", V1 + "rum_sessions", V2 + "application_security", V1 + "logs_by_index")) {
      assertEquals(List.of("The parameter 'start_hr' is required"), errors(server.get("a", path)));
      assertEquals(List.of("start_hr [2026-03-04T14] must be before end_hr [2026-03-04T14]"),
          errors(server.get("a", path, "start_hr", AT, "end_hr", AT)));
      assertEquals(List.of("start_hr cannot be in the future"), errors(server.get("a", path, "start_hr", "2026-03-15T11:00:00Z")));
      assertEquals(List.of("start_hr cannot go beyond 15 months in the past; the farthest you can go: 2024-12-01T00"),
          errors(server.get("a", path, "start_hr", "2024-11-30T23:00:00Z")));
      assertEquals(400, server.get("a", path, "start_hr", "2026-01-01T00:00:00Z", "end_hr", "2026-03-01T01:00:00Z").status());
      assertEquals(200, server.get("a", path, "start_hr", "2026-01-01T00:00:00Z", "end_hr", "2026-03-01T00:00:00Z", "x", "y").status());
    }
    assertEquals(List.of("Invalid type parameter invalid. Must be (browser|mobile)"),
        errors(server.get("a", V1 + "rum_sessions", "start_hr", AT, "type", "invalid")));
    assertEquals(200, server.get("a", V1 + "hosts", "start_hr", AT, "type", "invalid").status());
    assertEquals(404, server.get("a", V1 + "nothing", "start_hr", AT).status());
  }

  @Test
  void aPartnerIsToldWhereItsCustomersFindThem() throws Exception {
    var refused = server.get("par", V1 + "hosts", "start_hr", AT);
    assertEquals(403, refused.status(), refused.raw().body());
  }

  @Test
  void thereIsNoReportYet() throws Exception {
    for (var path : List.of("/api/v1/daily_custom_reports", "/api/v1/monthly_custom_reports")) {
      var list = server.get("a", path, "page[size]", "10", "page[number]", "3", "sort_dir", "asc", "sort", "computed_on");
      assertEquals("{\"meta\":{\"page\":{\"total_count\":0}},\"data\":[]}", list.raw().body());
      assertEquals(200, server.get("a1", path).status());
      assertEquals(List.of("Invalid sort parameter name. Must be (start_date|end_date|computed_on|size)"),
          errors(server.get("a", path, "sort", "name")));
      assertEquals(400, server.get("a", path, "page[size]", "-1").status());
      assertEquals(404, server.get("a", path + "/2022-03-20").status());
      assertEquals(List.of(" not found"), errors(server.get("a", path + "/2022-03-20")));
      for (var id : List.of("whatever", "2022-3-1", "2022-02-30")) {
        assertEquals(400, server.get("a", path + "/" + id).status());
        assertEquals(List.of("Date must be YYYY-MM-DD"), errors(server.get("a", path + "/" + id)));
      }
    }
  }

  @Test
  void everyKeyOfTheSummaryIsListedAndNoOther() throws Exception {
    var answer = server.get("a", FIELDS);
    assertEquals("application/vnd.api+json", answer.header("Content-Type"));
    var data = new ObjectMapper().readTree(answer.raw().body()).get("data");
    assertEquals("usage_summary_available_fields", data.get("type").asText());
    assertEquals("all", data.get("id").asText());
    var summary = server.get("a", "/api/v1/usage/summary", "start_month", "2026-03", "include_org_details", "true").json();
    assertKeys(summary, data.at("/attributes/response_fields"));
    assertKeys(summary.at("/usage/0"), data.at("/attributes/date_fields"));
    assertKeys(summary.at("/usage/0/orgs/0"), data.at("/attributes/date_org_fields"));
    var child = server.get("a1", FIELDS);
    assertEquals(400, child.status());
    assertEquals("""
        {"errors":[{"id":null,"links":null,"status":"400","code":null,"title":"Bad Request",\
        "detail":"API called with non-parent org keys. Data is only available at the root level org","source":null,"meta":null}]}""",
        child.raw().body());
  }

  private static void assertKeys(JsonNode answer, JsonNode listed) {
    assertEquals(answer.properties().stream().map(Map.Entry::getKey).sorted().toList(),
        StreamSupport.stream(listed.spliterator(), false).map(JsonNode::asText).toList());
    assertFalse(listed.isEmpty());
  }

  @Test
  void topMetricsAreSortedAveragedOverTheHoursThatHaveBegunAndPaged() throws Exception {
    var tables = new World();
    var metrics = "timeseries:num_custom_timeseries";
    for (int hour = 0; hour < 20; hour++) {
      var time = Hours.start(World.hour("2026-03-14T00:00:00Z") + hour).toString();
      tables.useNamed("a", metrics, time, "big", Integer.toString(100 + hour)).useNamed("a", metrics, time, "small", "3");
    }
    tables.useNamed("a", metrics, "2026-03-01T00:00:00Z", "old", "9").useNamed("a", metrics, "2026-03-14T05:00:00Z", null, "77")
        .useNamed("a1", metrics, "2026-03-14T05:00:00Z", "childs", "5");
    try (var server = new RunningServer(tables, tables.reader)) {
      var path = V1 + "top_avg_metrics";
      var day = server.get("a", path, "day", "2026-03-14T17:30:00.123Z");
      assertEquals("""
          {"usage":[{"metric_name":"big","metric_category":"custom","avg_metric_hour":91,"max_metric_hour":119},\
          {"metric_name":"small","metric_category":"custom","avg_metric_hour":2,"max_metric_hour":3},\
          {"metric_name":"other","metric_category":"custom","avg_metric_hour":3,"max_metric_hour":77,"is_rest":true}],\
          "metadata":{"day":"2026-03-14T00:00:00+00:00","pagination":{"limit":500,"next_record_id":null,"total_number_of_records":3},\
          "names_kept":10000}}""", day.raw().body());
      var month = server.get("a", path, "month", "2026-03", "limit", "2");
      assertEquals("2026-03-01T00:00:00+00:00", month.json().at("/metadata/month").asText());
      assertEquals(Math.round(2190 / 347.0), month.json().at("/usage/0/avg_metric_hour").asLong());
      assertEquals(4, month.json().at("/metadata/pagination/total_number_of_records").asInt());
      var next = month.json().at("/metadata/pagination/next_record_id").asText();
      var second = server.get("a", path, "month", "2026-03", "limit", "2", "next_record_id", next);
      assertEquals(List.of("old", "other"), rows(second, "usage").stream()
          .map(row -> row.get("metric_name").asText()).toList());
      assertTrue(second.json().at("/metadata/pagination/next_record_id").isNull());
      assertEquals(List.of("small", "old"), rows(server.get("a", path, "month", "2026-03", "names", "old,small"), "usage").stream()
          .map(row -> row.get("metric_name").asText()).toList());
      assertEquals(List.of("childs"), rows(server.get("a1", path, "month", "2026-03"), "usage").stream()
          .map(row -> row.get("metric_name").asText()).toList());
      assertEquals(List.of("The parameter 'month/day' is required"), errors(server.get("a", path)));
      assertEquals(List.of("Only one of month and day may be given"),
          errors(server.get("a", path, "month", "2026-03", "day", "2026-03-01")));
      assertEquals(List.of("month cannot go beyond 15 months in the past; the farthest you can go: 2024-12"),
          errors(server.get("a", path, "month", "2024-11-01T00:00:00Z")));
      assertEquals(List.of("month cannot be in the future"), errors(server.get("a", path, "month", "2026-04")));
      assertEquals(List.of("Invalid limit parameter 5001. Must be a number from 1 to 5000"),
          errors(server.get("a", path, "month", "2026-03", "limit", "5001")));
    }
  }

  @Test
  void logsAreListedByHourOrgIndexAndRetention() throws Exception {
    var tables = new World();
    var fifteen = "indexed_logs:logs_indexed_events_15_day_count";
    tables.useNamed("a", fifteen, AT, "main", "10").useNamed("a1", fifteen, AT, "main", "20").useNamed("a1", fifteen, AT, null, "1")
        .useNamed("a", "indexed_logs:logs_indexed_events_custom_day_count", AT, "audit", "5")
        // Before it left the tree, and after.
        .useNamed("w", fifteen, AT, "main", "7").useNamed("w", fifteen, "2026-03-05T00:00:00Z", "main", "8");
    try (var server = new RunningServer(tables, tables.reader)) {
      var rows = rows(server.get("a", V1 + "logs_by_index", "start_hr", AT), "usage");
      assertEquals(List.of("a audit null 5", "a main 15 10", "a1 main 15 20", "a1 other 15 1", "w main 15 7"),
          rows.stream().map(ProductHoursHttpTest::logs).toList());
      assertTrue(rows.stream().allMatch(row -> row.get("hour").asText().equals("2026-03-04T14:00:00+00:00")));
      assertTrue(rows.get(3).get("is_rest").asBoolean() && !rows.get(2).has("is_rest"));
      assertTrue(rows.get(2).get("index_id").asText().matches("[0-9a-f]{16}"));
      assertEquals(1000, server.get("a", V1 + "logs_by_index", "start_hr", AT).json().at("/metadata/names_kept").asInt());
      assertEquals(1, rows(server.get("a", V1 + "logs_by_index", "start_hr", AT, "index_name", "audit"), "usage").size());
      assertEquals(List.of("w main 15 8"), rows(server.get("s", V1 + "logs_by_index", "start_hr", AT), "usage").stream()
          .map(ProductHoursHttpTest::logs).toList());
    }
  }

  private static String logs(JsonNode row) {
    return row.get("public_id").asText() + " " + row.get("index_name").asText() + " " + row.get("retention") + " " + row.get("event_count");
  }
}
