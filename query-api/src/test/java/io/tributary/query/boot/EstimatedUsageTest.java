package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.query.World;
import io.tributary.query.http.OpenMetricsText;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Estimated usage as a Prometheus scrapes it. */
class EstimatedUsageTest {
  private static final String PATH = "/api/v2/tributary/prometheus";
  private static final String LOGS = "tributary_estimated_usage_logs_ingested_bytes";

  private final World world = new World();
  private RunningServer server;

  @BeforeEach
  void start() {
    world.useSlot("a", "logs:billable_ingested_bytes", "2026-03-15T10:15:10Z", "5")
        .useSlot("a1", "logs:billable_ingested_bytes", "2026-03-15T10:19:59Z", "20.5")
        .useSlot("a11", "logs:billable_ingested_bytes", "2026-03-15T10:20:00Z", "7")
        .use("a11", "logs:billable_ingested_bytes", "2026-03-01T00:00:00Z", "1000")
        .use("a11", "logs:billable_ingested_bytes", "2026-02-28T23:00:00Z", "99999")
        .use("b", "logs:billable_ingested_bytes", "2026-03-09T23:00:00Z", "300")
        .use("b", "logs:billable_ingested_bytes", "2026-03-10T00:00:00Z", "7777")
        .useSlot("a", "infra_hosts:container_count", "2026-03-15T10:15:00Z", "3")
        .useSlot("s", "logs:billable_ingested_bytes", "2026-03-15T10:15:00Z", "1");
    server = RunningServer.over(world);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OpenMetricsText scrape(String org, String query) throws Exception {
    var answer = server.send(HttpRequest.newBuilder(URI.create(server.url() + PATH + query)).header("DD-API-KEY", "api-" + org)
        .header("DD-APPLICATION-KEY", "app-" + org)
        .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2").build());
    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8",
        answer.header("content-type").replace(";v", "; v").replace(";c", "; c"));
    return OpenMetricsText.parse(answer.raw().body());
  }

  private static Map<String, String> labels(String account, String org, String family, String region) {
    return region == null ? Map.of("account_name", account, "child_org_name", org, "product_family", family)
        : Map.of("account_name", account, "child_org_name", org, "product_family", family, "region", region);
  }

  @Test
  void aPartnerSeesTheMonthSoFarAndTheLastFiveMinutesOfItsHours() throws Exception {
    var text = scrape("par", "");
    assertEquals(Map.of(
        labels("Acme Inc", "Org A", "logs", "us1"), new BigDecimal("5"),
        labels("Acme Inc", "Org A1", "logs", "us1"), new BigDecimal("20.5"),
        labels("Acme Inc", "Org A11", "logs", "eu1"), new BigDecimal("1007"),
        labels("Bolt Ltd", "Org B", "logs", "us1"), new BigDecimal("300")), text.samples(LOGS + "_month_to_date_total"));
    assertEquals(Map.of(
        labels("Acme Inc", "Org A", "logs", "us1"), new BigDecimal("5"),
        labels("Acme Inc", "Org A1", "logs", "us1"), new BigDecimal("20.5"),
        labels("Acme Inc", "Org A11", "logs", "eu1"), BigDecimal.ZERO,
        labels("Bolt Ltd", "Org B", "logs", "us1"), BigDecimal.ZERO), text.samples(LOGS + "_5m"));
    assertEquals(Map.of(labels("Acme Inc", "Org A", "infra_hosts", "us1"), new BigDecimal("0.25")),
        text.samples("tributary_estimated_usage_containers_month_to_date_total"), "twelve entity-slots are one of an hour");
    assertEquals(Map.of(labels("Acme Inc", "Org A", "infra_hosts", "us1"), new BigDecimal("3")),
        text.samples("tributary_estimated_usage_containers_5m"));
    assertEquals("counter", text.type(LOGS + "_month_to_date"));
    assertEquals("gauge", text.type(LOGS + "_5m"));
    assertEquals(new BigDecimal("0"), text.samples("tributary_estimated_usage_folded_series").get(Map.of()));
    assertEquals(new BigDecimal("1773569999.250"), text.samples("tributary_estimated_usage_as_of_timestamp_seconds").get(Map.of()));
  }

  @Test
  void whatIsNotToldApartIsAddedUp() throws Exception {
    var text = scrape("par", "?orgs=1");
    assertEquals(Map.of(
        labels("Acme Inc", "Org A11", "logs", "eu1"), new BigDecimal("1007"),
        labels("Acme Inc", "(other)", "logs", null), new BigDecimal("25.5"),
        labels("Bolt Ltd", "(other)", "logs", null), new BigDecimal("300")), text.samples(LOGS + "_month_to_date_total"));
    assertEquals(new BigDecimal("3"), text.samples("tributary_estimated_usage_folded_series").get(Map.of()));
    var accounts = scrape("par", "?orgs=0&accounts=1");
    assertEquals(Map.of(
        labels("Acme Inc", "(other)", "logs", null), new BigDecimal("1032.5"),
        labels("(other)", "(other)", "logs", null), new BigDecimal("300")), accounts.samples(LOGS + "_month_to_date_total"));
  }

  @Test
  void aCustomerSeesItsOwn() throws Exception {
    assertEquals(Map.of(labels("Solo", "Org S", "logs", "us1"), BigDecimal.ONE), scrape("s", "").samples(LOGS + "_5m"));
    assertEquals(3, scrape("a", "").samples(LOGS + "_month_to_date_total").size());
  }

  @Test
  void namesMayHoldAnything() throws Exception {
    world.change(new io.tributary.model.Directory.Change.PutAccount(new io.tributary.model.Account("acme", "A \"B\" \\ C\nD{}=,# é",
        world.directory().account("acme").orElseThrow().connections())));
    assertTrue(scrape("a", "").samples(LOGS + "_5m").keySet().stream()
        .allMatch(labels -> labels.get("account_name").equals("A \"B\" \\ C\nD{}=,# é")));
  }

  @Test
  void itIsGuardedLikeEveryEndpointAndNeverAnswersLess() throws Exception {
    assertEquals(403, server.get("nobody", PATH).status());
    assertEquals(403, server.get("api-par", "blind-par", PATH, new String[0]).status());
    assertEquals(400, server.get("a1", PATH).status());
    assertEquals(400, server.get("par", PATH, "orgs", "501", "accounts", "0").status());
    var plain = server.get("par", PATH);
    assertEquals(200, plain.status());
    assertTrue(plain.header("content-type").startsWith("text/plain"));
    assertTrue(plain.raw().body().contains("# TYPE " + LOGS + "_month_to_date_total counter\n"));
    world.reader.refuse(Duration.ofSeconds(3));
    assertEquals(503, server.get("par", PATH).status());
  }
}
