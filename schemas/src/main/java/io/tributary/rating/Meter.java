package io.tributary.rating;

import io.tributary.catalog.Catalogue;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;

/**
 * Holds usage against what is included. Everything is said on the scale of a whole month: what is summed is divided by the
 * period's share of the month, a level is as it was measured. Quantities of the card then hold as they stand, in every period.
 * Source: the reference system's pages on allotments and on-demand usage.
 */
final class Meter {
  private final RateCard card;
  private final Catalogue catalogue;
  private final Period period;
  private final int elapsedHours;
  private final PeriodUsage usage;

  Meter(RateCard card, Catalogue catalogue, Period period, int elapsedHours, PeriodUsage usage) {
    this.card = card;
    this.catalogue = catalogue;
    this.period = period;
    this.elapsedHours = elapsedHours;
    this.usage = usage;
  }

  Reading read(Rate rate) {
    var type = catalogue.byDimension(rate.dimension());
    if (type.isEmpty()) {
      return new Reading(Fraction.ZERO, Fraction.of(committed(rate)), Fraction.ZERO, 1);
    }
    return rate.metering() == Metering.HOURLY ? new HourlyMeter(card, catalogue, period, usage).read(rate, type.get())
        : monthly(rate, type.get());
  }

  private Reading monthly(Rate rate, UsageType type) {
    var used = used(rate, type);
    var included = Fraction.of(committed(rate));
    for (var allotment : rate.allotments()) {
      var parent = card.rate(allotment.parent()).map(this::committedOrUsed).orElse(Fraction.ZERO);
      included = included.plus(parent.times(allotment.quantity()));
    }
    return new Reading(used, included, used.minus(included).orZero(), 1);
  }

  private Fraction committedOrUsed(Rate parent) {
    var committed = Fraction.of(committed(parent));
    return catalogue.byDimension(parent.dimension()).map(type -> committed.max(used(parent, type))).orElse(committed);
  }

  /** Priced units of a month like this period. The monthly function is over the period's own hours. */
  private Fraction used(Rate rate, UsageType type) {
    var cell = usage.cell(type);
    var counted = switch (type.monthly()) {
      case SUM -> units(cell, MonthlyFunction.SUM).times(period.monthHours(), period.hours());
      case AVG -> elapsedHours == 0 ? Fraction.ZERO : units(cell, MonthlyFunction.SUM).times(1, elapsedHours);
      case MAX, TOP99P -> units(cell, type.monthly());
    };
    return counted.dividedBy(countingUnits(rate, type));
  }

  private Fraction units(MonthCell cell, MonthlyFunction function) {
    return Fraction.of(Monthly.value(cell, function, elapsedHours, 1));
  }

  static boolean isLevel(UsageType type) {
    return type.monthly() != MonthlyFunction.SUM;
  }

  static BigDecimal committed(Rate rate) {
    return rate.committed().map(Rate.Commitment::quantity).orElse(BigDecimal.ZERO);
  }

  /** Counting units in a priced unit. */
  static BigDecimal countingUnits(Rate rate, UsageType type) {
    return rate.per().multiply(BigDecimal.valueOf(type.measure().unitsPerOne()));
  }
}
