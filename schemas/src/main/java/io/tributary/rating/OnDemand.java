package io.tributary.rating;

import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import java.math.BigDecimal;
import java.util.List;

/** What a quantity costs by a price. */
final class OnDemand {
  private OnDemand() {}

  /** @param quantity priced units of a whole month, as tiers count them; not negative */
  static Fraction cost(Price price, Fraction quantity) {
    return switch (price) {
      case Price.Flat(var unit) -> quantity.times(unit);
      case Price.Graduated(var tiers) -> graduated(tiers, quantity);
      case Price.Volume(var tiers) -> quantity.times(tierOf(tiers, quantity).unit());
      case Price.PercentOfBill ignored -> Fraction.ZERO;
    };
  }

  private static Fraction graduated(List<Tier> tiers, Fraction quantity) {
    var cost = BigDecimal.ZERO;
    var below = BigDecimal.ZERO;
    for (var tier : tiers) {
      var reached = tier.upTo().map(bound -> bound.multiply(quantity.under()).min(quantity.over())).orElse(quantity.over());
      cost = cost.add(reached.subtract(below).multiply(tier.unit()));
      below = reached;
    }
    return new Fraction(cost, quantity.under());
  }

  private static Tier tierOf(List<Tier> tiers, Fraction quantity) {
    return tiers.stream()
        .filter(tier -> tier.upTo().isEmpty() || quantity.over().compareTo(tier.upTo().get().multiply(quantity.under())) <= 0)
        .findFirst().orElseThrow(() -> new IllegalArgumentException("the last tier has an end: " + tiers));
  }
}
