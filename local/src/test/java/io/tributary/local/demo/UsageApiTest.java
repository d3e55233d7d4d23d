package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ApiException;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageLogsByIndexOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageTopAvgMetricsOptionalParameters;
import com.datadog.api.client.v1.model.UsageLogsByIndexHour;
import com.datadog.api.client.v1.model.UsageMetricCategory;
import com.datadog.api.client.v1.model.UsageTopAvgMetricsHour;
import com.datadog.api.client.v2.api.UsageMeteringApi;
import com.datadog.api.client.v2.model.UsageDataObject;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Hours;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import io.tributary.query.query.HourlyProduct;
import io.tributary.query.query.HourlySeries;
import io.tributary.rules.Monthly;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every endpoint that shows the hours of one product, the product tables and the reports, as the official client reads them from the
 * demo at {@code --rate 0}, for everybody who may: each number is the one that the cells, or the raw events, make.
 */
class UsageApiTest {
  /** Who may ask for their own. */
  private static final List<String> HOLDERS = List.of("customer", "customer_no_cost", "usage_only", "child", "direct", "customer_admin",
      "child_admin");
  /** Who may not: partners, and managed roles below that of an admin. */
  private static final List<String> REFUSED = List.of("partner", "partner_admin", "standard", "read_only");
  /** Fields of our rows that the client's models have no getter for. */
  private static final Set<String> EXTRA = Set.of("region", "hour", "session_count_roku");

  @TempDir
  static Path data;

  private static Node node;
  private static Demo demo;
  /** The hour that every usage type was used in. */
  private static Instant used;

  @BeforeAll
  static void startDemo() throws Exception {
    node = Node.start(new NodeSettings(data, 0, 0), Demo.HOLDERS, step -> { });
    demo = new Demo(node, data, InstantSource.system(), new CountDownLatch(1), new Demo.Watcher() {
      @Override
      public void step(String what) { }

      @Override
      public void replayed(double share, long events) { }
    });
    demo.start(Duration.ofHours(30), 0);
    used = Hours.start(Hours.of(Instant.now()) - 3);
    useEverything();
    var sent = Instant.now();
    await("everything is counted", () -> node.progress().asOf().isAfter(sent));
  }

  @AfterAll
  static void stopDemo() {
    demo.close();
    node.close();
  }

  /** Of every type of the built-in catalogue, at orgs that somebody sees: each another number. */
  private static void useEverything() throws Exception {
    var fates = new ArrayList<CompletableFuture<Delivery>>();
    try (var sender = UsageSender.start(SenderSettings.of(node.ingest(), node.keys().of("ingest").apiKey()))) {
      for (var org : List.of(World.customer(), World.child(), World.unpriced(), World.direct())) {
        for (var type : node.directory().catalogue().types()) {
          boolean entities = type.measure().countsEntities();
          for (int i = 0; i < (entities ? 1 + type.id() % 3 : 1); i++) {
            fates.add(sender.send(new UsageEvent(type.key() + "-" + i, "test", org, type.family(), type.name(), used.plusSeconds(61L + i),
                entities ? null : Quantity.ofUnits(1000 + type.id()), entities ? "entity-" + i : null,
                Map.of("metric_name", "metric-" + i, "index", "index-" + type.retention().orElse("")))));
          }
        }
      }
      for (var fate : fates) {
        assertInstanceOf(Delivery.Accepted.class, fate.get());
      }
    }
  }

  private static ApiClient client(String holder) {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(node.api().toString(), "this node", Map.of())));
    client.setServerIndex(0);
    client.configureApiKeys(Map.of("apiKeyAuth", node.keys().of(holder).apiKey(), "appKeyAuth", node.keys().of(holder).applicationKey()));
    return client;
  }

  private static com.datadog.api.client.v1.api.UsageMeteringApi v1(String holder) {
    return new com.datadog.api.client.v1.api.UsageMeteringApi(client(holder));
  }

  /** Not on the hour, as clients send it. */
  private static OffsetDateTime start() {
    return used.minusSeconds(3600).plusMillis(57 * 60_000 + 335).atOffset(ZoneOffset.UTC);
  }

  private static OffsetDateTime end() {
    return used.plusSeconds(2 * 3600).atOffset(ZoneOffset.UTC);
  }

  private static int from() {
    return Hours.of(used) - 1;
  }

  private static int to() {
    return Hours.of(used) + 2;
  }

  /** Whose own usage somebody sees: the parent's tree, or what is below an org. */
  private static Set<String> tree(String holder) {
    var self = node.keys().of(holder).publicId();
    int hour = Hours.of(used);
    return node.directory().orgs().stream().map(org -> org.publicId())
        .filter(org -> node.directory().path(org, hour).filter(path -> path.orgs().contains(self)).isPresent()).collect(Collectors.toSet());
  }

  /** The cells of a usage type, by {@code hour org}. */
  private static Map<String, Long> cells(String holder, UsageType type) {
    var tree = tree(holder);
    var cells = new TreeMap<String, Long>();
    var accounts = node.directory().accounts().stream().map(account -> account.publicId()).toList();
    for (var row : node.read(RowQuery.hours(Level.ORG_OWN, accounts, Set.of(), from(), to())).rows()) {
      var cell = row.cells().get(type.id());
      if (cell != null && tree.contains(row.org().orElseThrow())) {
        cells.put(Hours.start(row.bucket()) + " " + row.org().get(),
            Monthly.rounded(Monthly.value(cell, MonthlyFunction.SUM, 1, type.measure().unitsPerOne())));
      }
    }
    return cells;
  }

  private static final Map<String, ProductReadings.Reading> READINGS = ProductReadings.all(UsageApiTest::start, UsageApiTest::end);

  static Stream<HourlyProduct> products() {
    return HourlyProduct.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("products")
  void theOfficialClientReadsEveryHourOfAProductAsTheCellsHaveIt(HourlyProduct product) throws Exception {
    for (var holder : HOLDERS) {
      var expected = new TreeMap<String, Long>();
      for (var line : product.lines(node.directory().catalogue())) {
        line.fields().forEach((field, type) -> type.ifPresent(known -> cells(holder, known)
            .forEach((at, value) -> expected.put(at + " " + line.retention().orElse("") + " " + field, value))));
      }
      var api = v1(holder);
      var found = new TreeMap<String, Long>();
      var hours = new TreeSet<String>();
      var rows = READINGS.get(product.path()).rows(api, product.variant().orElse(null));
      for (var row : rows) {
        assertFalse(row.getClass().getField("unparsed").getBoolean(row), row::toString);
        assertTrue(EXTRA.containsAll(additional(row).keySet()), () -> additional(row).toString());
        JsonNode json = api.getApiClient().getJSON().getMapper().valueToTree(row);
        var at = OffsetDateTime.parse(json.get("hour").asText()).toInstant();
        hours.add(at.toString());
        assertTrue(tree(holder).contains(json.get("public_id").asText()));
        assertEquals(node.directory().org(json.get("public_id").asText()).orElseThrow().name(), json.get("org_name").asText());
        for (var field : product.fields()) {
          if (json.hasNonNull(field.name())) {
            var retention = json.hasNonNull("retention") ? json.get("retention").asText() : "";
            found.put(at + " " + json.get("public_id").asText() + " " + retention + " " + field.name(), json.get(field.name()).longValue());
          }
        }
      }
      assertEquals(expected, found, holder);
      assertEquals(product.path().equals("rum"), expected.isEmpty(), "every product was used");
      boolean everyHour = product.lines(node.directory().catalogue()).getFirst().retention().isEmpty();
      assertEquals(everyHour ? 3 : hours.size(), hours.size(), hours::toString);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> additional(Object row) {
    try {
      var additional = (Map<String, Object>) row.getClass().getMethod("getAdditionalProperties").invoke(row);
      return additional == null ? Map.of() : additional;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theOfficialClientReadsTheThreeSeries() throws Exception {
    for (var holder : HOLDERS) {
      var api = new UsageMeteringApi(client(holder));
      assertSeries(holder, HourlySeries.ALL.get(0), api.getUsageApplicationSecurityMonitoring(start(),
          new UsageMeteringApi.GetUsageApplicationSecurityMonitoringOptionalParameters().endHr(end())).getData());
      assertSeries(holder, HourlySeries.ALL.get(1), api.getUsageLambdaTracedInvocations(start(),
          new UsageMeteringApi.GetUsageLambdaTracedInvocationsOptionalParameters().endHr(end())).getData());
      assertSeries(holder, HourlySeries.ALL.get(2), api.getUsageObservabilityPipelines(start(),
          new UsageMeteringApi.GetUsageObservabilityPipelinesOptionalParameters().endHr(end())).getData());
    }
  }

  private static void assertSeries(String holder, HourlySeries series, List<UsageDataObject> data) {
    var found = new TreeMap<String, Long>();
    for (var row : data) {
      var attributes = row.getAttributes();
      assertFalse(row.unparsed || attributes.unparsed);
      assertEquals(series.label() + " " + series.type().name(), attributes.getProductFamily() + " " + attributes.getUsageType());
      assertEquals(3, attributes.getTimeseries().size());
      attributes.getTimeseries().stream().filter(point -> point.getValue() != null)
          .forEach(point -> found.put(point.getTimestamp().toInstant() + " " + attributes.getPublicId(), point.getValue()));
    }
    assertFalse(found.isEmpty());
    assertEquals(cells(holder, node.directory().catalogue().find(series.type()).orElseThrow()), found, holder);
  }

  /** What the raw events make of one org's metrics in a day or month: timeseries by metric and hour. */
  private static Map<String, Map<Integer, Set<String>>> series(String org, int fromHour, int toHour) {
    var series = new HashMap<String, Map<Integer, Set<String>>>();
    Topic.each(node, event -> {
      int hour = Hours.of(event.time());
      if (event.org().equals(org) && event.usageType().equals("num_custom_timeseries") && hour >= fromHour && hour < toHour) {
        series.computeIfAbsent(event.tags().get("metric_name"), any -> new HashMap<>()).computeIfAbsent(hour, any -> new HashSet<>())
            .add(event.entity());
      }
    });
    return series;
  }

  @Test
  void theOfficialClientReadsTopMetricsPageByPageAsTheRawEventsMakeThem() throws Exception {
    for (var holder : HOLDERS) {
      var org = node.keys().of(holder).publicId();
      int day = Math.floorDiv(Hours.of(used), 24);
      assertMetrics(new GetUsageTopAvgMetricsOptionalParameters().day(start()), holder, org, Math.floorDiv(from(), 24) * 24,
          Math.floorDiv(from(), 24) * 24 + 24);
      int month = Hours.month(day * 24);
      assertMetrics(new GetUsageTopAvgMetricsOptionalParameters().month(used.atOffset(ZoneOffset.UTC)), holder, org,
          Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1));
    }
  }

  private static void assertMetrics(GetUsageTopAvgMetricsOptionalParameters parameters, String holder, String org, int from, int to)
      throws ApiException {
    var found = new ArrayList<String>();
    String next;
    long total;
    int elapsed;
    do {
      elapsed = Math.min(Hours.of(Instant.now()) + 1, to) - from;
      var page = v1(holder).getUsageTopAvgMetrics(parameters.limit(3));
      assertFalse(page.unparsed || page.getUsage().stream().anyMatch(metric -> metric.unparsed));
      assertTrue(page.getUsage().stream().allMatch(metric -> metric.getMetricCategory().equals(UsageMetricCategory.CUSTOM)));
      page.getUsage().stream().map(UsageApiTest::line).forEach(found::add);
      var pagination = page.getMetadata().getPagination();
      assertEquals(3, pagination.getLimit());
      assertEquals(10_000, page.getMetadata().getAdditionalProperty("names_kept"));
      var at = page.getMetadata().getDay() == null ? page.getMetadata().getMonth() : page.getMetadata().getDay();
      assertEquals(Hours.start(from), at.toInstant());
      total = pagination.getTotalNumberOfRecords();
      next = pagination.getNextRecordId();
      parameters.nextRecordId(next);
    } while (next != null);
    assertEquals(total, found.size());
    var expected = new ArrayList<String>();
    var series = series(org, from, to);
    int over = elapsed;
    series.entrySet().stream().sorted((a, b) -> {
      int bySum = Integer.compare(sum(b.getValue()), sum(a.getValue()));
      return bySum != 0 ? bySum : a.getKey().compareTo(b.getKey());
    }).forEach(metric -> expected.add(metric.getKey() + " " + BigDecimal.valueOf(sum(metric.getValue()))
        .divide(BigDecimal.valueOf(over), 0, RoundingMode.HALF_EVEN) + " "
        + metric.getValue().values().stream().mapToInt(Set::size).max().orElseThrow()));
    assertTrue(expected.size() > 1, holder + " has " + expected);
    assertEquals(expected, found, holder);
  }

  private static int sum(Map<Integer, Set<String>> hours) {
    return hours.values().stream().mapToInt(Set::size).sum();
  }

  private static String line(UsageTopAvgMetricsHour metric) {
    return metric.getMetricName() + " " + metric.getAvgMetricHour() + " " + metric.getMaxMetricHour();
  }

  @Test
  void theOfficialClientReadsOnlyTheMetricsItNames() throws Exception {
    var page = v1("customer").getUsageTopAvgMetrics(new GetUsageTopAvgMetricsOptionalParameters().month(used.atOffset(ZoneOffset.UTC))
        .names(List.of("cache.hits", "metric-0", "nothing")));
    assertEquals(Set.of("cache.hits", "metric-0"),
        page.getUsage().stream().map(UsageTopAvgMetricsHour::getMetricName).collect(Collectors.toSet()));
  }

  @Test
  void theOfficialClientReadsLogsByIndexAsTheRawEventsMakeThem() throws Exception {
    for (var holder : HOLDERS) {
      var tree = tree(holder);
      var expected = new TreeMap<String, Long>();
      Topic.each(node, event -> {
        int hour = Hours.of(event.time());
        var type = node.directory().catalogue().find(new UsageType.Key(event.family(), event.usageType())).orElseThrow();
        boolean indexed = type.retention().isPresent() && type.name().startsWith("logs_indexed_");
        if (tree.contains(event.org()) && indexed && hour >= from() && hour < to()) {
          var retention = type.retention().filter(days -> !days.equals("custom")).orElse("null");
          expected.merge(Hours.start(hour) + " " + event.org() + " " + event.tags().get("index") + " " + retention,
              event.quantity().toBigDecimal().longValueExact(), Long::sum);
        }
      });
      var answer = v1(holder).getUsageLogsByIndex(start(), new GetUsageLogsByIndexOptionalParameters().endHr(end()));
      assertFalse(answer.unparsed || answer.getUsage().stream().anyMatch(row -> row.unparsed));
      var found = new TreeMap<String, Long>();
      answer.getUsage().forEach(row -> found.put(row.getHour().toInstant() + " " + row.getPublicId() + " " + row.getIndexName() + " "
          + row.getRetention(), row.getEventCount()));
      assertEquals(expected, found, holder);
      assertTrue(found.size() > 10, holder);
      var some = v1(holder).getUsageLogsByIndex(start(), new GetUsageLogsByIndexOptionalParameters().endHr(end())
          .indexName(List.of("index-15", "index-custom")));
      assertEquals(Set.of("index-15", "index-custom"),
          some.getUsage().stream().map(UsageLogsByIndexHour::getIndexName).collect(Collectors.toSet()));
    }
  }

  @Test
  void theOfficialClientReadsListsOfReportsAndLearnsThatThereIsNone() throws Exception {
    for (var holder : HOLDERS) {
      var api = v1(holder);
      for (var list : List.of(api.getDailyCustomReports(), api.getMonthlyCustomReports())) {
        assertEquals(0, list.getMeta().getPage().getTotalCount());
        assertEquals(List.of(), list.getData());
      }
      var missing = assertThrows(ApiException.class, () -> api.getSpecifiedDailyCustomReports("2022-03-20"));
      assertEquals("404 {\"errors\":[\" not found\"]}", missing.getCode() + " " + missing.getResponseBody());
      var wrong = assertThrows(ApiException.class, () -> api.getSpecifiedMonthlyCustomReports("whatever"));
      assertEquals("400 {\"errors\":[\"Date must be YYYY-MM-DD\"]}", wrong.getCode() + " " + wrong.getResponseBody());
    }
  }

  @Test
  void othersAreRefused() {
    for (var holder : REFUSED) {
      var api = v1(holder);
      for (var product : HourlyProduct.ALL) {
        assertEquals(403, assertThrows(ApiException.class, () -> READINGS.get(product.path()).rows(api, null)).getCode(), product.path());
      }
      assertEquals(403, assertThrows(ApiException.class,
          () -> api.getUsageTopAvgMetrics(new GetUsageTopAvgMetricsOptionalParameters().day(start()))).getCode());
      assertEquals(403, assertThrows(ApiException.class, () -> api.getUsageLogsByIndex(start())).getCode());
      assertEquals(403, assertThrows(ApiException.class, api::getDailyCustomReports).getCode());
    }
  }

  @Test
  void theCatalogueOfTheNodeIsTheOneThatTheTableIsMadeFor() {
    var directory = node.directory();
    HourlyProduct.ALL.forEach(product -> product.fields().forEach(field -> field.fedBy()
        .ifPresent(key -> assertTrue(directory.catalogue().find(key).isPresent(), key::toString))));
  }
}
