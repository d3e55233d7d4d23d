package io.tributary.rating;

import io.tributary.catalog.Catalogue;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Allotment;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Compares in every hour and adds up what went beyond. A level's commitment holds in each hour; a sum's is taken off once, at
 * the end. A quantity a month of something summed is a 730th of it an hour, in months of every length.
 *
 * <p>The hours are added over one common denominator, so that nothing is divided in the loop.
 */
final class HourlyMeter {
  private static final BigDecimal HOURS_OF_A_MONTH = BigDecimal.valueOf(730);

  private final RateCard card;
  private final Catalogue catalogue;
  private final Period period;
  private final PeriodUsage usage;

  HourlyMeter(RateCard card, Catalogue catalogue, Period period, PeriodUsage usage) {
    this.card = card;
    this.catalogue = catalogue;
    this.period = period;
    this.usage = usage;
  }

  /**
   * What brings an allotment along, hour by hour: {@code at(hour) / under} priced units on the scale of a month.
   *
   * @param scale 730 for what is summed, 1 for a level
   * @param committed the commitment, times {@code under}
   */
  private record Parent(BigDecimal quantity, SortedMap<Integer, Quantity> hours, BigDecimal scale, BigDecimal committed, BigDecimal under) {
    BigDecimal at(int hour) {
      var used = hours.get(hour);
      return used == null ? committed : committed.max(used.toShortDecimal().multiply(scale));
    }
  }

  Reading read(Rate rate, UsageType type) {
    boolean level = Meter.isLevel(type);
    var parents = rate.allotments().stream().map(this::parent).toList();
    var unit = Meter.countingUnits(rate, type);
    var forUsage = parents.stream().map(Parent::under).reduce(scale(type), BigDecimal::multiply);
    var under = unit.multiply(forUsage);
    var committed = level ? Meter.committed(rate).multiply(under) : BigDecimal.ZERO;
    var forParents = forParents(parents, unit);
    var used = BigDecimal.ZERO;
    var beyond = BigDecimal.ZERO;
    for (var hour : usage.hours(type).entrySet()) {
      var units = hour.getValue().toShortDecimal();
      used = used.add(units);
      var excess = units.multiply(forUsage).subtract(committed);
      for (int i = 0; i < parents.size(); i++) {
        excess = excess.subtract(parents.get(i).at(hour.getKey()).multiply(forParents.get(i)));
      }
      beyond = beyond.add(excess.max(BigDecimal.ZERO));
    }
    var all = ofMonth(new Fraction(used, unit), level);
    var onDemand = ofMonth(new Fraction(beyond, under), level);
    if (!level) {
      onDemand = onDemand.minus(Fraction.of(Meter.committed(rate))).orZero();
    }
    boolean byTheHour = level && type.monthly() != MonthlyFunction.AVG;
    return new Reading(all, all.minus(onDemand), onDemand, byTheHour ? period.monthHours() : 1);
  }

  /** Of a level, unit-months; of a sum, as much as a whole month like this period would have. */
  private Fraction ofMonth(Fraction hours, boolean level) {
    return level ? hours.times(1, period.hours()) : hours.times(period.monthHours(), period.hours());
  }

  private Parent parent(Allotment allotment) {
    var rate = card.rate(allotment.parent());
    var committed = rate.map(Meter::committed).orElse(BigDecimal.ZERO);
    var type = catalogue.byDimension(allotment.parent());
    if (rate.isEmpty() || type.isEmpty()) {
      return new Parent(allotment.quantity(), Collections.emptySortedMap(), BigDecimal.ONE, committed, BigDecimal.ONE);
    }
    var unit = Meter.countingUnits(rate.get(), type.get());
    return new Parent(allotment.quantity(), usage.hours(type.get()), scale(type.get()), committed.multiply(unit), unit);
  }

  /** For each parent what its {@link Parent#at} is multiplied by to stand over the common denominator, its quantity included. */
  private static List<BigDecimal> forParents(List<Parent> parents, BigDecimal unit) {
    return parents.stream().map(parent -> parents.stream().filter(other -> other != parent).map(Parent::under)
        .reduce(parent.quantity().multiply(unit), BigDecimal::multiply)).toList();
  }

  private static BigDecimal scale(UsageType type) {
    return Meter.isLevel(type) ? BigDecimal.ONE : HOURS_OF_A_MONTH;
  }
}
