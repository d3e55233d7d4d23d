package io.tributary.rating;

import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Own;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Commitment;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a partner charges, as a card like the one that it pays by: other prices, the same quantities. */
public final class SellCards {
  private SellCards() {}

  /**
   * Each price is the one of {@link Pricing.Prices#own()} or follows from the rule. The rule changes every tier's price and
   * the minimum too (there is no list price of a minimum); a percentage of the bill stays as it is, as the bill has changed.
   */
  public static RateCard of(RateCard buy, Pricing.Prices prices) {
    return new RateCard(buy.fromHour(), buy.rates().stream().map(rate -> new Rule(prices, rate).sell()).toList());
  }

  private record Rule(Pricing.Prices prices, Rate rate) {
    Rate sell() {
      var own = prices.own().stream().filter(each -> each.dimension().equals(rate.dimension())).findFirst();
      var committed = rate.committed().map(bought -> new Commitment(bought.quantity(),
          own.flatMap(Own::committed).orElseGet(() -> price(bought.price(), listOfMonth()))));
      return new Rate(rate.dimension(), rate.per(), rate.metering(), committed, onDemand(own.flatMap(Own::onDemand)), rate.list(),
          rate.minimum().map(this::changed), rate.allotments());
    }

    private Price onDemand(Optional<BigDecimal> own) {
      return switch (rate.onDemand()) {
        case Price.PercentOfBill percent -> percent;
        case Price.Flat(var unit) -> new Price.Flat(own.orElseGet(() -> price(unit, rate.list())));
        case Price.Graduated(var tiers) -> own.<Price>map(Price.Flat::new).orElseGet(() -> new Price.Graduated(each(tiers)));
        case Price.Volume(var tiers) -> own.<Price>map(Price.Flat::new).orElseGet(() -> new Price.Volume(each(tiers)));
      };
    }

    private List<Tier> each(List<Tier> tiers) {
      return tiers.stream().map(tier -> new Tier(tier.upTo(), price(tier.unit(), rate.list()))).toList();
    }

    /** The list price is that of an on-demand unit; with hourly metering a committed unit is another. */
    private Optional<BigDecimal> listOfMonth() {
      return rate.metering() == Metering.MONTHLY ? rate.list() : Optional.empty();
    }

    private BigDecimal price(BigDecimal bought, Optional<BigDecimal> list) {
      if (prices.fallback() == Fallback.LIST) {
        return list.orElse(bought);
      }
      var changed = changed(bought);
      return prices.capAtList() ? list.map(changed::min).orElse(changed) : changed;
    }

    private BigDecimal changed(BigDecimal bought) {
      var hundredth = prices.percent().movePointLeft(2);
      return switch (prices.fallback()) {
        case LIST -> bought;
        case MARKUP -> bought.multiply(BigDecimal.ONE.add(hundredth));
        case DISCOUNT -> bought.multiply(BigDecimal.ONE.subtract(hundredth));
      };
    }
  }
}
