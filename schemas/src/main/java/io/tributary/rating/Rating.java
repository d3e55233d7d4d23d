package io.tributary.rating;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Quantity;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Usage and a rate card become charges. The one rounding: an amount of a charge (one dimension's committed or on-demand cost of one
 * period) is rounded half to even to {@link #SCALE} decimals. What leads to it is exact, and what follows is addition.
 */
public final class Rating {
  /** Decimals of an amount of money. */
  public static final int SCALE = 6;

  /** Decimals of a charge's usage, for people and files; no amount is made from it. */
  public static final int USAGE_SCALE = Quantity.SCALE;

  private Rating() {}

  /**
   * A charge for each rate of the card, sorted by dimension. One without usage has its commitment and minimum, and so has one
   * whose dimension is no usage type's (any more).
   *
   * @param period for an estimate, one that has begun: its commitments are owed from its first hour
   * @param elapsedHours hours of the period that count, see {@link Period#elapsed}; all of them for a closed or projected period
   */
  public static List<Charge> rate(RateCard card, Catalogue catalogue, Period period, int elapsedHours, PeriodUsage usage) {
    var meter = new Meter(card, catalogue, period, elapsedHours, usage);
    var metered = new ArrayList<Charge>();
    for (var rate : card.rates()) {
      if (!(rate.onDemand() instanceof Price.PercentOfBill)) {
        metered.add(metered(rate, meter.read(rate), period));
      }
    }
    var charges = new ArrayList<>(metered);
    for (var rate : card.rates()) {
      if (rate.onDemand() instanceof Price.PercentOfBill(var percent)) {
        charges.add(percentOfBill(rate, percent, metered, period));
      }
    }
    charges.sort(Comparator.comparing(Charge::dimension));
    return List.copyOf(charges);
  }

  private static Charge metered(Rate rate, Reading reading, Period period) {
    var onDemand = amount(OnDemand.cost(rate.onDemand(), reading.priced(reading.onDemand())), period);
    var fee = rate.committed().map(bought -> Fraction.of(bought.quantity().multiply(bought.price()))).orElse(Fraction.ZERO);
    var whole = reading.priced(reading.usage());
    var list = rate.list().map(whole::times).orElseGet(() -> OnDemand.cost(rate.onDemand(), whole));
    return new Charge(rate.dimension(), usage(reading.usage(), rate, period), usage(reading.included(), rate, period),
        usage(reading.onDemand(), rate, period), atLeastMinimum(rate, amount(fee, period), onDemand, period), onDemand,
        amount(list, period));
  }

  /**
   * A percentage of amounts that are rounded already, so that anybody can reckon it from the bill. It is the total that is rounded
   * beside the on-demand part: of two parts, one could fall further by its rounding than the other rose.
   */
  private static Charge percentOfBill(Rate rate, BigDecimal percent, List<Charge> metered, Period period) {
    var onDemand = share(percent, metered, Charge::onDemand);
    var committed = atLeastMinimum(rate, share(percent, metered, Charge::total).subtract(onDemand), onDemand, period);
    var none = BigDecimal.ZERO.setScale(USAGE_SCALE);
    return new Charge(rate.dimension(), none, none, none, committed, onDemand, share(percent, metered, Charge::list));
  }

  private static BigDecimal share(BigDecimal percent, List<Charge> charges, Function<Charge, BigDecimal> part) {
    var sum = charges.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
    return Fraction.of(sum.multiply(percent).movePointLeft(2)).rounded(SCALE);
  }

  /** What is missing to the minimum is paid whether it is used or not, as a commitment is. */
  private static BigDecimal atLeastMinimum(Rate rate, BigDecimal committed, BigDecimal onDemand, Period period) {
    return rate.minimum().map(minimum -> committed.max(amount(Fraction.of(minimum), period).subtract(onDemand))).orElse(committed);
  }

  /** Of what a whole month costs, the period's share. */
  private static BigDecimal amount(Fraction ofMonth, Period period) {
    return ofMonth.times(period.hours(), period.monthHours()).rounded(SCALE);
  }

  private static BigDecimal usage(Fraction pricedUnits, Rate rate, Period period) {
    return pricedUnits.times(rate.per()).times(period.hours(), period.monthHours()).rounded(USAGE_SCALE);
  }
}
