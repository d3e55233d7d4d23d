package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v2.api.UsageMeteringApi;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetHourlyUsageOptionalParameters;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user has it: real broker, real HTTP. One node serves all tests; the last one starts it again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoTest {
  private static final Duration HISTORY = Duration.ofDays(3);
  private static final UsageType.Key FLOWS = new UsageType.Key("network_flows", "indexed_events_count");

  @TempDir
  static Path data;

  private static Node node;
  private static Demo demo;

  @BeforeAll
  static void startDemo() {
    start(0);
  }

  @AfterAll
  static void stopDemo() {
    demo.close();
    node.close();
  }

  private static void start(int rate) {
    node = Node.start(new NodeSettings(data, 0, 0), Demo.HOLDERS, step -> { });
    demo = new Demo(node, data, InstantSource.system(), new CountDownLatch(1), new Demo.Watcher() {
      @Override
      public void step(String what) { }

      @Override
      public void replayed(double share, long events) { }
    });
    demo.start(HISTORY, rate);
    node.announce();
  }

  @Test
  @Order(1)
  void everyCellIsWhatTheTopicSays() throws Exception {
    var ledger = new Ledger(node.directory());
    Topic.events(node).forEach(ledger::note);
    assertTrue(ledger.size() > 10_000, () -> ledger.size() + " events");
    assertEquals(ledger.expected(), ledger.found(node::read));
  }

  @Test
  @Order(2)
  void anEventIsSeenInItsOrgItsAccountAndByThePartnerAndCountsOnce() throws Exception {
    var now = Instant.now();
    int hour = Hours.of(now);
    var event = new UsageEvent("one", "test", World.child(), FLOWS.family(), FLOWS.name(), now, Quantity.ofUnits(4711), null, Map.of());
    for (int copy = 0; copy < 3; copy++) {
      assertEquals(new Delivery.Accepted(1), send(event));
    }
    counted();
    var path = node.directory().path(World.child(), hour).orElseThrow();
    assertEquals(Quantity.ofUnits(4711), flows(Level.ORG_OWN, path.account(), World.child(), hour));
    assertEquals(Quantity.ofUnits(4711), flows(Level.ORG_SUBTREE, path.account(), World.customer(), hour));
    assertEquals(Quantity.ofUnits(4711), flows(Level.ACCOUNT, path.account(), null, hour));
    assertEquals(Quantity.ofUnits(4711), flows(Level.PARTNER, World.PARTNER.publicId(), null, hour));
  }

  @Test
  @Order(3)
  void anEventIsSeenInTheLiveStream() throws Exception {
    var keys = node.keys().of("partner");
    var request = HttpRequest.newBuilder(node.api().resolve("/api/v2/tributary/live?group_by=org&filter%5Busage_types%5D=" + FLOWS))
        .header("DD-API-KEY", keys.apiKey()).header("DD-APPLICATION-KEY", keys.applicationKey()).build();
    try (var http = HttpClient.newHttpClient(); var lines = http.send(request, BodyHandlers.ofLines()).body()) {
      var each = lines.iterator();
      lineWith(each, "event: ready");
      send(new UsageEvent("live", "test", World.child(), FLOWS.family(), FLOWS.name(), Instant.now(),
          Quantity.ofUnits(17), null, Map.of()));
      var cells = lineWith(each, "\"public_id\":\"" + World.child() + "\"");
      assertTrue(cells.startsWith("data: {\"as_of\":"), cells);
    }
  }

  /** The next line that has this in it; for as long as somebody would wait who looks at it. */
  private static String lineWith(Iterator<String> lines, String text) throws Exception {
    return CompletableFuture.supplyAsync(() -> {
      var line = lines.next();
      while (!line.contains(text)) {
        line = lines.next();
      }
      return line;
    }).get(30, TimeUnit.SECONDS);
  }

  @Test
  @Order(3)
  void theOfficialClientReadsEveryPageOfTheHours() throws Exception {
    var from = Instant.now().minus(HISTORY).atOffset(ZoneOffset.UTC);
    var families = "infra_hosts,logs,rum,synthetics_api,serverless";
    var sums = new TreeMap<String, Long>();
    var parameters = new GetHourlyUsageOptionalParameters().filterTimestampEnd(Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC))
        .filterIncludeDescendants(true).filterIncludeConnectedAccounts(true).pageLimit(200);
    int pages = 0;
    String next;
    do {
      var page = new UsageMeteringApi(client("partner")).getHourlyUsage(from, families, parameters);
      pages++;
      for (var row : page.getData()) {
        var attributes = row.getAttributes();
        assertFalse(attributes.getPublicId().equals(World.direct()), "the partner has no business there");
        for (var measurement : attributes.getMeasurements()) {
          if (measurement.getValue() != null) {
            sums.merge(attributes.getPublicId() + " " + attributes.getProductFamily() + ":" + measurement.getUsageType(),
                measurement.getValue(), Long::sum);
          }
        }
      }
      next = page.getMeta().getPagination().getNextRecordId();
      parameters.pageNextRecordId(next);
    } while (next != null);
    assertTrue(pages > 5, pages + " pages");
    sums.values().removeIf(sum -> sum == 0);
    assertEquals(ownCells(Hours.of(from.toInstant()), Set.of(families.split(","))), sums);
  }

  @Test
  @Order(4)
  void contractsAndPricesAreTheirPartiesAndTheWorldReadsBackAsItself() throws Exception {
    var contracts = http("partner", "GET", "/api/v2/tributary/contracts", null);
    assertEquals(6, contracts.body().split("\"contract_id\"").length - 1, contracts.body());
    assertTrue(http("direct", "GET", "/api/v2/tributary/contracts", null).body().contains("\"contract_id\""));
    assertEquals("{\"contracts\":[]}", http("customer", "GET", "/api/v2/tributary/contracts", null).body());
    var own = node.directory().contractsOf(node.directory().path(World.customer(), Hours.of(Instant.now())).orElseThrow().account());
    var pricing = "/api/v2/tributary/pricing/" + own.getFirst().id();
    assertTrue(http("partner", "GET", pricing, null).body().contains("\"margin\""));
    for (var customer : List.of("customer", "customer_no_cost", "usage_only", "direct")) {
      assertEquals(403, http(customer, "GET", pricing, null).statusCode(), customer);
      assertEquals(200, http(customer, "GET", "/api/v1/org", null).statusCode(), customer);
    }
    assertEquals(403, http("usage_only", "GET", "/api/v2/tributary/contracts", null).statusCode());
    var world = http("admin", "GET", "/admin/v1/world", null);
    assertEquals("{\"written\":0}", http("admin", "PUT", "/admin/v1/world", world.body()).body());
  }

  private static HttpResponse<String> http(String holder, String method, String path, String json) throws Exception {
    var keys = node.keys().of(holder);
    var request = HttpRequest.newBuilder(node.api().resolve(path)).header("DD-API-KEY", keys.apiKey())
        .header("DD-APPLICATION-KEY", keys.applicationKey()).header("Content-Type", "application/json")
        .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)).build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  @Order(4)
  void theOfficialClientReadsTheSummaryThatTheCellsMake() throws Exception {
    var month = YearMonth.now(ZoneOffset.UTC);
    var cells = new HashMap<Integer, MonthCell>();
    int number = Hours.month(month);
    node.read(RowQuery.months(Level.PARTNER, List.of(World.PARTNER.publicId()), Set.of(), number, number + 1)).rows()
        .forEach(row -> row.cells().forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge)));
    var summary = new com.datadog.api.client.v1.api.UsageMeteringApi(client("partner")).getUsageSummary(
        month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC),
        new com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSummaryOptionalParameters().includeConnectedAccounts(true));
    var usage = summary.getUsage().get(0);
    assertEquals(sum(cells, "logs", "billable_ingested_bytes"), usage.getBillableIngestedBytesSum());
    assertEquals(sum(cells, "rum", "rum_replay_session_count"), usage.getRumReplaySessionCountSum());
    assertEquals(sum(cells, "synthetics_api", "check_calls_count"), usage.getSyntheticsCheckCallsCountSum());
    assertTrue(usage.getInfraHostTop99p() > 0 && usage.getContainerAvg() > 0 && usage.getCustomTsAvg() > 0, usage::toString);
  }

  @Test
  @Order(5)
  void aStartOnTheSameDirectoryLosesNothingAndTheFeedTellsThePauseOnce() throws Exception {
    var before = new Ledger(node.directory());
    Topic.events(node).forEach(before::note);
    stopDemo();
    start(0);
    assertEquals(before.expected(), before.found(node::read), "with --rate 0 before and after, nothing is told of the pause");
    stopDemo();
    for (int again = 0; again < 2; again++) {
      start(200);
      await("the feed sends", () -> demo.fed().orElseThrow() > 600);
      if (again == 0) {
        stopDemo();
      }
    }
    demo.close();
    counted();
    var ledger = new Ledger(node.directory());
    var events = Topic.events(node);
    events.forEach(ledger::note);
    assertNothingIsToldTwice(events);
    assertEquals(ledger.expected(), ledger.found(node::read));
    var seconds = new TreeMap<Long, Long>();
    var story = new CheckpointFile(data.resolve("generator.json")).load().orElseThrow();
    events.stream().filter(event -> event.source().equals(Generator.SOURCE))
        .forEach(event -> seconds.merge(event.time().getEpochSecond(), 1L, Long::sum));
    for (long second = story.toldTo() - 3; second < story.toldTo(); second++) {
      assertEquals(200, seconds.getOrDefault(second, 0L), "a live second has its rate");
    }
  }

  @Test
  @Order(6)
  void whatWasAppendedBehindTheCheckpointIsNotSentAgainAWeekLater() throws Exception {
    stopDemo();
    var file = new CheckpointFile(data.resolve("generator.json"));
    var end = file.load().orElseThrow();
    file.save(new Checkpoint(end.seed(), end.anchor(), end.begunAt(), end.toldTo() - 3, end.toldTo(), 200, true));
    Files.setLastModifiedTime(data.resolve("generator.json"), FileTime.from(Instant.now().minus(Duration.ofHours(13))));
    start(0);
    assertTrue(file.load().orElseThrow().toldTo() > end.toldTo());
    assertNothingIsToldTwice(Topic.events(node));
  }

  private static void assertNothingIsToldTwice(List<UsageEvent> events) {
    var told = events.stream().filter(event -> event.source().equals(Generator.SOURCE)).map(event -> event.org() + event.id()).toList();
    assertEquals(told.size(), Set.copyOf(told).size());
  }

  private static Delivery send(UsageEvent event) throws Exception {
    try (var sender = UsageSender.start(SenderSettings.of(node.ingest(), node.keys().of("ingest").apiKey()))) {
      return sender.send(event).get();
    }
  }

  private static void counted() throws Exception {
    var now = Instant.now();
    await("everything is counted", () -> node.progress().asOf().isAfter(now));
  }

  private static Quantity flows(Level level, String holder, String org, int hour) {
    int type = node.directory().catalogue().find(FLOWS).orElseThrow().id();
    return node.read(RowQuery.hours(level, List.of(holder), org == null ? Set.of() : Set.of(org), hour, hour + 1)).rows().stream()
        .map(row -> row.cells().get(type).sum()).reduce(Quantity.ZERO, Quantity::plus);
  }

  /** Whole numbers by org and usage type, each hour rounded as the API rounds it, of the orgs that the partner sees. */
  private static Map<String, Long> ownCells(int from, Set<String> families) {
    var sums = new TreeMap<String, Long>();
    var accounts = node.directory().accounts().stream().map(account -> account.publicId()).toList();
    for (var row : node.read(RowQuery.hours(Level.ORG_OWN, accounts, Set.of(), from, Hours.of(Instant.now()) + 1)).rows()) {
      row.cells().forEach((id, cell) -> {
        var type = node.directory().catalogue().byId(id).orElseThrow();
        if (row.owner().isPresent() && families.contains(type.family())) {
          sums.merge(row.org().orElseThrow() + " " + type.key(), Monthly.rounded(
              Monthly.value(cell, MonthlyFunction.SUM, 1, type.measure().unitsPerOne())), Long::sum);
        }
      });
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  private static Long sum(Map<Integer, MonthCell> cells, String family, String type) {
    int id = node.directory().catalogue().find(new UsageType.Key(family, type)).orElseThrow().id();
    return cells.get(id).sum().toBigDecimal().longValueExact();
  }

  private static ApiClient client(String holder) {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(node.api().toString(), "this node", Map.of())));
    client.setServerIndex(0);
    client.configureApiKeys(Map.of("apiKeyAuth", node.keys().of(holder).apiKey(), "appKeyAuth", node.keys().of(holder).applicationKey()));
    return client;
  }
}
