package io.tributary.rules;

import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What prices a month, in a form in which two are equal exactly when they charge the same: cut to the month, 18 and 18.00 the
 * same number, the order of a card's rates no matter.
 */
final class ClosedTerms {
  private ClosedTerms() {}

  static List<Object> of(Optional<Contract> contract, int month) {
    return contract.map(terms -> of(terms, month)).orElse(List.of());
  }

  private static List<Object> of(Contract contract, int month) {
    int from = Math.max(Hours.firstOfMonth(month), contract.startHour());
    int to = Math.min(Hours.firstOfMonth(month + 1), contract.end());
    if (from >= to) {
      return List.of();
    }
    var terms = new ArrayList<Object>(List.of(contract.partner(), contract.currency(), from, to));
    for (int i = 0; i < contract.cards().size(); i++) {
      int next = i + 1 < contract.cards().size() ? contract.cards().get(i + 1).fromHour() : to;
      int start = Math.max(from, contract.cards().get(i).fromHour());
      if (start < Math.min(next, to)) {
        terms.add(start);
        contract.cards().get(i).rates().stream().sorted(Comparator.comparing(Rate::dimension)).map(ClosedTerms::rate).forEach(terms::add);
      }
    }
    return terms;
  }

  /** @param from first hour of the month that the contract covers; {@code to} first hour that it does not */
  static List<Object> of(Optional<Pricing> pricing, int from, int to) {
    var published = pricing.map(Pricing::published).orElse(List.of());
    var terms = new ArrayList<Object>();
    for (int i = 0; i < published.size(); i++) {
      int next = i + 1 < published.size() ? published.get(i + 1).fromHour() : to;
      int start = Math.max(from, published.get(i).fromHour());
      if (start < Math.min(next, to)) {
        terms.add(start);
        terms.add(prices(published.get(i).prices()));
      }
    }
    return terms;
  }

  private static List<Object> rate(Rate rate) {
    return List.of(rate.dimension(), number(rate.per()), rate.metering(),
        rate.committed().map(bought -> List.of(number(bought.quantity()), number(bought.price()))), price(rate.onDemand()),
        rate.list().map(ClosedTerms::number), rate.minimum().map(ClosedTerms::number),
        rate.allotments().stream().map(allotment -> List.of(allotment.parent(), number(allotment.quantity()))).toList());
  }

  private static List<Object> price(Price price) {
    return switch (price) {
      case Price.Flat(var unit) -> List.of("flat", number(unit));
      case Price.Graduated(var tiers) -> List.of("graduated", tiers.stream().map(ClosedTerms::tier).toList());
      case Price.Volume(var tiers) -> List.of("volume", tiers.stream().map(ClosedTerms::tier).toList());
      case Price.PercentOfBill(var percent) -> List.of("percent_of_bill", number(percent));
    };
  }

  private static List<Object> tier(Tier tier) {
    return List.of(tier.upTo().map(ClosedTerms::number), number(tier.unit()));
  }

  private static List<Object> prices(Pricing.Prices prices) {
    return List.of(prices.fallback(), number(prices.percent()), prices.capAtList(),
        prices.own().stream().sorted(Comparator.comparing(Pricing.Own::dimension)).map(own -> List.of(own.dimension(),
            own.committed().map(ClosedTerms::number), own.onDemand().map(ClosedTerms::number))).toList());
  }

  private static BigDecimal number(BigDecimal value) {
    return value.stripTrailingZeros();
  }
}
