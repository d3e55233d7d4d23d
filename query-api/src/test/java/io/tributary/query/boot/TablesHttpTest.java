package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Hours;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TablesHttpTest {
  private static final String COST = "/api/v2/tributary/cost";
  private static final String USAGE = "/api/v2/tributary/usage";
  private static final int MARCH = Hours.monthOf(World.NOW);

  private static RunningServer server;

  @BeforeAll
  static void start() {
    var world = new World();
    world.change(SomeContracts.all());
    world.change(SomeContracts.published(Hours.firstOfMonth(MARCH)));
    for (int hour = 0; hour < 6; hour++) {
      world.use("a", "infra_hosts:host_count", "2026-03-04T0" + hour + ":00:00Z", "12")
          .use("a11", "infra_hosts:host_count", "2026-03-04T0" + hour + ":00:00Z", "3");
    }
    world.use("a1", "logs:billable_ingested_bytes", "2026-03-05T05:00:00Z", "30000000000")
        .use("a11", "logs:billable_ingested_bytes", "2026-03-06T06:00:00Z", "10000000000")
        .use("b", "infra_hosts:host_count", "2026-03-04T00:00:00Z", "7");
    world.costs.project("acme", "2");
    server = RunningServer.over(world);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer get(String org, String path, String... parameters) throws Exception {
    return server.get("api-" + org, "cost-" + org, path, parameters);
  }

  /** Each row's values but names and currency, with blanks between. */
  private static List<String> rows(Answer answer) {
    assertEquals(200, answer.status(), answer.raw().body());
    return StreamSupport.stream(answer.json().get("rows").spliterator(), false).map(row -> {
      var values = new ArrayList<String>();
      row.properties().forEach(field -> {
        if (!field.getKey().endsWith("_name") || field.getKey().equals("product_name")) {
          values.add(field.getValue().isNull() ? "-" : field.getValue().asText());
        }
      });
      values.remove("USD");
      return String.join(" ", values);
    }).toList();
  }

  private static BigDecimal total(Answer answer) {
    return StreamSupport.stream(answer.json().get("rows").spliterator(), false).map(row -> row.get("cost")).map(JsonNode::asText)
        .map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void aPartnersTotalIsOneRowAndSplitsAsAsked() throws Exception {
    var total = get("par", COST);
    assertEquals("{\"as_of\":\"2026-03-15T10:19:59.250Z\",\"kind\":\"estimated\",\"side\":\"buy\",\"rows\":["
        + "{\"currency\":\"USD\",\"cost\":\"268.400000\"}]}", total.raw().body());
    assertEquals("2026-03-15T10:19:59.250Z", total.header("X-Tributary-As-Of"));
    assertEquals(List.of("infra_host 240.000000", "logs_ingested 4.000000", "premier_support 24.400000"),
        rows(get("par", COST, "group_by", "product")));
    assertEquals(List.of("acme infra_host 240.000000", "acme logs_ingested 4.000000", "acme premier_support 24.400000"),
        rows(get("par", COST, "group_by", "account,product")));
    assertEquals(List.of("committed 165.000000", "on_demand 103.400000"), rows(get("par", COST, "group_by", "charge_type")));
    assertEquals(List.of("2026-03 268.400000"), rows(get("par", COST, "group_by", "month")));
    for (var columns : List.of("org", "region", "org,product", "account,region,charge_type")) {
      assertEquals(new BigDecimal("268.400000"), total(get("par", COST, "group_by", columns)), columns);
    }
  }

  @Test
  void aPartnerSeesWhatItPaysWhatItChargesAndTheDifference() throws Exception {
    assertEquals(List.of("402.600000"), rows(get("par", COST, "side", "sell")));
    assertEquals(List.of("134.200000"), rows(get("par", COST, "side", "margin")));
    assertEquals(List.of("a 105.600000", "a1 1.650000", "a11 26.950000"), rows(get("par", COST, "side", "margin", "group_by", "org")));
    assertEquals(List.of("402.600000"), rows(get("a", COST)));
    assertEquals(List.of("Only partners can choose a side"), errors(400, get("a", COST, "side", "buy")));
  }

  @Test
  void filtersTakeParts() throws Exception {
    assertEquals(List.of("4.000000"), rows(get("par", COST, "filter[product]", "logs_ingested")));
    assertEquals(List.of("4.000000"), rows(get("par", COST, "filter[product]", "logs")));
    assertEquals(List.of("90.000000"), rows(get("par", COST, "filter[product]", "infra_host", "filter[charge_type]", "on_demand")));
    assertEquals(List.of("eu1 infra_host 48.000000"), rows(get("par", COST, "filter[region]", "eu1", "group_by", "region,product",
        "filter[product]", "infra_host")));
    assertEquals(List.of(), rows(get("par", COST, "filter[account]", "bolt")));
  }

  @Test
  void daysAreDifferencesUnlessRunningTotalsAreAskedFor() throws Exception {
    var days = get("par", COST, "interval", "day", "start", "2026-03-03", "end", "2026-03-06", "filter[product]",
        "infra_host,logs_ingested");
    assertEquals(List.of("2026-03-03 0.000000", "2026-03-04 90.000000", "2026-03-05 3.000000", "2026-03-06 1.000000"), rows(days));
    var running = get("par", COST, "interval", "day", "start", "2026-03-03", "end", "2026-03-06", "cumulative", "true");
    assertEquals("2026-03-06 268.400000", rows(running).getLast());
    var month = get("par", COST, "interval", "day", "start", "2026-03-01", "end", "2026-03-15", "group_by", "org,product");
    assertEquals(new BigDecimal("268.400000"), total(month));
  }

  @Test
  void aProjectionHasItsBandsAndNamesWhoHasNone() throws Exception {
    assertEquals(List.of("infra_host 330.000000 312.000000 348.000000 294.000000 366.000000"),
        rows(get("par", COST, "kind", "projected", "group_by", "product", "filter[product]", "infra_host")));
    assertEquals(List.of("eu1 infra_host 66.000000 - - - -"), rows(get("par", COST, "kind", "projected", "group_by", "region,product",
        "filter[product]", "infra_host", "filter[region]", "eu1")));
    var none = get("s", COST, "kind", "projected");
    assertEquals(List.of("0.000000 - - - -"), rows(none));
    assertEquals("fewer than 24 hours of history", none.json().at("/not_projected/solo").asText());
    assertEquals(403, get("a", COST, "kind", "projected").status());
  }

  @Test
  void tablesAreCsvForWhoAsksForIt() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + COST + "?group_by=account,product")).header("Accept", "text/csv")
        .header("DD-API-KEY", "api-par").header("DD-APPLICATION-KEY", "cost-par").build();
    var answer = server.send(request);
    assertTrue(answer.header("Content-Type").startsWith("text/csv"), answer.header("Content-Type"));
    assertEquals("account_public_id,account_name,product_name,currency,cost\r\nacme,Acme Inc,infra_host,USD,240.000000\r\n"
        + "acme,Acme Inc,logs_ingested,USD,4.000000\r\nacme,Acme Inc,premier_support,USD,24.400000\r\n", answer.raw().body());
  }

  @Test
  void whatCannotBeAnsweredIsSaid() throws Exception {
    assertEquals(List.of("Invalid kind parameter real. Must be (estimated|projected|historical)",
        "Invalid group_by parameter colour. Must be (account|org|region|product|charge_type|day|month), several with commas"),
        errors(400, get("par", COST, "kind", "real", "group_by", "colour")));
    assertEquals(List.of("Only the estimated cost has days"), errors(400, get("par", COST, "kind", "projected", "interval", "day")));
    assertEquals(List.of("Only one interval may be asked for, not both day and month"),
        errors(400, get("par", COST, "interval", "day", "group_by", "month")));
    assertEquals(List.of("Forbidden: the application key's role lacks the permission billing_read"), errors(403, server.get("par", COST)));
    assertEquals(List.of("No usage type passes filter[product] and filter[usage_type]"),
        errors(400, get("par", USAGE, "filter[usage_type]", "nonsense")));
  }

  private static List<String> errors(int status, Answer answer) {
    assertEquals(status, answer.status(), answer.raw().body());
    return StreamSupport.stream(answer.json().get("errors").spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void usageIsAddedUpByHoursBeforeItsFunctionSeesIt() throws Exception {
    var hosts = new String[] {"filter[usage_type]", "infra_hosts:host_count"};
    assertEquals(List.of("2026-03 infra_hosts host_count infra_host host 15"), usage("a", hosts));
    assertEquals(List.of("a 2026-03 infra_hosts host_count infra_host host 12", "a11 2026-03 infra_hosts host_count infra_host host 3"),
        usage("a", and(hosts, "group_by", "org")));
    assertEquals(List.of("eu1 2026-03 infra_hosts host_count infra_host host 3", "us1 2026-03 infra_hosts host_count infra_host host 12"),
        usage("a", and(hosts, "group_by", "region")));
    // Seven hosts of bolt in the first of these hours, which is among those that are dropped.
    assertEquals(List.of("2026-03 infra_hosts host_count infra_host host 15"), usage("par", hosts));
    assertEquals(List.of("acme 2026-03 infra_hosts host_count infra_host host 15", "bolt 2026-03 infra_hosts host_count infra_host host 0"),
        usage("par", and(hosts, "group_by", "account")));
    assertEquals(List.of("2026-03-04T00 infra_hosts host_count infra_host host 22",
        "2026-03-04T01 infra_hosts host_count infra_host host 15"),
        usage("par", and(hosts, "interval", "hour", "start", "2026-03-04T00", "end", "2026-03-04T01")));
    assertEquals(List.of("2026-03-04 infra_hosts host_count infra_host host 22"),
        usage("par", and(hosts, "group_by", "day", "start", "2026-03-04", "end", "2026-03-05")));
  }

  @Test
  void aChildSeesItsOwnUsageAndWhatIsBelowIt() throws Exception {
    assertEquals(List.of("a11 2026-03 infra_hosts host_count infra_host host 3",
        "a11 2026-03 logs billable_ingested_bytes logs_ingested byte 10000000000",
        "a1 2026-03 logs billable_ingested_bytes logs_ingested byte 30000000000").stream().sorted().toList(),
        usage("a1", "group_by", "org").stream().sorted().toList());
    assertEquals(List.of(), usage("a1", "filter[org]", "a"));
    assertEquals(List.of("2026-03 infra_hosts host_count infra_host host 3"), usage("a1", "filter[product]", "infra_host"));
  }

  private static List<String> usage(String org, String... parameters) throws Exception {
    return rows(server.get(org, USAGE, parameters));
  }

  private static String[] and(String[] parameters, String... more) {
    var all = new ArrayList<>(List.of(parameters));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
