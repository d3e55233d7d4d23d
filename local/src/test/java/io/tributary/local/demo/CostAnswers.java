package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ApiException;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v2.api.UsageMeteringApi;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetEstimatedCostByOrgOptionalParameters;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetHistoricalCostByOrgOptionalParameters;
import com.datadog.api.client.v2.api.UsageMeteringApi.GetProjectedCostOptionalParameters;
import com.datadog.api.client.v2.model.ChargebackBreakdown;
import com.datadog.api.client.v2.model.CostByOrgResponse;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.demo.CostOracle.Place;
import io.tributary.local.node.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one caller reads of costs: with the digits of the answer's text, or through the official client. */
record CostAnswers(Node node, String holder) {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Map<String, String> PARTS = Map.of("committed", "committed", "on_demand", "on_demand", "total", "total",
      "projected_committed", "committed", "projected_on_demand", "on_demand");

  /** One amount of an answer. */
  record Cost(LocalDate date, Place place, BigDecimal amount) {}

  /** One row of an answer: its total, and its charges. */
  private record Row(LocalDate date, String account, String org, BigDecimal total, List<Cost> costs) {
    void add(String dimension, String chargeType, BigDecimal amount) {
      costs.add(new Cost(date, new Place(account, org, dimension, PARTS.get(chargeType)), money(amount)));
    }

    /** The amounts without totals, which are what they should be. */
    List<Cost> parts() {
      var totals = new TreeMap<Place, BigDecimal>();
      var sums = new TreeMap<Place, BigDecimal>();
      var parts = new ArrayList<Cost>();
      for (var cost : costs) {
        var whole = new Place(account, org, cost.place.dimension(), "total");
        if (cost.place.equals(whole)) {
          assertNull(totals.put(whole, cost.amount), "one total for each dimension");
        } else {
          parts.add(cost);
          sums.merge(whole, cost.amount, BigDecimal::add);
        }
      }
      assertEquals(sums, totals, "committed and on demand are the total");
      assertEquals(sums.values().stream().reduce(BigDecimal.ZERO.setScale(6), BigDecimal::add), money(total),
          "the charges are the row's total");
      return parts;
    }
  }

  /** @throws ArithmeticException when it has more than six decimals */
  private static BigDecimal money(BigDecimal amount) {
    return amount.setScale(6, RoundingMode.UNNECESSARY);
  }

  /** Every amount of an answer to {@code GET /api/v2/usage/…}, exactly as it stands there. */
  List<Cost> read(String request) throws Exception {
    var costs = new ArrayList<Cost>();
    for (var data : get("/api/v2/usage/" + request).get("data")) {
      var attributes = data.get("attributes");
      var row = new Row(OffsetDateTime.parse(attributes.get("date").asText()).toLocalDate(), attributes.get("account_public_id").asText(),
          attributes.get("public_id").asText(), attributes.get("total_cost").decimalValue(), new ArrayList<>());
      for (var charge : attributes.get("charges")) {
        row.add(charge.get("product_name").asText(), charge.get("charge_type").asText(), charge.get("cost").decimalValue());
      }
      costs.addAll(row.parts());
    }
    return costs;
  }

  /** Amounts of the table of costs by the values of these columns; without those that are zero. */
  Map<List<String>, BigDecimal> table(String request, List<String> columns) throws Exception {
    var amounts = new HashMap<List<String>, BigDecimal>();
    for (var row : get("/api/v2/tributary/cost?" + request).get("rows")) {
      var amount = money(new BigDecimal(row.get("cost").asText()));
      if (amount.signum() != 0) {
        assertNull(amounts.put(columns.stream().map(column -> row.get(column).asText()).toList(), amount), row::toString);
      }
    }
    return amounts;
  }

  private JsonNode get(String request) throws Exception {
    var keys = node.keys().of(holder);
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(HttpRequest.newBuilder(node.api().resolve(request))
          .header("DD-API-KEY", keys.apiKey()).header("DD-APPLICATION-KEY", keys.applicationKey()).build(), BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), response::body);
      return JSON.readTree(response.body());
    }
  }

  ApiClient client() {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(node.api().toString(), "this node", Map.of())));
    client.setServerIndex(0);
    client.configureApiKeys(Map.of("apiKeyAuth", node.keys().of(holder).apiKey(), "appKeyAuth", node.keys().of(holder).applicationKey()));
    return client;
  }

  UsageMeteringApi api() {
    return new UsageMeteringApi(client());
  }

  com.datadog.api.client.v1.api.UsageMeteringApi apiV1() {
    return new com.datadog.api.client.v1.api.UsageMeteringApi(client());
  }

  static OffsetDateTime first(YearMonth month) {
    return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  /** Months, or days up to which a month's cost is reckoned. */
  List<Cost> estimated(String view, YearMonth from, YearMonth to) throws ApiException {
    return costs(api().getEstimatedCostByOrg(new GetEstimatedCostByOrgOptionalParameters().view(view).startMonth(first(from))
        .endMonth(first(to)).includeConnectedAccounts(true)));
  }

  List<Cost> estimatedDays(String view, LocalDate from, LocalDate to) throws ApiException {
    return costs(api().getEstimatedCostByOrg(new GetEstimatedCostByOrgOptionalParameters().view(view)
        .startDate(from.atStartOfDay().atOffset(ZoneOffset.UTC)).endDate(to.atStartOfDay().atOffset(ZoneOffset.UTC))
        .includeConnectedAccounts(true)));
  }

  List<Cost> historical(String view, YearMonth month) throws ApiException {
    return costs(api().getHistoricalCostByOrg(first(month),
        new GetHistoricalCostByOrgOptionalParameters().view(view).includeConnectedAccounts(true)));
  }

  List<Cost> byOrg(YearMonth month) throws ApiException {
    return costs(api().getCostByOrg(first(month)));
  }

  /** Whether all rows can be projected yet. */
  boolean isProjected() throws ApiException {
    var rows = api().getProjectedCost(new GetProjectedCostOptionalParameters().includeConnectedAccounts(true)).getData();
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.getAttributes().getProjectedTotalCost() != null);
  }

  /** Whatever it says; a row may not be projected yet. */
  Object projections() throws ApiException {
    return api().getProjectedCost(new GetProjectedCostOptionalParameters().includeConnectedAccounts(true));
  }

  List<Cost> projected(String view) throws ApiException {
    var response = api().getProjectedCost(new GetProjectedCostOptionalParameters().view(view).includeConnectedAccounts(true));
    assertEquals(false, response.unparsed);
    var costs = new ArrayList<Cost>();
    for (var data : response.getData()) {
      var attributes = data.getAttributes();
      costs.addAll(parts(attributes.getDate(), attributes.getAccountPublicId(), attributes.getPublicId(),
          attributes.getProjectedTotalCost(), attributes.getCharges()));
    }
    return costs;
  }

  private static List<Cost> costs(CostByOrgResponse response) {
    assertEquals(false, response.unparsed);
    var costs = new ArrayList<Cost>();
    for (var data : response.getData()) {
      var attributes = data.getAttributes();
      costs.addAll(parts(attributes.getDate(), attributes.getAccountPublicId(), attributes.getPublicId(), attributes.getTotalCost(),
          attributes.getCharges()));
    }
    return costs;
  }

  /** The client has doubles: they tell amounts of up to nine digits before the point apart, to the last of their decimals. */
  private static List<Cost> parts(OffsetDateTime date, String account, String org, double total, List<ChargebackBreakdown> charges) {
    var row = new Row(date.toLocalDate(), account, org, BigDecimal.valueOf(total), new ArrayList<>());
    charges.forEach(charge -> row.add(charge.getProductName(), charge.getChargeType(), BigDecimal.valueOf(charge.getCost())));
    return row.parts();
  }
}
