package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Own;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Pricing.Published;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
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

class PricingRulesTest {
  private static final int MARCH = Hours.of(Instant.parse("2026-03-01T00:00:00Z"));
  private static final int MAY = Hours.of(Instant.parse("2026-05-01T00:00:00Z"));
  private static final int END = MAY + 1000;
  private static final Contract CONTRACT = new Contract("c", "a", Optional.of("p"), MARCH, OptionalInt.of(END), "USD",
      List.of(new RateCard(MARCH, List.of(rate("apm_host", new Price.Flat(BigDecimal.ONE)),
          rate("support", new Price.PercentOfBill(BigDecimal.TEN)))),
          new RateCard(MAY, List.of(rate("infra_host", new Price.Flat(BigDecimal.ONE))))));
  private static final Prices MARKUP = prices(Fallback.MARKUP, "10");

  private record Case(String name, String expected, Pricing pricing) {}

  @TestFactory
  Stream<DynamicTest> eachRuleSaysWhereAndWhy() {
    return Stream.of(
        new Case("a draft and nothing published", "", draft(MARKUP)),
        new Case("dimensions of any card", "", draft(prices(Fallback.LIST, "0", own("apm_host", "1"), own("infra_host", "0")))),
        new Case("an unknown contract", "pricing.x.contract unknown_contract", new Pricing("x", Optional.of(MARKUP), List.of())),
        new Case("a direct customer's contract", "pricing.direct.contract no_partner",
            new Pricing("direct", Optional.of(MARKUP), List.of())),
        new Case("a negative percentage", "pricing.c.draft.percent negative", draft(prices(Fallback.MARKUP, "-1"))),
        new Case("a markup has no upper bound", "", draft(prices(Fallback.MARKUP, "250"))),
        new Case("a discount has", "pricing.c.draft.percent too_large", draft(prices(Fallback.DISCOUNT, "100.01"))),
        new Case("everything for nothing", "", draft(prices(Fallback.DISCOUNT, "100"))),
        new Case("a percentage of the list price", "pricing.c.draft.percent not_applicable", draft(prices(Fallback.LIST, "5"))),
        new Case("an unknown dimension", "pricing.c.draft.prices[1].dimension unknown_dimension",
            draft(prices(Fallback.LIST, "0", own("apm_host", "1"), own("timeseries", "1")))),
        new Case("a price for a percentage", "pricing.c.draft.prices[0].dimension not_applicable",
            draft(prices(Fallback.LIST, "0", own("support", "1")))),
        new Case("a dimension twice", "pricing.c.draft.prices[1].dimension repeated",
            draft(prices(Fallback.LIST, "0", own("apm_host", "1"), own("apm_host", "1")))),
        new Case("no price", "pricing.c.draft.prices[0] missing",
            draft(prices(Fallback.LIST, "0", new Own("apm_host", Optional.empty(), Optional.empty())))),
        new Case("bad prices", "pricing.c.published[0].prices[0].committed negative;pricing.c.published[0].prices[0].on_demand too_precise",
            published(new Published(MARCH, prices(Fallback.LIST, "0",
                new Own("apm_host", Optional.of(new BigDecimal("-1")), Optional.of(new BigDecimal("1e-16"))))))),
        new Case("published in order", "", published(new Published(MARCH, MARKUP), new Published(MAY, MARKUP))),
        new Case("published out of order", "pricing.c.published[1].from not_ascending",
            published(new Published(MAY, MARKUP), new Published(MAY, MARKUP))),
        new Case("before and after the contract", "pricing.c.published[0].from outside_contract;"
            + "pricing.c.published[1].from outside_contract",
            published(new Published(MARCH - 1, MARKUP), new Published(END, MARKUP))))
        .map(each -> DynamicTest.dynamicTest(each.name, () -> assertEquals(each.expected, found(
            PricingRules.check(each.pricing, contract(each.pricing.contract()), Optional.empty(), Set.of())))));
  }

  private static Optional<Contract> contract(String id) {
    return switch (id) {
      case "c" -> Optional.of(CONTRACT);
      case "direct" -> Optional.of(new Contract(id, "a", Optional.empty(), MARCH, OptionalInt.empty(), "USD", CONTRACT.cards()));
      default -> Optional.empty();
    };
  }

  @Test
  void whatACustomerWasChargedInAClosedMonthStaysAsItIs() {
    var closed = "pricing.c.published closed_month";
    var before = published(new Published(MARCH, MARKUP));
    assertEquals("", overClosed(before, published(new Published(MARCH, prices(Fallback.MARKUP, "10.0")))));
    assertEquals("", overClosed(before, published(new Published(MARCH, MARKUP), new Published(MAY, prices(Fallback.LIST, "0")))));
    assertEquals(closed, overClosed(before, published(new Published(MARCH, MARKUP), new Published(MAY - 1, MARKUP))));
    assertEquals(closed, overClosed(before, published(new Published(MARCH, prices(Fallback.MARKUP, "11")))));
    assertEquals(closed, overClosed(before, draft(MARKUP)), "taken back");
    assertEquals(closed, overClosed(draft(MARKUP), before), "published for the past");
    assertEquals("", overClosed(draft(MARKUP), published(new Published(MAY, MARKUP))));
  }

  private static String overClosed(Pricing before, Pricing after) {
    return found(PricingRules.check(after, Optional.of(CONTRACT), Optional.of(before), Set.of(Hours.month(MAY - 1))));
  }

  private static String found(List<Problem> problems) {
    return String.join(";", problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
  }

  private static Rate rate(String dimension, Price price) {
    return new Rate(dimension, BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), price, Optional.empty(), Optional.empty(), List.of());
  }

  private static Pricing draft(Prices prices) {
    return new Pricing("c", Optional.of(prices), List.of());
  }

  private static Pricing published(Published... published) {
    return new Pricing("c", Optional.empty(), List.of(published));
  }

  private static Prices prices(Fallback fallback, String percent, Own... own) {
    return new Prices(fallback, new BigDecimal(percent), false, List.of(own));
  }

  private static Own own(String dimension, String onDemand) {
    return new Own(dimension, Optional.empty(), Optional.of(new BigDecimal(onDemand)));
  }
}
