package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Allotment;
import io.tributary.model.Rate.Commitment;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import io.tributary.model.RateCard;
import io.tributary.rules.ContractRules.Surroundings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ContractRulesTest {
  private static final int MARCH = Hours.of(Instant.parse("2026-03-01T00:00:00Z"));
  private static final int MAY = Hours.of(Instant.parse("2026-05-01T00:00:00Z"));
  private static final int APRIL = Hours.month(MAY - 1);
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  /** Account a of partner p since March: by a contract until May and the renewal after it. */
  private static final Account ACCOUNT = new Account("a", "A", List.of(new Connection("p", MARCH, OptionalInt.of(MAY)),
      new Connection("p", MAY, OptionalInt.empty())));

  private static final Contract GOOD = contract(MARCH, OptionalInt.empty(),
      card(MARCH, rate("apm_host"), rate("ingested_spans", "apm_host")));

  private record Case(String name, String expected, Contract contract) {}

  @TestFactory
  Stream<DynamicTest> eachRuleSaysWhereAndWhy() {
    return Stream.of(
        new Case("a good one", "", GOOD),
        new Case("a slash in the id", "contracts.x/y.contract_id bad_character", with("x/y", "a", Optional.of("p"), "USD")),
        new Case("another partner", "contracts.c.partner not_connected", with("c", "a", Optional.of("q"), "USD")),
        new Case("a direct customer's", "", with("c", "a", Optional.empty(), "USD")),
        new Case("before the account is connected", "contracts.c.partner not_connected",
            contract(MARCH - 1, OptionalInt.empty(), card(MARCH - 1, rate("apm_host")))),
        new Case("no currency", "contracts.c.currency unknown_currency", with("c", "a", Optional.empty(), "EURO")),
        new Case("gold", "contracts.c.currency unknown_currency", with("c", "a", Optional.empty(), "XAU")),
        new Case("ends when it starts", "contracts.c.end end_before_start",
            contract(MARCH, OptionalInt.of(MARCH), card(MARCH, rate("apm_host")))),
        new Case("no card", "contracts.c.cards missing", contract(MARCH, OptionalInt.empty())),
        new Case("a gap before the first card", "contracts.c.cards[0].from not_at_start",
            contract(MARCH, OptionalInt.empty(), card(MARCH + 1, rate("apm_host")))),
        new Case("cards that do not ascend", "contracts.c.cards[1].from not_ascending",
            contract(MARCH, OptionalInt.empty(), card(MARCH, rate("apm_host")), card(MARCH, rate("apm_host")))),
        new Case("a card after the end", "contracts.c.cards[1].from after_end",
            contract(MARCH, OptionalInt.of(MAY), card(MARCH, rate("apm_host")), card(MAY, rate("apm_host")))),
        new Case("a dimension twice", "contracts.c.cards[0].rates[1].dimension repeated", of(rate("apm_host"), rate("apm_host"))),
        new Case("an unknown dimension", "contracts.c.cards[0].rates[0].dimension unknown_dimension", of(rate("host"))),
        new Case("any name for a percentage", "", of(rate("support", new Price.PercentOfBill(dec("8"))))),
        new Case("a blank name for a percentage", "contracts.c.cards[0].rates[0].dimension missing",
            of(rate(" ", new Price.PercentOfBill(dec("8"))))),
        new Case("per nothing", "contracts.c.cards[0].rates[0].per not_positive", of(priced("0", "1", "1", "1", "1"))),
        new Case("negative numbers", "contracts.c.cards[0].rates[0].per negative;contracts.c.cards[0].rates[0].minimum negative;"
            + "contracts.c.cards[0].rates[0].committed.quantity negative;contracts.c.cards[0].rates[0].committed.price negative;"
            + "contracts.c.cards[0].rates[0].list_price negative", of(priced("-1", "-1", "-1", "-1", "-1"))),
        new Case("too large and too precise", "contracts.c.cards[0].rates[0].minimum too_large;"
            + "contracts.c.cards[0].rates[0].committed.quantity too_precise;contracts.c.cards[0].rates[0].committed.price too_large",
            of(priced("1e15", "0.1234567890123456", "1e999999999", "0.123456789012345000", "1000000000000001"))),
        new Case("a negative price", "contracts.c.cards[0].rates[0].on_demand.price negative",
            of(rate("apm_host", new Price.Flat(dec("-1"))))),
        new Case("a negative percentage", "contracts.c.cards[0].rates[0].on_demand.percent_of_bill negative",
            of(rate("support", new Price.PercentOfBill(dec("-1"))))),
        new Case("no tiers", "contracts.c.cards[0].rates[0].tiers missing", of(rate("apm_host", new Price.Volume(List.of())))),
        new Case("a last tier with an end", "contracts.c.cards[0].rates[0].tiers[1].up_to last_tier_ends", of(tiers("10", "20"))),
        new Case("an open tier before the last", "contracts.c.cards[0].rates[0].tiers[0].up_to missing", of(tiers("", "20", ""))),
        new Case("tiers that do not ascend", "contracts.c.cards[0].rates[0].tiers[1].up_to not_ascending", of(tiers("10", "10", ""))),
        new Case("an empty tier", "contracts.c.cards[0].rates[0].tiers[0].up_to not_positive", of(tiers("0", ""))),
        new Case("an allotment of nobody", "contracts.c.cards[0].rates[0].allotments[0].parent unknown_parent",
            of(rate("ingested_spans", "apm_host"))),
        new Case("an allotment of a percentage", "contracts.c.cards[0].rates[0].allotments[0].parent unknown_parent",
            of(rate("ingested_spans", "support"), rate("support", new Price.PercentOfBill(dec("1"))))),
        new Case("an allotment of itself", "contracts.c.cards[0].rates[0].allotments[0].parent cycle", of(rate("apm_host", "apm_host"))),
        new Case("an allotment twice", "contracts.c.cards[0].rates[1].allotments[1].parent repeated",
            of(rate("apm_host"), rate("ingested_spans", "apm_host", "apm_host"))),
        new Case("a circle is one problem", "contracts.c.cards[0].rates[0].allotments[0].parent cycle",
            of(rate("apm_host", "ingested_spans"), rate("timeseries", "apm_host"), rate("ingested_spans", "timeseries"))),
        new Case("a circle that brings something to another circle",
            "contracts.c.cards[0].rates[0].allotments[0].parent cycle;contracts.c.cards[0].rates[2].allotments[0].parent cycle",
            of(rate("apm_host", "infra_host", "timeseries"), rate("infra_host", "apm_host"), rate("timeseries", "ingested_spans"),
                rate("ingested_spans", "timeseries"))),
        new Case("a percentage with more", "contracts.c.cards[0].rates[1].committed not_applicable;"
            + "contracts.c.cards[0].rates[1].list_price not_applicable;contracts.c.cards[0].rates[1].allotments not_applicable",
            of(rate("apm_host"), new Rate("support", BigDecimal.ONE, Metering.MONTHLY, Optional.of(new Commitment(dec("1"), dec("1"))),
                new Price.PercentOfBill(dec("8")), Optional.of(dec("1")), Optional.of(dec("1")),
                List.of(new Allotment("apm_host", dec("1")))))),
        new Case("everything at once", "contracts.c.account immutable;contracts.c.account unknown_account;"
            + "contracts.c.currency unknown_currency;contracts.c.cards[0].from not_at_start;"
            + "contracts.c.cards[0].rates[0].dimension unknown_dimension",
            new Contract("c", "nobody", Optional.of("p"), MARCH, OptionalInt.empty(), "?", List.of(card(MARCH + 9, rate("host"))))))
        .map(each -> DynamicTest.dynamicTest(each.name, () -> assertEquals(each.expected, checked(each.contract))));
  }

  @Test
  void aContractEndsWhenTheConnectionDoesOrEarlier() {
    var ended = new Account("a", "A", List.of(new Connection("p", MARCH, OptionalInt.of(MAY))));
    var around = new Surroundings(Optional.of(ended), List.of(), CATALOGUE, Optional.empty(), Set.of());
    assertEquals("", found(ContractRules.check(contract(MARCH, OptionalInt.of(MAY), card(MARCH, rate("apm_host"))), around)));
    assertEquals("contracts.c.partner not_connected",
        found(ContractRules.check(contract(MARCH, OptionalInt.of(MAY + 1), card(MARCH, rate("apm_host"))), around)),
        "the grace is no contract");
  }

  @Test
  void otherContractsOfTheAccountAndOfThePartnerCount() {
    var open = OptionalInt.empty();
    assertEquals("contracts.c.currency two_currencies;contracts.c.start overlap", against(other("d", "a", "p", MAY, open, "EUR")));
    assertEquals("contracts.c.currency two_currencies", against(other("d", "b", "p", 0, open, "EUR")));
    assertEquals("", against(other("d", "b", "q", 0, open, "EUR")));
    assertEquals("", against(other("d", "a", "p", 0, OptionalInt.of(MARCH), "USD")), "one after the other");
    assertEquals("", against(other("c", "a", "p", 0, open, "EUR")), "itself as it was");
  }

  private static Contract other(String id, String account, String partner, int start, OptionalInt end, String currency) {
    return new Contract(id, account, Optional.of(partner), start, end, currency, List.of());
  }

  private static String against(Contract other) {
    return found(ContractRules.check(GOOD,
        new Surroundings(Optional.of(ACCOUNT), List.of(other), CATALOGUE, Optional.empty(), Set.of())));
  }

  @Test
  void whatAClosedMonthCostStaysAsItIs() {
    var closed = "contracts.c.cards closed_month";
    var spans = rate("ingested_spans", "apm_host");
    var card = GOOD.cards().getFirst();
    assertEquals("", overClosed(GOOD, GOOD));
    assertEquals(closed, overClosed(null, GOOD));
    assertEquals("", overClosed(null, contract(MAY, OptionalInt.empty(), card(MAY, rate("apm_host")))));
    assertEquals(closed, overClosed(GOOD, of(rate("apm_host", new Price.Flat(dec("2"))), spans)));
    assertEquals("", overClosed(GOOD, of(spans, rate("apm_host", new Price.Flat(dec("1.00"))))), "the same in other words");
    var next = contract(MARCH, OptionalInt.empty(), card, card(MAY, rate("infra_host")));
    assertEquals("", overClosed(GOOD, next), "a card for what is open");
    assertEquals(closed, overClosed(next, contract(MARCH, OptionalInt.empty(), card, card(MAY - 1, rate("infra_host")))));
    assertEquals(closed, overClosed(GOOD, contract(MARCH, OptionalInt.of(MAY - 1), card)));
    assertEquals("", overClosed(GOOD, contract(MARCH, OptionalInt.of(MAY), card)));
    assertEquals(closed, overClosed(GOOD, with("c", "a", Optional.empty(), "USD")));
  }

  private static String overClosed(Contract before, Contract after) {
    return found(ContractRules.check(after,
        new Surroundings(Optional.of(ACCOUNT), List.of(), CATALOGUE, Optional.ofNullable(before), Set.of(APRIL))));
  }

  private static String checked(Contract contract) {
    var account = contract.account().equals("a") ? Optional.of(ACCOUNT) : Optional.<Account>empty();
    var before = contract.id().equals("c") ? Optional.of(GOOD) : Optional.<Contract>empty();
    return found(ContractRules.check(contract, new Surroundings(account, List.of(), CATALOGUE, before, Set.of())));
  }

  private static String found(List<Problem> problems) {
    return String.join(";", problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
  }

  private static BigDecimal dec(String value) {
    return new BigDecimal(value);
  }

  private static Contract with(String id, String account, Optional<String> partner, String currency) {
    return new Contract(id, account, partner, MARCH, OptionalInt.empty(), currency, GOOD.cards());
  }

  private static Contract of(Rate... rates) {
    return contract(MARCH, OptionalInt.empty(), card(MARCH, rates));
  }

  private static Contract contract(int start, OptionalInt end, RateCard... cards) {
    return new Contract("c", "a", Optional.of("p"), start, end, "USD", List.of(cards));
  }

  private static RateCard card(int from, Rate... rates) {
    return new RateCard(from, List.of(rates));
  }

  private static Rate rate(String dimension, String... parents) {
    return new Rate(dimension, BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), new Price.Flat(BigDecimal.ONE), Optional.empty(),
        Optional.empty(), Stream.of(parents).map(parent -> new Allotment(parent, BigDecimal.TWO)).toList());
  }

  private static Rate rate(String dimension, Price price) {
    return new Rate(dimension, BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), price, Optional.empty(), Optional.empty(), List.of());
  }

  private static Rate priced(String per, String quantity, String price, String list, String minimum) {
    return new Rate("apm_host", dec(per), Metering.MONTHLY, Optional.of(new Commitment(dec(quantity), dec(price))),
        new Price.Flat(BigDecimal.ONE), Optional.of(dec(list)), Optional.of(dec(minimum)), List.of());
  }

  /** Ends of tiers; empty for none. */
  private static Rate tiers(String... ends) {
    return rate("apm_host", new Price.Graduated(Stream.of(ends)
        .map(end -> new Tier(end.isEmpty() ? Optional.empty() : Optional.of(dec(end)), BigDecimal.ONE)).toList()));
  }
}
