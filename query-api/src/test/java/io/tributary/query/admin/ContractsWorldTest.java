package io.tributary.query.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Rate;
import io.tributary.query.admin.Admin.Outcome;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ContractsWorldTest {
  private static final Instant NOW = Instant.parse("2026-05-10T10:20:00Z");

  private static final String WORLD = """
      partners: [{public_id: p, name: Partner}]
      accounts:
        - {public_id: a, name: Resold, connections: [{partner: p, start: 2026-01-01}]}
        - {public_id: d, name: Direct}
      contracts:
        - contract_id: c
          account: a
          partner: p
          start: 2026-01-01
          currency: USD
          cards:
            - from: 2026-04-16
              rates: [{dimension: infra_host, on_demand: {price: 17}}]
            - from: 2026-01-01
              rates:
                - {dimension: infra_host, committed: {quantity: 10, price: 12.50}, on_demand: {price: "15.0"}, list_price: 18}
                - {dimension: infra_container, metering: hourly, on_demand: {price: 0.002}, allotments: [{parent: infra_host, quantity: 5}]}
                - {dimension: logs_ingested, per: 1000000000, on_demand: {graduated: [{up_to: 2000, price: 0.1}, {price: 0.07}]}}
                - dimension: rum_lite
                  per: 1e3
                  on_demand: {volume: [{up_to: 123456789012345.123456, price: 0.1}, {price: 0.3}]}
                  minimum: 50
                - {dimension: support, on_demand: {percent_of_bill: 3}}
        - {contract_id: own, account: d, start: 2026-02-01, end: 2027-02-01, currency: EUR, rates: []}
      pricing:
        - contract: c
          draft: {default: markup, percent: 12.5, cap_at_list: true, prices: [{dimension: infra_host, on_demand: 16.25}]}
          published:
            - {from: 2026-05-01, default: discount, percent: 5}
            - {from: 2026-02-01}
      """;

  private final InMemoryControl control = new InMemoryControl();
  private final Admin admin = new Admin(control, InstantSource.fixed(NOW));

  @Test
  void contractsMeanWhatTheySay() throws Exception {
    assertEquals(new Outcome.Written(6), apply(WORLD));
    var contract = control.directory().contract("c").orElseThrow();
    assertEquals(List.of(hour("2026-01-01T00:00:00Z"), hour("2026-04-16T00:00:00Z")),
        contract.cards().stream().map(card -> card.fromHour()).toList());
    var rates = contract.cards().getFirst();
    var hosts = rates.rate("infra_host").orElseThrow();
    assertEquals(Optional.of(new Rate.Commitment(decimal("10"), decimal("12.5"))), hosts.committed());
    assertEquals(new Rate.Price.Flat(decimal("15")), hosts.onDemand());
    assertEquals(BigDecimal.ONE, hosts.per());
    assertEquals(Rate.Metering.HOURLY, rates.rate("infra_container").orElseThrow().metering());
    assertEquals(new Rate.Price.Graduated(List.of(new Rate.Tier(Optional.of(decimal("2000")), decimal("0.1")),
        new Rate.Tier(Optional.empty(), decimal("0.07")))), rates.rate("logs_ingested").orElseThrow().onDemand());
    assertEquals(new Rate.Price.Volume(List.of(new Rate.Tier(Optional.of(decimal("123456789012345.123456")), decimal("0.1")),
        new Rate.Tier(Optional.empty(), decimal("0.3")))), rates.rate("rum_lite").orElseThrow().onDemand());
    assertEquals(decimal("1000"), rates.rate("rum_lite").orElseThrow().per());
    var own = control.directory().contract("own").orElseThrow();
    assertEquals(Optional.empty(), own.partner());
    assertEquals(OptionalInt.of(hour("2027-02-01T00:00:00Z")), own.endHour());
    assertEquals(own.startHour(), own.cards().getFirst().fromHour());
    assertEquals(List.of(own), control.directory().contractsOf("d"));
    var pricing = control.directory().pricing("c").orElseThrow();
    assertEquals(new Pricing.Published(hour("2026-02-01T00:00:00Z"),
        new Pricing.Prices(Pricing.Fallback.LIST, BigDecimal.ZERO, false, List.of())), pricing.published().getFirst());
    assertEquals(new Pricing.Prices(Pricing.Fallback.MARKUP, decimal("12.5"), true,
        List.of(new Pricing.Own("infra_host", Optional.empty(), Optional.of(decimal("16.25"))))), pricing.draft().orElseThrow());
  }

  @Test
  void theCurrentWorldReadsBackAsItselfAndASecondApplyWritesNothing() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(0), apply(WORLD));
    var world = admin.world();
    assertEquals(new Outcome.Written(0), admin.apply(world));
    assertEquals(new Outcome.Written(0), apply(WorldText.toYaml(world)));
    assertEquals(new Outcome.Written(0), admin.apply(WorldText.json(world.toString().getBytes(StandardCharsets.UTF_8))));
    var other = new InMemoryControl();
    assertEquals(new Outcome.Written(6), new Admin(other, InstantSource.fixed(NOW)).apply(world));
    assertEquals(world, WorldWriter.write(other.directory(), other.access()));
    assertEquals(control.directory().contract("c"), WorldDocument.directory(world).contract("c"));
  }

  @Test
  void jsonNumbersKeepTheirDigitsToo() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(1), admin.apply(WorldText.json("""
        {"contracts": [{"contract_id": "own", "rates": [
          {"dimension": "infra_host", "on_demand": {"price": 0.1}, "minimum": 123456789012345.123456, "list_price": "0.10"}]}]}"""
        .getBytes(StandardCharsets.UTF_8))));
    var rate = control.directory().contract("own").orElseThrow().cards().getFirst().rate("infra_host").orElseThrow();
    assertEquals(new Rate.Price.Flat(decimal("0.1")), rate.onDemand());
    assertEquals(Optional.of(decimal("123456789012345.123456")), rate.minimum());
    assertEquals(Optional.of(decimal("0.1")), rate.list());
  }

  @Test
  void whatIsLeftOutStaysAndNullTakesAway() throws Exception {
    apply(WORLD);
    var before = control.directory().contract("own").orElseThrow();
    assertEquals(new Outcome.Written(1), apply("contracts: [{contract_id: own, end: null}]"));
    var after = control.directory().contract("own").orElseThrow();
    assertEquals(OptionalInt.empty(), after.endHour());
    assertEquals(before.cards(), after.cards());
    assertEquals(new Outcome.Written(1), apply("pricing: [{contract: c, draft: null}]"));
    var pricing = control.directory().pricing("c").orElseThrow();
    assertEquals(Optional.empty(), pricing.draft());
    assertEquals(2, pricing.published().size());
    assertEquals(new Outcome.Written(0), apply("contracts: [{contract_id: c}]\npricing: [{contract: c}]"));
  }

  @Test
  void everyProblemHasItsPlaceInTheDocumentAndNothingIsWritten() throws Exception {
    apply(WORLD);
    long version = control.directory().version();
    assertEquals("""
        contracts[0].account missing
        contracts[0].start missing
        contracts[0].currency missing
        contracts[0].cards missing
        contracts[1].start unknown_value
        contracts[1].cards[0].from missing
        contracts[1].cards[0].rates[0].per not_a_decimal
        contracts[1].cards[0].rates[0].metering unknown_value
        contracts[1].cards[0].rates[0].committed.price missing
        contracts[1].cards[0].rates[0].on_demand missing
        contracts[1].cards[0].rates[1].on_demand.price one_of
        contracts[1].cards[0].rates[1].allotments[0].quantity missing
        contracts[1].cards[0].rates[1].color unknown_field
        contracts[1].cards[0].rates[2].dimension missing
        contracts[1].cards[0].rates[2].on_demand.graduated[0].price missing
        contracts[2].cards one_of
        contracts[3].contract_id twice
        pricing[0].draft.default unknown_value
        pricing[0].draft.percent not_a_decimal
        pricing[0].draft.cap_at_list not_a_flag
        pricing[0].draft.prices[0].dimension missing
        pricing[0].published[0].from missing""", problems("""
        contracts:
          - {contract_id: bare}
          - contract_id: odd
            account: d
            currency: USD
            start: soon
            cards:
              - rates:
                  - {dimension: infra_host, per: many, metering: daily, committed: {quantity: 1}}
                  - {dimension: apm_host, on_demand: {price: 1, volume: []}, allotments: [{parent: infra_host}], color: red}
                  - {on_demand: {graduated: [{up_to: 1}]}}
          - {contract_id: both, account: d, currency: USD, start: 2028-01-01, cards: [], rates: []}
          - {contract_id: bare, account: d, currency: EUR, start: 2028-01-01, rates: []}
        pricing:
          - contract: c
            draft: {default: free, percent: much, cap_at_list: 1, prices: [{on_demand: 1}]}
            published: [{default: list}]
          - {contract: odd, draft: {}}
        """));
    assertEquals(version, control.directory().version());
  }

  @Test
  void whatTheRulesSayHasItsPlaceToo() throws Exception {
    apply(WORLD);
    assertEquals("""
        contracts[0].rates[0].per not_positive
        contracts[0].rates[1].dimension unknown_dimension
        contracts[0].rates[2].on_demand.graduated[1].up_to last_tier_ends
        contracts[0].rates[3].allotments[0].parent unknown_parent
        contracts[1].account immutable
        contracts[1].cards[0].rates[0].on_demand.price negative
        pricing[0].contract unknown_contract
        pricing[1].published[1].from outside_contract
        pricing[1].draft.percent negative""".lines().sorted().toList(), problems("""
        contracts:
          - contract_id: new
            account: d
            currency: USD
            start: 2027-02-01
            rates:
              - {dimension: infra_host, per: 0, on_demand: {price: 1}}
              - {dimension: airships, on_demand: {price: 1}}
              - {dimension: logs_ingested, on_demand: {graduated: [{up_to: 1, price: 1}, {up_to: 2, price: 1}]}}
              - {dimension: apm_host, on_demand: {price: 1}, allotments: [{parent: npm_host, quantity: 1}]}
          - contract_id: own
            account: a
            end: 2026-02-02
            cards:
              - {from: 2026-02-01, rates: [{dimension: infra_host, on_demand: {price: -1}}]}
        pricing:
          - {contract: nothing}
          - {contract: c, draft: {default: markup, percent: -1}, published: [{from: 2026-02-01}, {from: 2025-02-01}]}
        """).lines().filter(line -> !line.contains("overlap")).sorted().toList());
  }

  @Test
  void aClosedMonthKeepsItsPrices() throws Exception {
    apply(WORLD);
    apply("closes: [{account: a, month: 2026-04}]");
    assertEquals("contracts[0].cards closed_month", problems("""
        contracts: [{contract_id: c, rates: [{dimension: infra_host, on_demand: {price: 1}}]}]"""));
    assertEquals("pricing[0].published closed_month", problems("pricing: [{contract: c, published: []}]"));
    assertEquals(new Outcome.Written(1), apply("""
        pricing: [{contract: c, published: [{from: 2026-02-01}, {from: 2026-05-01, default: discount, percent: 6}]}]"""));
  }

  @Test
  void aPartnersContractsAreInOneCurrency() throws Exception {
    apply(WORLD);
    assertEquals("contracts[0].currency two_currencies", problems("""
        accounts: [{public_id: e, name: E, connections: [{partner: p, start: 2026-05-10T12:00:00Z}]}]
        contracts: [{contract_id: e, account: e, partner: p, start: 2026-05-10T12:00:00Z, currency: EUR, rates: []}]
        """));
  }

  @Test
  void aConnectionDoesNotEndUnderAContract() throws Exception {
    apply(WORLD);
    var shorter = "{public_id: a, connections: [{partner: p, start: 2026-01-01, end: 2026-09-01}]}";
    assertEquals("accounts[0].connections not_connected", problems("accounts: [" + shorter + "]"));
    assertEquals(new Outcome.Written(2), apply("accounts: [" + shorter + "]\ncontracts: [{contract_id: c, end: 2026-09-01}]"));
    assertEquals(new Outcome.Written(1), apply("accounts: [{public_id: a, name: Another}]"));
  }

  @Test
  void aTypeAndItsPriceComeTogether() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(2), apply("""
        usage_types:
          - {family: made, usage_type: x, unit: piece, scale: 0, measure: sum, monthly: sum, billing_dimension: made_x}
        contracts: [{contract_id: own, rates: [{dimension: made_x, on_demand: {price: 1}}]}]
        """));
  }

  @Test
  void anEntryAloneIsNamedByItsAddress() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(1), admin.put("contracts", Map.of("contract_id", "own"), yaml("end: 2028-01-01")));
    assertEquals("contract_id mismatch", codes(admin.put("contracts", Map.of("contract_id", "own"), yaml("contract_id: other"))));
    assertEquals("rates[0].on_demand.price negative", codes(admin.put("contracts", Map.of("contract_id", "own"),
        yaml("rates: [{dimension: infra_host, on_demand: {price: -1}}]"))));
    assertEquals(new Outcome.Written(1), admin.put("pricing", Map.of("contract", "c"), yaml("draft: {default: list}")));
    assertEquals("draft.percent negative", codes(admin.put("pricing", Map.of("contract", "c"),
        yaml("draft: {default: markup, percent: -1}"))));
  }

  @Test
  void numbersThatAreNoneAreNoNumbers() throws Exception {
    for (var text : List.of(".nan", ".inf", "1e9999999999", "1_000x", "0x1g")) {
      var outcome = applyOrNull("contracts: [{contract_id: n, account: d, start: 2027-02-01, currency: EUR, rates: "
          + "[{dimension: infra_host, on_demand: {price: " + text + "}}]}]");
      assertTrue(outcome == null || outcome instanceof Outcome.Refused, text + " " + outcome);
    }
  }

  private Outcome applyOrNull(String text) {
    try {
      return apply(text);
    } catch (WorldText.Unreadable e) {
      return null;
    }
  }

  private static int hour(String time) {
    return Hours.of(Instant.parse(time));
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private Outcome apply(String text) throws WorldText.Unreadable {
    return admin.apply(yaml(text));
  }

  private String problems(String text) throws WorldText.Unreadable {
    return codes(apply(text)).replace(';', '\n');
  }

  private static String codes(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Written written -> written.toString();
      case Outcome.Refused(var problems) ->
          String.join(";", problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
    };
  }

  private static JsonNode yaml(String text) throws WorldText.Unreadable {
    return WorldText.yaml(text.getBytes(StandardCharsets.UTF_8));
  }
}
