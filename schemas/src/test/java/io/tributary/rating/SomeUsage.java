package io.tributary.rating;

import io.tributary.catalog.Catalogue;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counting units by dimension and hour. */
final class SomeUsage implements PeriodUsage {
  static final Catalogue CATALOGUE = Catalogue.builtIn();

  private final Map<String, SortedMap<Integer, Quantity>> hours = new TreeMap<>();

  SomeUsage at(String dimension, int hour, long units) {
    hours.computeIfAbsent(dimension, name -> new TreeMap<>()).merge(hour, Quantity.ofUnits(units), Quantity::plus);
    return this;
  }

  /** The same in every hour. */
  SomeUsage each(String dimension, Period period, long units) {
    for (int hour = period.fromHour(); hour < period.toHour(); hour++) {
      at(dimension, hour, units);
    }
    return this;
  }

  @Override
  public MonthCell cell(UsageType type) {
    return MonthCell.of(hours(type).entrySet().stream().map(hour -> new HourValue(hour.getKey(), hour.getValue())).toList());
  }

  @Override
  public SortedMap<Integer, Quantity> hours(UsageType type) {
    return Collections.unmodifiableSortedMap(hours.getOrDefault(type.billingDimension().orElseThrow(), new TreeMap<>()));
  }

  /** The charges of a period that has passed, by dimension. */
  Map<String, Charge> rate(RateCard card, Period period) {
    return rate(card, period, period.hours());
  }

  Map<String, Charge> rate(RateCard card, Period period, int elapsedHours) {
    return Rating.rate(card, CATALOGUE, period, elapsedHours, this).stream()
        .collect(Collectors.toMap(Charge::dimension, Function.identity(), (a, b) -> a, TreeMap::new));
  }
}
