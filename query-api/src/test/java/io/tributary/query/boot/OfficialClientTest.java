package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ApiException;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v1.api.OrganizationsApi;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageBillableSummaryOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSummaryOptionalParameters;
import com.datadog.api.client.v1.model.Organization;
import com.datadog.api.client.v2.api.UsageMeteringApi;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetEstimatedCostByOrgOptionalParameters;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetHistoricalCostByOrgOptionalParameters;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetHourlyUsageOptionalParameters;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetProjectedCostOptionalParameters;
import com.datadog.api.client.v2.model.CostByOrgResponse;
import com.datadog.api.client.v2.model.CostByOrgType;
import com.datadog.api.client.v2.model.HourlyUsage;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published client, unchanged but for the address, reads everything. */
class OfficialClientTest {
  private static final OffsetDateTime START = OffsetDateTime.parse("2026-03-04T00:57:41.335Z");
  private static final Map<String, Long> SENT = new HashMap<>();
  private static RunningServer server;

  @BeforeAll
  static void start() {
    var world = new World();
    var random = new Random(20260315);
    for (int i = 0; i < 4_000; i++) {
      var org = List.of("a", "a1", "a11", "w", "b", "b1", "s").get(random.nextInt(7));
      var type = List.of("infra_hosts:host_count", "logs:billable_ingested_bytes", "logs:ingested_events_bytes", "iot:iot_device_count",
          "synthetics_api:check_calls_count").get(random.nextInt(5));
      long quantity = random.nextLong(1_000_000_000_000L);
      world.use(org, type, START.truncatedTo(ChronoUnit.HOURS).plusHours(random.nextInt(24)).toInstant().toString(),
          Long.toString(quantity));
      SENT.merge(org + " " + type, quantity, Long::sum);
    }
    world.change(SomeContracts.all());
    world.change(new Change.CloseMonth("acme", Hours.month(World.hour("2026-02-01T00:00:00Z")), 1));
    world.costs.project("acme", "1.5");
    server = new RunningServer(world, world.reader);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient client(String org) {
    return client(org, "app-" + org);
  }

  private static ApiClient client(String org, String applicationKey) {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(server.url(), "this one", new HashMap<>())));
    client.setServerIndex(0);
    client.configureApiKeys(new HashMap<>(Map.of("apiKeyAuth", "api-" + org, "appKeyAuth", applicationKey)));
    return client;
  }

  private static List<HourlyUsage> pages(String org, int limit) throws ApiException {
    var api = new UsageMeteringApi(client(org));
    var rows = new ArrayList<HourlyUsage>();
    var parameters = new GetHourlyUsageOptionalParameters().filterIncludeDescendants(true).filterIncludeConnectedAccounts(true)
        .pageLimit(limit);
    while (true) {
      var page = api.getHourlyUsage(START, "all", parameters);
      assertFalse(page.unparsed);
      rows.addAll(page.getData());
      var next = page.getMeta().getPagination().getNextRecordId();
      if (next == null) {
        return rows;
      }
      assertEquals(limit, page.getData().size());
      parameters = parameters.pageNextRecordId(next);
    }
  }

  private static Map<String, Long> sums(List<HourlyUsage> rows) {
    var sums = new HashMap<String, Long>();
    for (var row : rows) {
      var attributes = row.getAttributes();
      for (var measurement : attributes.getMeasurements()) {
        if (measurement.getValue() != null) {
          sums.merge(attributes.getPublicId() + " " + attributes.getProductFamily() + ":" + measurement.getUsageType(),
              measurement.getValue(), Long::sum);
        }
      }
    }
    return sums;
  }

  @Test
  void everyPageOfTheHourlyUsageOfAllCustomersIsReadAndAddsUp() throws ApiException {
    var rows = pages("par", 37);
    var expected = new HashMap<>(SENT);
    expected.keySet().removeIf(key -> key.startsWith("s "));
    assertEquals(expected, sums(rows));
    assertEquals(rows.size(), new HashSet<>(rows.stream().map(HourlyUsage::getId).toList()).size());
    assertEquals(rows, pages("par", 500));
    assertTrue(rows.stream().noneMatch(row -> row.unparsed || row.getAttributes().unparsed));
    assertEquals(START.truncatedTo(ChronoUnit.HOURS).toInstant(), rows.getFirst().getAttributes().getTimestamp().toInstant());
  }

  @Test
  void aDirectCustomerReadsItsOwn() throws ApiException {
    var expected = new HashMap<>(SENT);
    expected.keySet().removeIf(key -> !key.startsWith("s "));
    var read = sums(pages("s", 500));
    // From the next day on it also has w, which this day belonged to another account.
    assertEquals(expected, read);
  }

  @Test
  void theSummaryOfAllCustomersAddsUpToItsOrgsAndToWhatWasSent() throws ApiException {
    var api = new com.datadog.api.client.v1.api.UsageMeteringApi(client("par"));
    var summary = api.getUsageSummary(START,
        new GetUsageSummaryOptionalParameters().includeConnectedAccounts(true).includeOrgDetails(true).endMonth(START));
    assertFalse(summary.unparsed);
    assertEquals(1, summary.getUsage().size());
    var march = summary.getUsage().getFirst();
    assertFalse(march.unparsed);
    long expected = SENT.entrySet().stream()
        .filter(sent -> sent.getKey().endsWith("billable_ingested_bytes") && !sent.getKey().startsWith("s "))
        .mapToLong(Map.Entry::getValue).sum();
    assertEquals(expected, march.getBillableIngestedBytesSum());
    assertEquals(expected, summary.getBillableIngestedBytesAggSum());
    assertEquals(expected, march.getOrgs().stream().mapToLong(org -> org.getBillableIngestedBytesSum()).sum());
    assertEquals(6, march.getOrgs().size());
    assertTrue(march.getOrgs().stream().noneMatch(org -> org.unparsed));
    assertNull(march.getRumSessionCountSum());
    assertEquals(OffsetDateTime.parse("2026-03-01T00:00:00Z").toInstant(), march.getDate().toInstant());
  }

  @Test
  void errorsAreReadAsWhatTheyAre() {
    var child = assertThrows(ApiException.class,
        () -> new com.datadog.api.client.v1.api.UsageMeteringApi(client("a1")).getUsageSummary(START));
    assertEquals(400, child.getCode());
    assertTrue(child.getResponseBody().contains("non-parent org keys"));
    assertEquals(403,
        assertThrows(ApiException.class, () -> new UsageMeteringApi(client("nobody")).getHourlyUsage(START, "all")).getCode());
  }

  @Test
  void orgsAreListed() throws ApiException {
    var orgs = new OrganizationsApi(client("a")).listOrgs();
    assertEquals(List.of("a", "a1", "a11"), orgs.getOrgs().stream().map(Organization::getPublicId).toList());
    assertEquals("a1", orgs.getOrgs().get(2).getAdditionalProperty("parent_public_id"));
    assertEquals("Org A1", new OrganizationsApi(client("a")).getOrg("a1").getOrg().getName());
  }

  private static UsageMeteringApi costs(String org) {
    return new UsageMeteringApi(client(org, "cost-" + org));
  }

  private static double total(CostByOrgResponse response) {
    assertFalse(response.unparsed);
    assertTrue(response.getData().stream().noneMatch(row -> row.unparsed || row.getAttributes().unparsed));
    assertTrue(response.getData().stream().flatMap(row -> row.getAttributes().getCharges().stream()).noneMatch(charge -> charge.unparsed));
    return response.getData().stream().mapToDouble(row -> row.getAttributes().getTotalCost()).sum();
  }

  @Test
  void costIsReadInEveryKindAndView() throws ApiException {
    var month = OffsetDateTime.parse("2026-03-01T00:00:00Z");
    var summary = costs("par")
        .getEstimatedCostByOrg(new GetEstimatedCostByOrgOptionalParameters().startMonth(month).includeConnectedAccounts(true));
    var orgs = costs("par").getEstimatedCostByOrg(new GetEstimatedCostByOrgOptionalParameters().startMonth(month).view("sub-org")
        .includeConnectedAccounts(true));
    assertEquals(total(summary), total(orgs), 1e-6);
    var row = summary.getData().getFirst();
    assertEquals(CostByOrgType.COST_BY_ORG, row.getType());
    assertEquals("Acme Inc", row.getAttributes().getAccountName());
    assertEquals(month.toInstant(), row.getAttributes().getDate().toInstant());
    assertEquals("committed", row.getAttributes().getCharges().getFirst().getChargeType());
    assertEquals(15, costs("par").getEstimatedCostByOrg(new GetEstimatedCostByOrgOptionalParameters().startDate(month)
        .endDate(OffsetDateTime.parse("2026-03-15T00:00:00Z")).includeConnectedAccounts(true)).getData().size());
    assertEquals(165, total(costs("par").getHistoricalCostByOrg(OffsetDateTime.parse("2026-02-03T04:05:06.789Z"),
        new GetHistoricalCostByOrgOptionalParameters().includeConnectedAccounts(true))), 1e-6);
    assertTrue(total(costs("s").getEstimatedCostByOrg()) > 0);
  }

  @Test
  void aProjectionIsReadWithOrWithoutAnAnswer() throws ApiException {
    var projected = costs("par").getProjectedCost(new GetProjectedCostOptionalParameters().includeConnectedAccounts(true))
        .getData().getFirst();
    assertFalse(projected.unparsed || projected.getAttributes().unparsed);
    assertEquals("projected_cost", projected.getType().getValue());
    assertEquals(OffsetDateTime.parse("2026-03-31T00:00:00Z").toInstant(), projected.getAttributes().getDate().toInstant());
    assertTrue(projected.getAttributes().getProjectedTotalCost() > 0);
    assertTrue(projected.getAttributes().getAdditionalProperties().containsKey("projected_total_cost_band_80"));
    assertNull(costs("s").getProjectedCost().getData().getFirst().getAttributes().getProjectedTotalCost());
    assertEquals(403, assertThrows(ApiException.class, () -> costs("a").getProjectedCost()).getCode());
    assertEquals(403, assertThrows(ApiException.class, () -> costs("a").getEstimatedCostByOrg()).getCode());
  }

  @Test
  void billableUsageAndDimensionsAreRead() throws ApiException {
    var v1 = new com.datadog.api.client.v1.api.UsageMeteringApi(client("par"));
    var summary = v1.getUsageBillableSummary(new GetUsageBillableSummaryOptionalParameters().month(START).includeConnectedAccounts(true));
    assertFalse(summary.unparsed);
    var acme = summary.getUsage().getFirst();
    assertFalse(acme.unparsed);
    assertEquals("acme", acme.getAccountPublicId());
    assertEquals("infra_host", acme.getUsage().getInfraHostTop99p().getAdditionalProperties().get("billing_dimension"));
    assertEquals(347, acme.getUsage().getLogsIngestedSum().getElapsedUsageHours());
    var mapping = new UsageMeteringApi(client("a")).getBillingDimensionMapping();
    assertFalse(mapping.unparsed);
    assertEquals(List.of("infra_host", "logs_ingested", "premier_support"), mapping.getData().stream().map(each -> each.getId()).toList());
    var active = new UsageMeteringApi(client("a")).getActiveBillingDimensions();
    assertEquals(3, active.getData().getAttributes().getValues().size());
    assertEquals(OffsetDateTime.parse("2026-02-01T00:00:00Z").toInstant(), active.getData().getAttributes().getMonth().toInstant());
  }
}
