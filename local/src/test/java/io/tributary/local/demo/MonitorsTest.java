package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ApiException;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v1.api.DowntimesApi;
import com.datadog.api.client.v1.api.MetricsApi;
import com.datadog.api.client.v1.api.MonitorsApi;
import com.datadog.api.client.v1.model.Downtime;
import com.datadog.api.client.v1.model.MetricsQueryMetadata;
import com.datadog.api.client.v1.model.Monitor;
import com.datadog.api.client.v1.model.MonitorOptions;
import com.datadog.api.client.v1.model.MonitorThresholds;
import com.datadog.api.client.v1.model.MonitorType;
import com.datadog.api.client.v1.model.MonitorUpdateRequest;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The published client, unchanged but for the address, keeps monitors and reads metrics; with --rate 0 nothing moves meanwhile. */
class MonitorsTest {
  private static final Duration HISTORY = Duration.ofDays(2);
  private static final String LOGS = "datadog.estimated_usage.logs.ingested_bytes";
  private static final UsageType.Key LOGS_TYPE = new UsageType.Key("logs", "billable_ingested_bytes");

  @TempDir
  static Path data;

  private static Node node;
  private static Demo demo;

  @BeforeAll
  static void start() {
    node = Node.start(new NodeSettings(data, 0, 0), Demo.HOLDERS, step -> { });
    demo = new Demo(node, data, InstantSource.system(), new CountDownLatch(1), new Demo.Watcher() {
      @Override
      public void step(String what) { }

      @Override
      public void replayed(double share, long events) { }
    });
    demo.start(HISTORY, 0);
    node.announce();
  }

  @AfterAll
  static void stop() {
    demo.close();
    node.close();
  }

  private static ApiClient client(String holder) {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(node.api().toString(), "this node", new HashMap<>())));
    client.setServerIndex(0);
    client.configureApiKeys(new HashMap<>(Map.of("apiKeyAuth", node.keys().of(holder).apiKey(),
        "appKeyAuth", node.keys().of(holder).applicationKey())));
    return client;
  }

  /** By the name of the org and the second that a bucket begins with. */
  private static Map<String, TreeMap<Long, Double>> cells(RowQuery query, long seconds) {
    var type = node.directory().catalogue().find(LOGS_TYPE).orElseThrow();
    var cells = new HashMap<String, TreeMap<Long, Double>>();
    for (var row : node.read(query).rows()) {
      if (row.owner().isPresent() && row.cells().containsKey(type.id())) {
        var name = row.org().flatMap(node.directory()::org).map(Org::name).orElse("*");
        cells.computeIfAbsent(name, any -> new TreeMap<>()).merge(row.bucket() * seconds,
            row.cells().get(type.id()).sum().toBigDecimal().doubleValue(), Double::sum);
      }
    }
    return cells;
  }

  private static Map<String, TreeMap<Long, Double>> read(long from, long to, String query) throws ApiException {
    var answer = new MetricsApi(client("partner")).queryMetrics(from, to, query);
    assertFalse(answer.unparsed);
    assertEquals("ok", answer.getStatus());
    var series = new HashMap<String, TreeMap<Long, Double>>();
    for (MetricsQueryMetadata one : answer.getSeries()) {
      assertFalse(one.unparsed);
      assertEquals(LOGS, one.getMetric());
      assertEquals("byte", one.getUnit().getFirst().getName());
      var points = new TreeMap<Long, Double>();
      one.getPointlist().forEach(point -> points.put(Math.round(point.getFirst() / 1000), point.getLast()));
      assertEquals(one.getLength(), points.size());
      series.put(one.getScope().replace("child_org_name:", ""), points);
    }
    return series;
  }

  @Test
  void everyPointIsWhatTheCellsSay() throws Exception {
    var now = Instant.now();
    var accounts = node.directory().accounts().stream().map(account -> account.publicId()).toList();
    int hour = Hours.of(now);
    var hours = cells(RowQuery.hours(Level.ORG_OWN, accounts, Set.of(), hour - 30, hour + 1), 3600);
    assertTrue(hours.size() > 8, hours::toString);
    assertEquals(hours,
        read((hour - 30) * 3600L, (hour + 1) * 3600L, "sum:" + LOGS + "{*} by {child_org_name}.as_count().rollup(sum, 3600)"));
    int slot = Hours.slotOf(now);
    assertEquals(cells(RowQuery.fiveMinutes(Level.ORG_OWN, accounts, Set.of(), slot - 200, slot + 1), 300),
        read((slot - 200) * 300L, (slot + 1) * 300L, "sum:" + LOGS + "{*} by {child_org_name}"));
    assertEquals(cells(RowQuery.hours(Level.PARTNER, List.of(World.PARTNER.publicId()), Set.of(), hour - 30, hour + 1), 3600),
        read((hour - 30) * 3600L, (hour + 1) * 3600L, "sum:" + LOGS + "{*}.rollup(sum, 3600)"));
    var child = node.directory().org(World.child()).orElseThrow().name();
    var one = "sum:" + LOGS + "{child_org_name:" + child + "}.rollup(sum, 3600)";
    assertEquals(Map.of(child, hours.get(child)), read((hour - 30) * 3600L, (hour + 1) * 3600L, one));
    assertEquals(Set.of(), read((hour - 30) * 3600L, (hour + 1) * 3600L, "sum:" + LOGS + "{child_org_name:nobody}").keySet());
  }

  @Test
  void metricsAreListed() throws Exception {
    var api = new MetricsApi(client("customer"));
    assertTrue(api.listActiveMetrics(Instant.now().minus(HISTORY).getEpochSecond()).getMetrics().contains(LOGS));
    assertEquals(List.of(LOGS), api.listMetrics("metrics:logs.ingested_bytes").getResults().getMetrics());
    assertEquals("byte", api.getMetricMetadata(LOGS).getUnit());
  }

  @Test
  void aMonitorIsCreatedReadEditedSilencedAndDeleted() throws Exception {
    var api = new MonitorsApi(client("partner"));
    var query = "avg(last_5m):sum:" + LOGS + "{*} by {child_org_name} > 1000000000000";
    var made = api.createMonitor(new Monitor(query, MonitorType.QUERY_ALERT).name("Logs").message("@ops").tags(List.of("team:ops"))
        .priority(2L).options(new MonitorOptions().thresholds(new MonitorThresholds().critical(1e12).warning(5e11)).renotifyInterval(60L)
            .notifyNoData(false)));
    assertFalse(made.unparsed);
    var read = api.getMonitor(made.getId());
    assertFalse(read.unparsed);
    assertEquals(query, read.getQuery());
    assertEquals(5e11, read.getOptions().getThresholds().getWarning());
    assertEquals(60, read.getOptions().getRenotifyInterval());
    assertTrue(read.getMulti());
    var edited = api.updateMonitor(made.getId(), new MonitorUpdateRequest().name("More logs"));
    assertEquals("More logs", edited.getName());
    assertEquals(query, edited.getQuery());
    assertEquals(made.getCreated(), edited.getCreated());
    assertEquals(List.of(made.getId()), api.listMonitors().stream().map(Monitor::getId).toList());
    assertEquals(List.of(), new MonitorsApi(client("customer")).listMonitors());
    assertEquals(404, assertThrows(ApiException.class, () -> new MonitorsApi(client("customer")).getMonitor(made.getId())).getCode());
    var downtimes = new DowntimesApi(client("partner"));
    var downtime = downtimes.createDowntime(new Downtime().monitorId(made.getId()).scope(List.of("child_org_name:Corvane Europe"))
        .end(Instant.now().plusSeconds(3600).getEpochSecond()).message("moving"));
    assertTrue(downtime.getActive());
    assertEquals(downtime.getId(), api.getMonitor(made.getId()).getMatchingDowntimes().getFirst().getId());
    downtimes.cancelDowntime(downtime.getId());
    assertFalse(downtimes.getDowntime(downtime.getId()).getActive());
    assertEquals(made.getId(), api.deleteMonitor(made.getId()).getDeletedMonitorId());
    assertEquals(404, assertThrows(ApiException.class, () -> api.getMonitor(made.getId())).getCode());
    assertNull(node.directory().monitors().find(made.getId()).orElse(null));
  }

  @Test
  void whatCannotBeJudgedIsRefusedWithEveryProblem() {
    var api = new MonitorsApi(client("partner"));
    var bad = new Monitor("avg(last_9d):sum:datadog.estimated_usage.nothing{*} > 10", MonitorType.LOG_ALERT).name("x")
        .options(new MonitorOptions().thresholds(new MonitorThresholds().critical(11.0).warning(12.0)).timeoutH(3L));
    for (var tried : List.<Executable>of(() -> api.createMonitor(bad), () -> api.validateMonitor(bad))) {
      var refused = assertThrows(ApiException.class, tried);
      assertEquals(400, refused.getCode());
      assertTrue(refused.getResponseBody().contains("timeout_h"), refused.getResponseBody());
    }
    bad.getOptions().setTimeoutH(null);
    var refused = assertThrows(ApiException.class, () -> api.createMonitor(bad)).getResponseBody();
    for (var problem : List.of("\"field\":\"type\"", "unknown_metric", "out_of_range", "options.thresholds.critical",
        "options.thresholds.warning")) {
      assertTrue(refused.contains(problem), refused);
    }
  }
}
