package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import io.tributary.query.reader.InMemoryCosts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CostHttpTest {
  private static final String ESTIMATED = "/api/v2/usage/estimated_cost";
  private static final String HISTORICAL = "/api/v2/usage/historical_cost";
  private static final String PROJECTED = "/api/v2/usage/projected_cost";
  private static final String BY_ORG = "/api/v2/usage/cost_by_org";
  private static final String BILLABLE = "/api/v1/usage/billable-summary";
  private static final String MAPPING = "/api/v2/usage/billing_dimension_mapping";
  private static final String ACTIVE = "/api/v2/cost_by_tag/active_billing_dimensions";
  private static final List<String> COSTS = List.of(ESTIMATED, HISTORICAL, PROJECTED, BY_ORG);
  private static final String[] CONNECTED = {"include_connected_accounts", "true", "start_month", "2026-03"};
  private static final int FEBRUARY = Hours.monthOf(World.NOW) - 1;

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.over(world());
  }

  private static World world() {
    var world = new World();
    world.change(SomeContracts.all());
    for (int hour = 0; hour < 6; hour++) {
      world.use("a", "infra_hosts:host_count", "2026-03-04T0" + hour + ":00:00Z", "12")
          .use("a1", "infra_hosts:host_count", "2026-03-04T0" + hour + ":00:00Z", "3")
          .use("s", "logs:billable_ingested_bytes", "2026-03-04T0" + hour + ":00:00Z", "1");
    }
    world.use("a1", "logs:billable_ingested_bytes", "2026-03-04T05:00:00Z", "30000000000")
        .use("a11", "logs:billable_ingested_bytes", "2026-03-04T06:00:00Z", "10000000000");
    world.change(new Change.CloseMonth("acme", FEBRUARY, 1));
    world.costs.project("acme", "2")
        .late("acme", FEBRUARY, InMemoryCosts.adjustment(FEBRUARY - 1, "logs_ingested", "a11", "5000000000", "0.500000", "0.750000"));
    return world;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer get(String org, String path, String... parameters) throws Exception {
    return server.get("api-" + org, "cost-" + org, path, parameters);
  }

  private static void assertErrors(int status, String error, Answer answer) {
    assertEquals(status, answer.status(), answer.raw().body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals(List.of(error), StreamSupport.stream(answer.json().get("errors").spliterator(), false).map(JsonNode::asText).toList());
  }

  private static String[] and(String[] parameters, String... more) {
    var all = new ArrayList<>(List.of(parameters));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aRowHasTheReferencesShapeAndExactNumbers() throws Exception {
    var answer = get("par", ESTIMATED, CONNECTED);
    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals("2026-03-15T10:19:59.250Z", answer.header("X-Tributary-As-Of"));
    assertEquals(1, answer.json().get("data").size());
    var id = answer.json().at("/data/0/id").asText();
    assertTrue(id.matches("[0-9a-f]{64}"), id);
    assertEquals("{\"data\":[{\"type\":\"cost_by_org\",\"id\":\"" + id + "\",\"attributes\":{\"account_name\":\"Acme Inc\","
        + "\"account_public_id\":\"acme\",\"org_name\":\"Org A\",\"public_id\":\"a\",\"region\":\"us1\",\"date\":\"2026-03-01T00:00:00Z\","
        + "\"total_cost\":268.400000,\"currency\":\"USD\",\"charges\":["
        + "{\"product_name\":\"infra_host\",\"charge_type\":\"committed\",\"cost\":150.000000,\"last_aggregation_function\":\"top99p\"},"
        + "{\"product_name\":\"infra_host\",\"charge_type\":\"on_demand\",\"cost\":90.000000,\"last_aggregation_function\":\"top99p\"},"
        + "{\"product_name\":\"infra_host\",\"charge_type\":\"total\",\"cost\":240.000000,\"last_aggregation_function\":\"top99p\"},"
        + "{\"product_name\":\"logs_ingested\",\"charge_type\":\"committed\",\"cost\":0.000000,\"last_aggregation_function\":\"sum\"},"
        + "{\"product_name\":\"logs_ingested\",\"charge_type\":\"on_demand\",\"cost\":4.000000,\"last_aggregation_function\":\"sum\"},"
        + "{\"product_name\":\"logs_ingested\",\"charge_type\":\"total\",\"cost\":4.000000,\"last_aggregation_function\":\"sum\"},"
        + "{\"product_name\":\"premier_support\",\"charge_type\":\"committed\",\"cost\":15.000000},"
        + "{\"product_name\":\"premier_support\",\"charge_type\":\"on_demand\",\"cost\":9.400000},"
        + "{\"product_name\":\"premier_support\",\"charge_type\":\"total\",\"cost\":24.400000}]}}]}", answer.raw().body());
  }

  @Test
  void orgsAddUpToTheirAccountInEveryKind() throws Exception {
    for (var path : List.of(ESTIMATED, HISTORICAL, PROJECTED)) {
      var period = path.equals(HISTORICAL) ? new String[] {"include_connected_accounts", "true", "start_month", "2026-02"} : CONNECTED;
      var summary = get("par", path, period);
      var orgs = get("par", path, and(period, "view", "sub-org"));
      assertTrue(orgs.json().get("data").size() > summary.json().get("data").size() || path.equals(HISTORICAL));
      assertEquals(total(summary), total(orgs), path);
      assertTrue(total(summary).signum() > 0);
    }
  }

  private static BigDecimal total(Answer answer) {
    return StreamSupport.stream(answer.json().get("data").spliterator(), false).map(row -> row.get("attributes"))
        .map(row -> row.has("total_cost") ? row.get("total_cost") : row.get("projected_total_cost")).map(JsonNode::decimalValue)
        .map(BigDecimal::stripTrailingZeros).reduce(BigDecimal.ZERO, BigDecimal::add).stripTrailingZeros();
  }

  @Test
  void aProjectionSaysHowFarOffItMayBe() throws Exception {
    var row = get("par", PROJECTED, CONNECTED).json().at("/data/0");
    assertEquals("projected_cost", row.get("type").asText());
    var attributes = row.get("attributes");
    assertEquals(List.of("account_name", "account_public_id", "org_name", "public_id", "region", "date", "projected_total_cost",
        "projected_total_cost_band_80", "projected_total_cost_band_95", "currency", "charges"),
        attributes.properties().stream().map(Map.Entry::getKey).toList());
    assertEquals("2026-03-31T00:00:00Z", attributes.get("date").asText());
    assertEquals("[353.684416,389.915584]", attributes.get("projected_total_cost_band_80").toString());
    assertEquals(List.of("projected_committed", "projected_on_demand", "total"),
        StreamSupport.stream(attributes.get("charges").spliterator(), false).map(line -> line.get("charge_type").asText())
            .distinct().toList());
    assertTrue(get("par", PROJECTED, CONNECTED).raw().body().contains(
        "{\"product_name\":\"infra_host\",\"charge_type\":\"total\",\"cost\":330.000000,\"cost_band_80\":[312.000000,348.000000],"
            + "\"cost_band_95\":[294.000000,366.000000]}"));
  }

  @Test
  void whatIsNotProjectedIsNullWithAReason() throws Exception {
    var row = get("s", PROJECTED).json().at("/data/0/attributes");
    assertTrue(row.get("projected_total_cost").isNull());
    assertTrue(row.get("projected_total_cost_band_80").isNull());
    assertEquals(0, row.get("charges").size());
    assertEquals("fewer than 24 hours of history", row.get("not_projected").asText());
  }

  @Test
  void lateUsageIsPartOfTheTotalsAndListed() throws Exception {
    var row = get("par", HISTORICAL, "include_connected_accounts", "true", "start_month", "2026-02").json().at("/data/0/attributes");
    assertEquals(new BigDecimal("165.5"), row.get("total_cost").decimalValue().stripTrailingZeros());
    assertEquals("[{\"month\":\"2026-01-01T00:00:00Z\",\"product_name\":\"logs_ingested\",\"public_id\":\"a11\",\"usage\":5000000000,"
        + "\"cost\":0.5}]", row.get("adjustments").toString().replace("0.500000", "0.5"));
  }

  @Test
  void costNeedsBothPermissionsAndAParentsKeys() throws Exception {
    for (var path : COSTS) {
      assertErrors(403, "Forbidden: the application key's role lacks the permission billing_read", server.get("par", path, CONNECTED));
      assertErrors(403, "Forbidden: the application key's role lacks the permission usage_read",
          server.get("api-par", "blind-par", path, CONNECTED));
      assertErrors(400, "API called with non-parent org keys. Data is only available at the root level org", get("a1", path, CONNECTED));
    }
  }

  @Test
  void aPartnersCustomerSeesUsageButNoCostUntilPricesArePublished() throws Exception {
    assertErrors(403, "The partner that account acme buys from has not published prices for it, so its usage can be seen but not its cost",
        get("a", ESTIMATED, "start_month", "2026-03"));
    assertErrors(403, "The partner that account acme buys from has not published prices for it, so its usage can be seen but not its cost",
        get("a", HISTORICAL, "start_month", "2026-02"));
    assertErrors(403, "Account acme buys from a partner; its estimated and historical cost can be seen, but not its projected cost",
        get("a", PROJECTED));
    assertEquals(200, get("a", "/api/v1/usage/summary", "start_month", "2026-03").status());
    var published = world();
    published.change(SomeContracts.published(Hours.firstOfMonth(FEBRUARY)));
    try (var server = RunningServer.over(published)) {
      var row = server.get("api-a", "cost-a", ESTIMATED, new String[0]).json().at("/data/0/attributes");
      assertEquals(new BigDecimal("402.6"), row.get("total_cost").decimalValue().stripTrailingZeros());
      var closed = server.get("api-a", "cost-a", HISTORICAL, new String[] {"start_month", "2026-02"}).json().at("/data/0/attributes");
      assertEquals(new BigDecimal("248.25"), closed.get("total_cost").decimalValue().stripTrailingZeros());
      assertEquals(403, server.get("api-a", "cost-a", PROJECTED, new String[0]).status());
    }
  }

  @Test
  void whatIsWrongIsSaidInTheOneShape() throws Exception {
    assertErrors(400, "Only one of start_month and start_date may be given",
        get("s", ESTIMATED, "start_month", "2026-03", "start_date", "2026-03-01"));
    assertErrors(400, "The parameter 'start_month' is required", get("s", HISTORICAL));
    assertErrors(400, "The parameter 'start_month' is required", get("s", BY_ORG));
    assertErrors(400, "Invalid view parameter all. Must be (summary|sub-org)", get("s", PROJECTED, "view", "all"));
    assertErrors(400, "Start month cannot be in the future", get("s", BILLABLE, "month", "2026-04"));
  }

  @Test
  void whatCannotBeReadIsRefused() throws Exception {
    var unready = world();
    unready.reader.refuse(Duration.ofSeconds(4));
    try (var server = RunningServer.over(unready)) {
      for (var path : List.of(ESTIMATED, PROJECTED, BILLABLE)) {
        var answer = server.get("api-s", "cost-s", path, new String[0]);
        assertErrors(503, "the usage cannot be read at this moment; try again", answer);
        assertEquals("4", answer.header("Retry-After"));
      }
    }
  }

  @Test
  void theBillableSummaryShowsEachOrgBesideItsAccount() throws Exception {
    var usage = get("par", BILLABLE, "include_connected_accounts", "true", "month", "2026-03-10T11:00:00Z").json().get("usage");
    assertEquals(List.of("a", "a1", "a11"),
        StreamSupport.stream(usage.spliterator(), false).map(org -> org.get("public_id").asText()).toList());
    var a1 = usage.get(1);
    assertEquals(
        "{\"billing_dimension\":\"infra_host\",\"usage_unit\":\"host\",\"account_billable_usage\":15,\"account_committed_usage\":10,"
        + "\"account_on_demand_usage\":5,\"org_billable_usage\":3,\"percentage_in_account\":20,\"elapsed_usage_hours\":347,"
        + "\"first_billable_usage_hour\":\"2026-03-04T00:00:00+00:00\",\"last_billable_usage_hour\":\"2026-03-04T05:00:00+00:00\"}",
        a1.at("/usage/infra_host_top99p").toString().replace("20.000000", "20").replace("20.0", "20"));
    assertEquals("host_hours", a1.at("/usage/infra_host_sum/usage_unit").asText());
    assertEquals(90, a1.at("/usage/infra_host_sum/account_billable_usage").asLong());
    assertTrue(a1.at("/usage/infra_host_sum/account_committed_usage").isNull());
    assertEquals("Acme Inc acme Org A1 3 2026-03-01T00:00:00+00:00 2026-03-31T00:00:00+00:00",
        String.join(" ", a1.get("account_name").asText(),
        a1.get("account_public_id").asText(), a1.get("org_name").asText(), a1.get("num_orgs").asText(), a1.get("start_date").asText(),
        a1.get("end_date").asText()));
    assertEquals(0, usage.at("/0/usage/logs_ingested_sum/org_billable_usage").asLong());
    assertEquals(40_000_000_000L, usage.at("/0/usage/logs_ingested_sum/account_billable_usage").asLong());
    assertTrue(usage.at("/2/usage/infra_host_top99p").isMissingNode());
    assertEquals(200, server.get("s", BILLABLE).status());
  }

  @Test
  void dimensionsAreMappedInADialectOfTheirOwn() throws Exception {
    var answer = get("a", MAPPING);
    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("application/vnd.api+json", answer.header("Content-Type"));
    assertNull(answer.json());
    assertTrue(answer.raw().body().startsWith("{\"data\":[{\"type\":\"billing_dimensions\",\"id\":\"infra_host\",\"attributes\":{"
        + "\"in_app_label\":\"Infra Host\",\"timestamp\":\"2026-03-01T00:00:00Z\",\"endpoints\":[{\"id\":\"api/v1/usage/billable-summary\","
        + "\"keys\":[\"infra_host_top99p\",\"infra_host_sum\"],\"status\":\"OK\"},"), answer.raw().body());
    assertTrue(answer.raw().body().contains("\"id\":\"premier_support\""));
    assertTrue(answer.raw().body().contains("{\"id\":\"api/v1/usage/summary\",\"keys\":[],\"status\":\"NOT_FOUND\"}"));
    assertTrue(get("a", MAPPING, "filter[view]", "all").raw().body().contains("\"id\":\"apm_host\""));
    var wrong = get("a1", MAPPING);
    assertEquals(400, wrong.status());
    assertEquals("application/vnd.api+json", wrong.header("Content-Type"));
    assertEquals("{\"errors\":[{\"id\":null,\"links\":null,\"status\":\"400\",\"code\":null,\"title\":\"Bad Request\",\"detail\":"
        + "\"API called with non-parent org keys. Data is only available at the root level org\",\"source\":null,\"meta\":null}]}",
        wrong.raw().body());
  }

  @Test
  void activeDimensionsAreThoseOfTheLastClosedMonth() throws Exception {
    var data = get("a1", ACTIVE).json().get("data");
    assertEquals("billing_dimensions", data.get("type").asText());
    assertEquals("{\"month\":\"2026-02-01T00:00:00Z\",\"values\":[\"infra_host\",\"logs_ingested\",\"premier_support\"]}",
        data.get("attributes").toString());
  }
}
