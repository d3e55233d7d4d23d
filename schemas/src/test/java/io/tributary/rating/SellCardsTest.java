package io.tributary.rating;

import static io.tributary.rating.SomeRate.beyond;
import static io.tributary.rating.SomeRate.card;
import static io.tributary.rating.SomeRate.graduated;
import static io.tributary.rating.SomeRate.upTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Own;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SellCardsTest {
  private static SomeRate hosts() {
    return SomeRate.of("infra_host").committed("10", "15").onDemand("18").list("20").minimum("50").allotment("apm_host", "2");
  }

  private static Prices prices(Fallback fallback, String percent, boolean capAtList, Own... own) {
    return new Prices(fallback, new BigDecimal(percent), capAtList, List.of(own));
  }

  private static Own own(String committed, String onDemand) {
    return new Own("infra_host", Optional.ofNullable(committed).map(BigDecimal::new), Optional.ofNullable(onDemand).map(BigDecimal::new));
  }

  /** Committed, on-demand and minimum. */
  private static String sold(SomeRate rate, Prices prices) {
    var sold = SellCards.of(card(rate), prices).rates().getFirst();
    return sold.committed().map(bought -> plain(bought.price())).orElse("-") + " " + price(sold) + " "
        + sold.minimum().map(SellCardsTest::plain).orElse("-");
  }

  private static String price(Rate rate) {
    return switch (rate.onDemand()) {
      case Price.Flat(var unit) -> plain(unit);
      case Price.Graduated(var tiers) -> tiers.stream().map(tier -> plain(tier.unit())).toList().toString();
      case Price.Volume(var tiers) -> tiers.stream().map(tier -> plain(tier.unit())).toList().toString();
      case Price.PercentOfBill(var percent) -> plain(percent) + "%";
    };
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  @Test
  void theRuleMakesWhatHasNoPriceOfItsOwn() {
    assertEquals("20 20 50", sold(hosts(), prices(Fallback.LIST, "0", false)));
    assertEquals("16.5 19.8 55", sold(hosts(), prices(Fallback.MARKUP, "10", false)));
    assertEquals("13.875 16.65 46.25", sold(hosts(), prices(Fallback.DISCOUNT, "7.5", false)));
    assertEquals("15 18 -", sold(SomeRate.of("infra_host").committed("10", "15").onDemand("18"), prices(Fallback.LIST, "0", true)),
        "without a list price, the contract's own");
  }

  @Test
  void aMarkupMayBeCappedAtTheListPrice() {
    assertEquals("19.5 20 65", sold(hosts(), prices(Fallback.MARKUP, "30", true)));
    assertEquals("19.5 23.4 65", sold(hosts(), prices(Fallback.MARKUP, "30", false)));
  }

  @Test
  void aPriceOfItsOwnReplacesTheRule() {
    assertEquals("17 19.8 55", sold(hosts(), prices(Fallback.MARKUP, "10", true, own("17", null))));
    assertEquals("16.5 25 55", sold(hosts(), prices(Fallback.MARKUP, "10", true, own(null, "25"))), "the cap is not for it");
  }

  @Test
  void tiersAreChangedOneByOneUntilThereIsOnePrice() {
    var tiered = SomeRate.of("infra_host").onDemand(graduated(upTo("10", "18"), beyond("12"))).list("19");
    assertEquals("- [19, 13.2] -", sold(tiered, prices(Fallback.MARKUP, "10", true)));
    assertEquals("- [19, 19] -", sold(tiered, prices(Fallback.LIST, "0", false)));
    assertEquals("- 14 -", sold(tiered, prices(Fallback.LIST, "0", false, own(null, "14"))));
  }

  @Test
  void withHourlyMeteringTheListPriceIsNotThatOfACommittedUnit() {
    var hourly = SomeRate.of("infra_host").hourly().committed("10", "15").onDemand("0.03").list("0.04");
    assertEquals("15 0.04 -", sold(hourly, prices(Fallback.LIST, "0", false)));
    assertEquals("30 0.04 -", sold(hourly, prices(Fallback.MARKUP, "100", true)));
  }

  @Test
  void quantitiesStayAndSoDoesAPercentageOfTheBill() {
    var buy = hosts().rate();
    var sell = SellCards.of(card(hosts()), prices(Fallback.MARKUP, "10", false)).rates().getFirst();
    assertEquals(List.of(buy.per(), buy.metering(), buy.allotments(), buy.list(), buy.committed().get().quantity()),
        List.of(sell.per(), sell.metering(), sell.allotments(), sell.list(), sell.committed().get().quantity()));
    assertEquals("- 8% -", sold(SomeRate.of("infra_host").percentOfBill("8"), prices(Fallback.MARKUP, "10", false, own(null, "3"))));
  }
}
