package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.reader.InMemoryCosts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of FOCUS 1.2 that the columns are held against are those that docs/focus.md lists. */
class FocusHttpTest {
  private static final String FOCUS = "/api/v2/tributary/focus";
  private static final int FEBRUARY = Hours.monthOf(World.NOW) - 1;
  private static final Set<String> NEVER_NULL = Set.of("BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency",
      "BillingPeriodEnd",
      "BillingPeriodStart", "ChargeCategory", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart",
      "ContractedCost",
      "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "PricingCategory", "ProviderName",
      "PublisherName", "ServiceCategory", "ServiceName", "SkuId", "SubAccountId", "SubAccountName");
  private static final Set<String> SERVICE_CATEGORIES = Set.of("AI and Machine Learning", "Analytics", "Business Applications", "Compute",
      "Databases", "Developer Tools", "Multicloud", "Identity", "Integration", "Internet of Things", "Management and Governance", "Media",
      "Migration", "Mobile", "Networking", "Security", "Storage", "Web", "Other");

  private static RunningServer server;

  @BeforeAll
  static void start() {
    var world = new World();
    world.change(SomeContracts.all());
    world.change(SomeContracts.published(Hours.firstOfMonth(FEBRUARY)));
    world.change(new Change.CloseMonth("acme", FEBRUARY, 1));
    for (int hour = 0; hour < 20; hour++) {
      for (var month : List.of("02", "03")) {
        var time = "2026-" + month + "-04T" + (hour < 10 ? "0" : "") + hour + ":00:00Z";
        world.use("a", "infra_hosts:host_count", time, "12").use("a11", "infra_hosts:host_count", time, "5")
            .use("a1", "logs:billable_ingested_bytes", time, "1333333337").use("b", "infra_hosts:host_count", time, "3")
            .use("s", "logs:billable_ingested_bytes", time, "12345678901");
      }
    }
    world.costs.late("acme", FEBRUARY,
        InMemoryCosts.adjustment(FEBRUARY - 1, "logs_ingested", "a11", "5000000000", "0.500000", "0.750000"));
    server = RunningServer.over(world);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Map<String, String>> rows(String org, String... parameters) throws Exception {
    var answer = server.get("api-" + org, "cost-" + org, FOCUS, parameters);
    assertEquals(200, answer.status(), answer.raw().body());
    assertTrue(answer.header("Content-Type").startsWith("text/csv"), answer.header("Content-Type"));
    var lines = answer.raw().body().split("\r\n");
    var names = lines[0].split(",");
    var rows = new ArrayList<Map<String, String>>();
    for (int i = 1; i < lines.length; i++) {
      // No name in this world has a comma.
      var fields = lines[i].split(",", -1);
      assertEquals(names.length, fields.length, lines[i]);
      var row = new LinkedHashMap<String, String>();
      for (int column = 0; column < names.length; column++) {
        row.put(names[column], fields[column]);
      }
      check(row);
      rows.add(row);
    }
    return rows;
  }

  private static void check(Map<String, String> row) {
    NEVER_NULL.forEach(name -> assertFalse(row.get(name).isEmpty(), () -> name + " is null in " + row));
    for (var name : List.of("BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "PricingQuantity", "ConsumedQuantity")) {
      assertTrue(row.get(name).isEmpty() || row.get(name).matches("-?\\d+(\\.\\d+)?"), () -> name + " is no decimal in " + row);
    }
    for (var name : List.of("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd")) {
      assertTrue(row.get(name).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), () -> name + " is no time in " + row);
    }
    boolean correction = row.get("ChargeClass").equals("Correction");
    assertTrue(correction || row.get("ChargeClass").isEmpty());
    assertTrue(Set.of("Usage", "Purchase", "Tax", "Credit", "Adjustment").contains(row.get("ChargeCategory")));
    assertTrue(Set.of("One-Time", "Recurring", "Usage-Based").contains(row.get("ChargeFrequency")));
    assertTrue(Set.of("Standard", "Dynamic", "Committed", "Other").contains(row.get("PricingCategory")));
    assertTrue(SERVICE_CATEGORIES.contains(row.get("ServiceCategory")), row.get("ServiceCategory"));
    assertTrue(row.get("BillingCurrency").matches("[A-Z]{3}"));
    boolean usage = row.get("ChargeCategory").equals("Usage");
    assertEquals(usage, row.get("ChargeFrequency").equals("Usage-Based"));
    assertEquals(usage, !row.get("ConsumedQuantity").isEmpty(), "consumed is only what was used");
    assertEquals(row.get("ConsumedQuantity").isEmpty(), row.get("ConsumedUnit").isEmpty());
    assertEquals(correction, row.get("ChargePeriodStart").compareTo(row.get("BillingPeriodStart")) < 0);
    assertEquals(row.get("RegionId").isEmpty(), row.get("RegionName").isEmpty());
  }

  private static BigDecimal sum(List<Map<String, String>> rows, String column) {
    return rows.stream().map(row -> new BigDecimal(row.get(column))).reduce(BigDecimal.ZERO, BigDecimal::add).stripTrailingZeros();
  }

  private static BigDecimal cost(String org, String path, String... parameters) throws Exception {
    var data = server.get("api-" + org, "cost-" + org, path, parameters).json().get("data");
    var sum = BigDecimal.ZERO;
    for (var row : data) {
      sum = sum.add(row.at("/attributes/total_cost").decimalValue());
    }
    return sum.setScale(6, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  @Test
  void billedCostIsWhatTheOtherEndpointsSay() throws Exception {
    var connected = new String[] {"include_connected_accounts", "true", "start_month", "2026-03"};
    assertEquals(cost("par", "/api/v2/usage/estimated_cost", connected), sum(rows("par", "month", "2026-03"), "BilledCost"));
    assertEquals(cost("s", "/api/v2/usage/estimated_cost"), sum(rows("s", "month", "2026-03"), "BilledCost"));
    var february = rows("par", "month", "2026-02", "account", "acme");
    assertEquals(cost("par", "/api/v2/usage/historical_cost", "include_connected_accounts", "true", "start_month", "2026-02"),
        sum(february, "BilledCost"));
    assertEquals(sum(february, "BilledCost"), sum(february, "EffectiveCost"));
  }

  @Test
  void aPartnerIssuesItsCustomersBills() throws Exception {
    var sold = rows("par", "month", "2026-02", "side", "sell");
    assertEquals(Set.of("The Partner"), Set.copyOf(sold.stream().map(row -> row.get("InvoiceIssuerName")).toList()));
    assertEquals(Set.of("acme"), Set.copyOf(sold.stream().map(row -> row.get("BillingAccountId")).toList()));
    assertEquals(sum(sold, "BilledCost"), sum(rows("a", "month", "2026-02"), "BilledCost"));
    var bought = rows("par", "month", "2026-02");
    assertEquals(Set.of("acme", "bolt"), Set.copyOf(bought.stream().map(row -> row.get("BillingAccountId")).toList()));
    assertEquals(Set.of("Tributary"), Set.copyOf(bought.stream().map(row -> row.get("InvoiceIssuerName")).toList()));
  }

  @Test
  void aRowSaysWhatWasUsedAndWhatItWouldHaveCostAtListPrices() throws Exception {
    var rows = rows("par", "month", "2026-02", "account", "acme");
    var hosts = rows.stream().filter(row -> row.get("SkuId").equals("infra_host") && row.get("ChargeCategory").equals("Usage")).toList();
    assertEquals(List.of("12", "5"), hosts.stream().map(row -> row.get("ConsumedQuantity")).toList());
    assertEquals("Hosts Hosts infra_hosts Management and Governance Standard", String.join(" ", hosts.getFirst().get("ConsumedUnit"),
        hosts.getFirst().get("PricingUnit"), hosts.getFirst().get("ServiceName"), hosts.getFirst().get("ServiceCategory"),
        hosts.getFirst().get("PricingCategory")));
    assertEquals(new BigDecimal(17 * 21).stripTrailingZeros(), sum(hosts, "ListCost"));
    assertEquals(new BigDecimal(7 * 18).stripTrailingZeros(), sum(hosts, "BilledCost"));
    var commitment = rows.stream()
        .filter(row -> row.get("SkuId").equals("infra_host") && row.get("ChargeCategory").equals("Purchase")).toList();
    assertEquals(new BigDecimal(150).stripTrailingZeros(), sum(commitment, "BilledCost"));
    assertEquals(BigDecimal.ONE, sum(commitment, "PricingQuantity"));
    var logs = rows.stream().filter(row -> row.get("SkuId").equals("logs_ingested") && row.get("ChargeClass").isEmpty())
        .findFirst().orElseThrow();
    assertEquals("GB 26.66666674 26666666740",
        logs.get("PricingUnit") + " " + logs.get("PricingQuantity") + " " + logs.get("ConsumedQuantity"));
    assertEquals("c-acme/2026-02", logs.get("InvoiceId"));
    var late = rows.stream().filter(row -> row.get("ChargeClass").equals("Correction")).toList();
    assertEquals(List.of("a11 2026-01-01T00:00:00Z 2026-02-01T00:00:00Z 0.5"),
        late.stream().map(row -> String.join(" ", row.get("SubAccountId"),
        row.get("ChargePeriodStart"), row.get("BillingPeriodStart"), row.get("BilledCost"))).toList());
    assertEquals("", rows("par", "month", "2026-03").getFirst().get("InvoiceId"));
  }

  @Test
  void theFileSaysHowManyAccountsItHas() throws Exception {
    var answer = server.get("api-par", "cost-par", FOCUS, new String[] {"month", "2026-02"});
    assertEquals("2", answer.header("X-Tributary-Accounts"));
    assertEquals("attachment; filename=\"focus-2026-02.csv\"", answer.header("Content-Disposition"));
    assertEquals(400, server.get("api-par", "cost-par", FOCUS, new String[0]).status());
    assertEquals(403, server.get("par", FOCUS, "month", "2026-02").status());
  }
}
