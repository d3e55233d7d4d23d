package io.tributary.query.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tributary.model.Access;
import io.tributary.model.Pricing;
import io.tributary.query.admin.Admin.Outcome;
import io.tributary.topics.ControlWriter.Decision;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contracts and sell prices as partners and customers have them over HTTP. */
class PartnerHttpTest {
  private static final Instant NOW = Instant.parse("2026-05-10T10:20:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Partner p has a, and had ended until April; partner q has b; d is a direct customer. */
  private static final String WORLD = """
      partners: [{public_id: p, name: P}, {public_id: q, name: Q}]
      accounts:
        - {public_id: a, name: A, connections: [{partner: p, start: 2026-01-01}]}
        - {public_id: b, name: B, connections: [{partner: q, start: 2026-01-01}]}
        - {public_id: ended, name: E, connections: [{partner: p, start: 2026-01-01, end: 2026-04-01}, {partner: q, start: 2026-04-01}]}
        - {public_id: d, name: D}
      orgs:
        - {public_id: ra, name: Root A, account: a, children: [{public_id: ca, name: Child A}]}
        - {public_id: rb, name: Root B, account: b}
        - {public_id: rd, name: Root D, account: d}
      contracts:
        - contract_id: ca-1
          account: a
          partner: p
          start: 2026-01-01
          currency: USD
          cards:
            - from: 2026-01-01
              rates: [{dimension: infra_host, on_demand: {price: 17}}]
            - from: 2026-03-16
              rates:
                - {dimension: infra_host, committed: {quantity: 10, price: 12}, on_demand: {price: 15}, list_price: 18}
                - {dimension: logs_ingested, per: 1000000000, on_demand: {graduated: [{up_to: 2000, price: 0.1}, {price: 0.07}]}}
                - {dimension: support, on_demand: {percent_of_bill: 3}}
        - {contract_id: cb-1, account: b, partner: q, start: 2026-01-01, currency: EUR, rates: []}
        - {contract_id: own, account: d, start: 2026-02-01, currency: USD, rates: [{dimension: infra_host, on_demand: {price: 20}}]}
      closes: [{account: a, month: 2026-01}, {account: a, month: 2026-02}, {account: a, month: 2026-03}]
      """;

  private final InMemoryControl control = new InMemoryControl();
  private ApplicationContext context;
  private int port;

  @BeforeEach
  void start() throws Exception {
    var admin = new Admin(control, InstantSource.fixed(NOW));
    assertTrue(admin.apply(WorldText.yaml(WORLD.getBytes(StandardCharsets.UTF_8))) instanceof Outcome.Written);
    var changes = new ArrayList<Access.Change>();
    changes.add(new Access.Change.PutRole(new Access.Role("all", Set.of(Access.USAGE_READ, Access.BILLING_READ, Access.BILLING_EDIT))));
    changes.add(new Access.Change.PutRole(new Access.Role("see", Set.of(Access.USAGE_READ, Access.BILLING_READ))));
    changes.add(new Access.Change.PutRole(new Access.Role("usage", Set.of(Access.USAGE_READ))));
    for (var org : List.of("p", "q", "ra", "ca", "rb", "rd", "stranger")) {
      changes.add(new Access.Change.PutApiKey(
          new Access.ApiKey("api-" + org, Access.hash("api-" + org), org, "", Access.Sends.NOTHING, false)));
      for (var role : List.of("all", "see", "usage")) {
        changes.add(new Access.Change.PutApplicationKey(
            new Access.ApplicationKey(role + "-" + org, Access.hash(role + "-" + org), org, "", role, false)));
      }
    }
    control.write((directory, access) -> new Decision.Write(List.of(), changes));
    context = ApplicationContext.builder().overrideConfigLocations("classpath:query-api/").deduceEnvironment(false).banner(false)
        .properties(Map.of("tributary.query.port", 0))
        .singletons(control, admin, InstantSource.fixed(NOW), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).start();
    port = context.getBean(EmbeddedServer.class).start().getPort();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void eachPartySeesItsContractsAndNoOthers() throws Exception {
    assertEquals(List.of("ca-1"), ids(get("p", "see", "/contracts")));
    assertEquals(List.of("cb-1"), ids(get("q", "see", "/contracts")));
    assertEquals(List.of("own"), ids(get("rd", "see", "/contracts")));
    assertEquals(List.of(), ids(get("ra", "see", "/contracts")), "what its partner pays is not its business");
    assertEquals(List.of("ca-1"), ids(get("p", "see", "/contracts?filter%5Baccount%5D=a")));
    assertEquals(List.of(), ids(get("p", "see", "/contracts?filter%5Baccount%5D=b")));
    assertEquals("12", json(get("p", "see", "/contracts/ca-1")).at("/cards/1/rates/0/committed/price").textValue());
    assertEquals("20", json(get("rd", "see", "/contracts/own")).at("/cards/0/rates/0/on_demand/price").textValue());
    for (var id : List.of("ca-1", "own", "nothing")) {
      assertRefused(404, "", "not_found", get("q", "see", "/contracts/" + id));
    }
    assertRefused(404, "", "not_found", get("ra", "see", "/contracts/ca-1"));
  }

  @Test
  void rolesAndPlacesDecideWhoMayDoWhat() throws Exception {
    for (var path : List.of("/contracts", "/contracts/ca-1", "/pricing/ca-1")) {
      assertEquals(403, get("p", "usage", path).statusCode());
      assertEquals(403, get("stranger", "all", path).statusCode());
      assertEquals(200, get("p", "see", path).statusCode());
    }
    assertEquals(400, get("ca", "all", "/contracts").statusCode());
    var edits = List.of(List.of("PUT", "/contracts/ca-1"), List.of("POST", "/contracts"), List.of("PUT", "/pricing/ca-1/draft"),
        List.of("DELETE", "/pricing/ca-1/draft"), List.of("POST", "/pricing/ca-1/publish"), List.of("POST", "/pricing/ca-1/adjust"));
    for (var edit : edits) {
      for (var keys : List.of("p see", "ra all", "ca all", "rd all", "stranger all")) {
        var answer = send(keys.split(" ")[0], keys.split(" ")[1], edit.get(0), edit.get(1), "{}");
        assertEquals(403, answer.statusCode(), edit + " " + keys + answer.body());
      }
    }
    for (var customer : List.of("ra", "rd", "ca")) {
      assertEquals(403, get(customer, "all", "/pricing/ca-1").statusCode(), "no customer ever comes here");
    }
    assertEquals(3, control.directory().contracts().size());
    assertTrue(control.directory().pricings().isEmpty());
  }

  @Test
  void aPartnerEditsItsContracts() throws Exception {
    assertWritten(1, send("p", "all", "PUT", "/contracts/ca-1", "{\"end\": \"2027-01-01\"}"));
    assertWritten(0, send("p", "all", "PUT", "/contracts/ca-1", get("p", "see", "/contracts/ca-1").body()));
    assertRefused(400, "rates[0].on_demand.price", "negative", send("p", "all", "PUT", "/contracts/ca-2",
        "{\"account\": \"a\", \"start\": \"2027-01-01\", \"currency\": \"USD\","
            + " \"rates\": [{\"dimension\": \"infra_host\", \"on_demand\": {\"price\": -1}}]}"));
    var next = "{\"contract_id\": \"ca-2\", \"account\": \"a\", \"start\": \"2027-01-01\", \"currency\": \"USD\", \"rates\": []}";
    assertWritten(1, send("p", "all", "POST", "/contracts", next));
    assertRefused(400, "contract_id", "taken", send("p", "all", "POST", "/contracts", next));
    assertRefused(400, "contract_id", "missing", send("p", "all", "POST", "/contracts", "{}"));
    assertEquals("p", control.directory().contract("ca-2").orElseThrow().partner().orElseThrow());
    assertRefused(400, "currency", "two_currencies", send("p", "all", "PUT", "/contracts/ca-2", "{\"currency\": \"EUR\"}"));
    assertRefused(400, "cards", "closed_month", send("p", "all", "PUT", "/contracts/ca-1", "{\"rates\": []}"));
  }

  @Test
  void aPartnerTouchesNobodyElses() throws Exception {
    assertRefused(404, "", "not_found", send("q", "all", "PUT", "/contracts/ca-1", "{\"end\": \"2027-01-01\"}"));
    assertRefused(404, "", "not_found", send("q", "all", "PUT", "/contracts/own", "{\"end\": \"2027-01-01\"}"));
    assertRefused(400, "partner", "not_yours", send("p", "all", "PUT", "/contracts/ca-1", "{\"partner\": \"q\"}"));
    assertRefused(400, "partner", "not_yours", send("p", "all", "PUT", "/contracts/ca-1", "{\"partner\": null}"));
    for (var account : List.of("b", "d", "nothing")) {
      assertRefused(400, "account", "unknown_account", send("p", "all", "PUT", "/contracts/x",
          "{\"account\": \"" + account + "\", \"start\": \"2026-06-01\", \"currency\": \"USD\", \"rates\": []}"));
    }
    assertRefused(400, "start", "not_connected", send("p", "all", "PUT", "/contracts/x",
        "{\"account\": \"ended\", \"start\": \"2026-04-01\", \"currency\": \"USD\", \"rates\": []}"));
    for (var answer : List.of(get("q", "all", "/pricing/ca-1"), send("q", "all", "PUT", "/pricing/ca-1/draft", "{}"),
        send("q", "all", "POST", "/pricing/ca-1/publish", "{}"), send("q", "all", "DELETE", "/pricing/ca-1/draft", null))) {
      assertRefused(404, "", "not_found", answer);
    }
    assertEquals(3, control.directory().contracts().size());
  }

  @Test
  void aDraftIsSavedShownAndDropped() throws Exception {
    assertWritten(1, draft("""
        {"default": "markup", "percent": "12.5", "prices": [{"dimension": "infra_host", "on_demand": 16.1}]}"""));
    assertWritten(0, draft("""
        {"default": "markup", "percent": 12.50, "prices": [{"dimension": "infra_host", "on_demand": "16.10"}]}"""));
    assertEquals(List.of(), pricing().published());
    var shown = json(get("p", "see", "/pricing/ca-1"));
    assertEquals("USD", shown.get("currency").asText());
    assertEquals("2026-03-16", shown.get("card_from").asText());
    assertEquals(JSON.readTree("""
        {"default": "markup", "percent": "12.5", "cap_at_list": false, "prices": [{"dimension": "infra_host", "on_demand": "16.1"}]}"""),
        shown.get("draft"));
    assertEquals(JSON.readTree("""
        {"dimension": "infra_host", "per": "1", "list_price": "18", "percent_of_bill": null,
         "committed": {"buy": "12", "published": null, "draft": {"sell": "13.5", "margin": "1.5"}},
         "on_demand": [{"up_to": null, "buy": "15", "published": null, "draft": {"sell": "16.1", "margin": "1.1"}}]}"""),
        shown.at("/prices/0"));
    assertEquals(JSON.readTree("""
        {"dimension": "logs_ingested", "per": "1000000000", "list_price": null, "percent_of_bill": null, "committed": null,
         "on_demand": [{"up_to": "2000", "buy": "0.1", "published": null, "draft": {"sell": "0.1125", "margin": "0.0125"}},
                       {"up_to": null, "buy": "0.07", "published": null, "draft": {"sell": "0.07875", "margin": "0.00875"}}]}"""),
        shown.at("/prices/1"));
    assertEquals(JSON.readTree("""
        {"dimension": "support", "per": "1", "list_price": null, "percent_of_bill": "3", "committed": null, "on_demand": []}"""),
        shown.at("/prices/2"));
    assertRefused(400, "percent", "negative", draft("{\"default\": \"markup\", \"percent\": -1}"));
    assertRefused(400, "prices[0].dimension", "unknown_dimension", draft("{\"prices\": [{\"dimension\": \"x\", \"on_demand\": 1}]}"));
    assertRefused(400, "color", "unknown_field", draft("{\"color\": 1}"));
    assertWritten(1, send("p", "all", "DELETE", "/pricing/ca-1/draft", null));
    assertWritten(0, send("p", "all", "DELETE", "/pricing/ca-1/draft", null));
    assertTrue(json(get("p", "see", "/pricing/ca-1")).get("draft").isNull());
  }

  @Test
  void whatIsPublishedHoldsFromTheFirstOpenHourOfTheCard() throws Exception {
    assertRefused(400, "", "no_draft", send("p", "all", "POST", "/pricing/ca-1/publish", null));
    draft("{\"default\": \"markup\", \"percent\": 10}");
    assertWritten(1, send("p", "all", "POST", "/pricing/ca-1/publish", null));
    var shown = json(get("p", "see", "/pricing/ca-1"));
    assertTrue(shown.get("draft").isNull());
    assertEquals("2026-04-01", shown.at("/published/0/from").asText(), "March, when the card began, is closed");
    assertEquals("16.5", shown.at("/prices/0/on_demand/0/published/sell").asText());
    draft("{\"default\": \"list\"}");
    assertEquals("18", json(get("p", "see", "/pricing/ca-1")).at("/prices/0/on_demand/0/draft/sell").asText());
    assertRefused(400, "from", "closed_month", send("p", "all", "POST", "/pricing/ca-1/publish", "{\"from\": \"2026-03-16\"}"));
    assertRefused(400, "from", "outside_contract", send("p", "all", "POST", "/pricing/ca-1/publish", "{\"from\": \"2025-03-16\"}"));
    assertRefused(400, "from", "unknown_value", send("p", "all", "POST", "/pricing/ca-1/publish", "{\"from\": \"soon\"}"));
    assertWritten(1, send("p", "all", "POST", "/pricing/ca-1/publish", "{\"from\": \"2026-05-20\"}"));
    assertEquals(2, pricing().published().size());
    draft("{\"default\": \"markup\", \"percent\": 20}");
    assertWritten(1, send("p", "all", "POST", "/pricing/ca-1/publish", "{\"from\": \"2026-05-15\"}"));
    assertEquals(List.of("2026-04-01", "2026-05-15"),
        pricing().published().stream().map(each -> HourText.of(each.fromHour())).toList(), "what was planned for later is dropped");
  }

  @Test
  void pricesAreAdjustedTogether() throws Exception {
    assertRefused(400, "", "no_draft", send("p", "all", "POST", "/pricing/ca-1/adjust", "{\"percent\": -5}"));
    draft("{\"default\": \"list\"}");
    send("p", "all", "POST", "/pricing/ca-1/publish", null);
    assertWritten(1, send("p", "all", "POST", "/pricing/ca-1/adjust", "{\"percent\": -5}"));
    var shown = json(get("p", "see", "/pricing/ca-1"));
    assertEquals("17.1", shown.at("/prices/0/committed/draft/sell").asText());
    assertEquals("17.1", shown.at("/prices/0/on_demand/0/draft/sell").asText());
    assertEquals("18", shown.at("/prices/0/on_demand/0/published/sell").asText(), "the customer's prices stay until it is published");
    assertEquals("0.1", shown.at("/prices/1/on_demand/0/draft/sell").asText(), "tiers stay");
    assertWritten(1, send("p", "all", "POST", "/pricing/ca-1/adjust", "{\"percent\": \"0.333\", \"dimensions\": [\"infra_host\"]}"));
    assertEquals("17.156943", json(get("p", "see", "/pricing/ca-1")).at("/prices/0/on_demand/0/draft/sell").asText());
    assertRefused(400, "dimensions[1]", "not_flat", send("p", "all", "POST", "/pricing/ca-1/adjust",
        "{\"percent\": 1, \"dimensions\": [\"infra_host\", \"logs_ingested\"]}"));
    assertRefused(400, "dimensions[0]", "unknown_dimension", send("p", "all", "POST", "/pricing/ca-1/adjust",
        "{\"percent\": 1, \"dimensions\": [\"x\"]}"));
    assertRefused(400, "percent", "out_of_range", send("p", "all", "POST", "/pricing/ca-1/adjust", "{\"percent\": -100}"));
  }

  @Test
  void whatIsNoJsonIsRefused() throws Exception {
    assertRefused(400, "", "not_readable", send("p", "all", "PUT", "/pricing/ca-1/draft", "{"));
    assertRefused(400, "", "not_an_object", send("p", "all", "PUT", "/contracts/ca-1", "[]"));
  }

  private Pricing pricing() {
    return control.directory().pricing("ca-1").orElseThrow();
  }

  private HttpResponse<String> draft(String json) throws Exception {
    return send("p", "all", "PUT", "/pricing/ca-1/draft", json);
  }

  private static List<String> ids(HttpResponse<String> answer) throws IOException {
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer).get("contracts").findValuesAsText("contract_id");
  }

  private HttpResponse<String> get(String org, String role, String path) throws Exception {
    return send(org, role, "GET", path, null);
  }

  private HttpResponse<String> send(String org, String role, String method, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/tributary" + path))
        .timeout(Duration.ofSeconds(20))
        .header("DD-API-KEY", "api-" + org).header("DD-APPLICATION-KEY", role + "-" + org)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return HTTP.send((body == null ? request : request.header("Content-Type", "application/json")).build(), BodyHandlers.ofString());
  }

  private static void assertWritten(int changes, HttpResponse<String> answer) throws IOException {
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(JSON.readTree("{\"written\": " + changes + "}"), json(answer));
  }

  private static void assertRefused(int status, String field, String code, HttpResponse<String> answer) throws IOException {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(field + " " + code, json(answer).at("/problems/0/field").asText() + " " + json(answer).at("/problems/0/code").asText());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
