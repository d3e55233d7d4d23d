package io.tributary.query.admin;

import io.tributary.codec.JsonFields;
import io.tributary.model.Pricing.Own;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import io.tributary.rating.SellCards;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A change of many sell prices at once, by a percentage of what they are now. The results are prices of their own. Prices in
 * tiers cannot be said so: they keep following the default rule, beside an adjusted committed price; naming one is a problem.
 *
 * @param factor above zero
 * @param dimensions none: all of the card
 */
record Adjustment(BigDecimal factor, List<String> dimensions) {
  /** Decimals of an adjusted unit price, rounded half to even. */
  private static final int SCALE = 12;

  Adjustment {
    dimensions = List.copyOf(dimensions);
  }

  /** Empty exactly when something was added to {@code problems}. */
  static Optional<Adjustment> read(JsonFields fields, List<Problem> problems) {
    int found = problems.size();
    var percent = fields.decimal("percent");
    var dimensions = fields.texts("dimensions");
    fields.refuseOthers();
    var factor = percent.map(each -> BigDecimal.ONE.add(each.movePointLeft(2)));
    factor.filter(each -> each.signum() <= 0)
        .ifPresent(each -> fields.problem("percent", "out_of_range", "must be above -100, not " + percent.get().toPlainString()));
    return problems.size() > found ? Optional.empty() : Optional.of(new Adjustment(factor.get(), dimensions));
  }

  /** @param card whose dimensions are priced; @param base what the prices are now */
  Prices of(RateCard card, Prices base, List<Problem> problems) {
    var sold = SellCards.of(card, base);
    var own = new LinkedHashMap<String, Own>();
    base.own().forEach(each -> own.put(each.dimension(), each));
    for (int i = 0; i < dimensions.size(); i++) {
      var name = dimensions.get(i);
      var rate = sold.rate(name);
      if (rate.isEmpty()) {
        problems.add(new Problem("dimensions[" + i + "]", "unknown_dimension", "the contract has no price for '" + name + "'"));
      } else if (!(rate.get().onDemand() instanceof Price.Flat)) {
        problems.add(new Problem("dimensions[" + i + "]", "not_flat",
            "'" + name + "' has no single on-demand price; give it one of its own"));
      }
    }
    sold.rates().stream().filter(rate -> dimensions.isEmpty() || dimensions.contains(rate.dimension()))
        .filter(rate -> rate.onDemand() instanceof Price.Flat || rate.committed().isPresent())
        .forEach(rate -> own.put(rate.dimension(), adjusted(rate)));
    return new Prices(base.fallback(), base.percent(), base.capAtList(), List.copyOf(own.values()));
  }

  private Own adjusted(Rate sold) {
    var onDemand = sold.onDemand() instanceof Price.Flat(var unit) ? Optional.of(adjusted(unit)) : Optional.<BigDecimal>empty();
    return new Own(sold.dimension(), sold.committed().map(committed -> adjusted(committed.price())), onDemand);
  }

  private BigDecimal adjusted(BigDecimal price) {
    var product = price.multiply(factor).setScale(SCALE, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return product.scale() < 0 ? product.setScale(0) : product;
  }
}
