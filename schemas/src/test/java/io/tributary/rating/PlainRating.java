package io.tributary.rating;

import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Rating said the other way round: not usage on the scale of a month, but every quantity of the card cut down to the period; not
 * fractions, but 60 digits. It knows metered rates of known dimensions only.
 */
final class PlainRating {
  private static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);
  private static final BigDecimal HOURLY = BigDecimal.valueOf(730);

  private final RateCard card;
  private final Period period;
  private final SomeUsage usage;
  private final BigDecimal share;

  PlainRating(RateCard card, Period period, SomeUsage usage) {
    this.card = card;
    this.period = period;
    this.usage = usage;
    this.share = BigDecimal.valueOf(period.hours()).divide(BigDecimal.valueOf(period.monthHours()), DIGITS);
  }

  /** Committed, on-demand and list. */
  List<BigDecimal> amounts(Rate rate) {
    var type = type(rate);
    boolean hourly = rate.metering() == Metering.HOURLY;
    var used = hourly ? hourly(rate, type, false) : used(rate);
    var onDemand = hourly ? hourly(rate, type, true) : used.subtract(included(rate, type)).max(BigDecimal.ZERO);
    // A level that is compared once is priced for a month, of which the period is a share; all else is the period's own already.
    boolean priceIsForMonth = level(type) && !hourly;
    var bounds = priceIsForMonth ? BigDecimal.ONE : share;
    var factor = priceIsForMonth ? share : BigDecimal.ONE;
    var cost = round(cost(rate.onDemand(), onDemand, bounds).multiply(factor));
    var list = rate.list().map(used::multiply).orElseGet(() -> cost(rate.onDemand(), used, bounds)).multiply(factor);
    var fee = round(rate.committed().map(bought -> bought.quantity().multiply(bought.price()).multiply(share)).orElse(BigDecimal.ZERO));
    var committed = rate.minimum().map(minimum -> fee.max(round(minimum.multiply(share)).subtract(cost))).orElse(fee);
    return List.of(committed, cost, round(list));
  }

  private BigDecimal used(Rate rate) {
    var type = type(rate);
    return Monthly.value(usage.cell(type), type.monthly(), period.hours(), type.measure().unitsPerOne()).divide(rate.per(), DIGITS);
  }

  private BigDecimal committed(Rate rate) {
    var quantity = rate.committed().map(Rate.Commitment::quantity).orElse(BigDecimal.ZERO);
    return level(type(rate)) ? quantity : quantity.multiply(share);
  }

  private BigDecimal included(Rate rate, UsageType type) {
    var included = committed(rate);
    for (var allotment : rate.allotments()) {
      var parent = card.rate(allotment.parent()).orElseThrow();
      var brought = committed(parent).max(used(parent)).multiply(allotment.quantity());
      boolean parentIsLevel = level(type(parent));
      included = included.add(level(type) == parentIsLevel ? brought
          : parentIsLevel ? brought.multiply(share) : brought.divide(share, DIGITS));
    }
    return included;
  }

  private BigDecimal hourly(Rate rate, UsageType type, boolean beyondIncluded) {
    var sum = BigDecimal.ZERO;
    for (var hour : usage.hours(type).entrySet()) {
      var value = units(rate, hour.getValue());
      if (beyondIncluded) {
        value = value.subtract(level(type) ? committed(rate) : BigDecimal.ZERO);
        for (var allotment : rate.allotments()) {
          var parent = card.rate(allotment.parent()).orElseThrow();
          boolean parentIsLevel = level(type(parent));
          var quantity = parent.committed().map(Rate.Commitment::quantity).orElse(BigDecimal.ZERO);
          var floor = parentIsLevel ? quantity : quantity.divide(HOURLY, DIGITS);
          var brought = floor.max(units(parent, usage.hours(type(parent)).getOrDefault(hour.getKey(), Quantity.ZERO)))
              .multiply(allotment.quantity());
          value = value.subtract(level(type) == parentIsLevel ? brought
              : parentIsLevel ? brought.divide(HOURLY, DIGITS) : brought.multiply(HOURLY));
        }
      }
      sum = sum.add(value.max(BigDecimal.ZERO));
    }
    if (type.monthly() == MonthlyFunction.AVG) {
      return sum.divide(BigDecimal.valueOf(period.monthHours()), DIGITS);
    }
    return beyondIncluded && !level(type) ? sum.subtract(committed(rate)).max(BigDecimal.ZERO) : sum;
  }

  private BigDecimal units(Rate rate, Quantity counted) {
    return counted.toBigDecimal().divide(BigDecimal.valueOf(type(rate).measure().unitsPerOne()), DIGITS).divide(rate.per(), DIGITS);
  }

  private static BigDecimal cost(Price price, BigDecimal quantity, BigDecimal bounds) {
    return switch (price) {
      case Price.Flat(var unit) -> quantity.multiply(unit);
      case Price.Graduated(var tiers) -> {
        var cost = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
          var below = i == 0 ? BigDecimal.ZERO : bound(tiers.get(i - 1), quantity, bounds);
          cost = cost.add(bound(tiers.get(i), quantity, bounds).subtract(below).multiply(tiers.get(i).unit()));
        }
        yield cost;
      }
      case Price.Volume(var tiers) -> {
        var open = new ArrayList<>(tiers);
        open.removeIf(tier -> tier.upTo().filter(bound -> bound.multiply(bounds).compareTo(quantity) < 0).isPresent());
        yield quantity.multiply(open.getFirst().unit());
      }
      case Price.PercentOfBill ignored -> throw new IllegalArgumentException("not metered");
    };
  }

  private static BigDecimal bound(Tier tier, BigDecimal quantity, BigDecimal bounds) {
    return tier.upTo().map(bound -> bound.multiply(bounds).min(quantity)).orElse(quantity);
  }

  private static UsageType type(Rate rate) {
    return SomeUsage.CATALOGUE.byDimension(rate.dimension()).orElseThrow();
  }

  private static boolean level(UsageType type) {
    return type.monthly() != MonthlyFunction.SUM;
  }

  /** A tie that 60 digits just missed is a tie again with 30. */
  private static BigDecimal round(BigDecimal amount) {
    return amount.setScale(30, RoundingMode.HALF_EVEN).setScale(6, RoundingMode.HALF_EVEN);
  }
}
