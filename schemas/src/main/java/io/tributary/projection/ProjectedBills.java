package io.tributary.projection;

import io.tributary.forecast.Forecast;
import io.tributary.forecast.Forecast.End;
import io.tributary.forecast.Forecast.Expected;
import io.tributary.forecast.MonthEnd;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import io.tributary.rating.AccountUsage;
import io.tributary.rating.Bills;
import io.tributary.rating.Charge;
import io.tributary.rating.Charges;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.Period;
import io.tributary.rating.PeriodUsage;
import io.tributary.rating.Periods;
import io.tributary.rating.PricedPeriod;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Rating;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the running month will have cost at its end: the hours that have come and those that are foretold go through the same rate
 * cards, tiers, commitments and allotments as a finished month. The band of a charge comes of rating the band of its usage; the
 * usage of all dimensions is taken to be low, or high, together. A usage type that has had no usage is taken to stay at zero; one
 * too young to be foretold stays at what it has, and its charge has no band.
 */
public final class ProjectedBills {
  private final Bills bills;
  private final int month;
  private final AccountUsage usage;
  private final Map<Integer, MonthCell> cells;
  private final Map<Integer, Expected> expected = new HashMap<>();
  private final Map<Integer, MonthEnd> ends = new HashMap<>();
  private final Map<TypeEnd, SortedMap<Integer, Quantity>> endsByHour = new HashMap<>();
  private SortedMap<Integer, Map<Integer, Quantity>> hours;

  private record TypeEnd(int type, End way) {}

  /**
   * @param usage the month so far
   * @param forecasts of the account's usage types that have had usage, by id
   */
  public ProjectedBills(Bills bills, int month, AccountUsage usage, Map<Integer, Forecast> forecasts) {
    this.bills = bills;
    this.month = month;
    this.usage = usage;
    this.cells = usage.month(month);
    forecasts.forEach((type, forecast) -> {
      if (forecast instanceof Expected known) {
        expected.put(type, known);
      }
    });
    int end = Hours.firstOfMonth(month + 1);
    var unlearned = usage.hours(expected.values().stream().mapToInt(Expected::from).min().orElse(end), end);
    expected.forEach((id, known) -> bills.catalogue().byId(id).ifPresent(type ->
        ends.put(id, new MonthEnd(cell(id), AccountUsage.ofType(unlearned.tailMap(known.from()), type), known, type.scale()))));
  }

  /** Empty when the contract prices nothing of the month, or nothing that it prices can be foretold. */
  public Optional<ProjectedCost> cost() {
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    var buy = side(Periods.of(bills.contract(), Optional.empty(), month), period -> Optional.of(period.buy()));
    var sell = bills.pricing().flatMap(prices ->
        side(Periods.of(bills.contract(), Optional.of(prices), month), PricedPeriod::sell));
    return buy.map(charges -> new ProjectedCost(charges, sell, 0));
  }

  private Optional<List<ProjectedCharge>> side(List<PricedPeriod> periods, Function<PricedPeriod, Optional<RateCard>> card) {
    var ways = new HashMap<End, Map<String, Charge>>();
    for (var way : End.values()) {
      var parts = new ArrayList<List<Charge>>();
      for (var priced : periods) {
        card.apply(priced).ifPresent(rates -> parts.add(Rating.rate(rates, bills.catalogue(), priced.period(), priced.period().hours(),
            usage(priced.period(), way))));
      }
      var byDimension = new TreeMap<String, Charge>();
      Charges.merge(parts).forEach(charge -> byDimension.put(charge.dimension(), charge));
      ways.put(way, byDimension);
    }
    if (ways.get(End.EXPECTED).isEmpty()) {
      return Optional.empty();
    }
    boolean allKnown = ways.get(End.EXPECTED).keySet().stream().allMatch(this::isBanded);
    return Optional.of(ways.get(End.EXPECTED).values().stream().map(charge -> new ProjectedCharge(charge,
        isMetered(charge.dimension()) ? band(charge, ways, isBanded(charge.dimension())) : band(charge, ways, allKnown))).toList());
  }

  private boolean isMetered(String dimension) {
    return bills.catalogue().byDimension(dimension).isPresent();
  }

  /** Whether it is known how far the dimension's usage may be off: foretold with bands, or never used. */
  private boolean isBanded(String dimension) {
    return bills.catalogue().byDimension(dimension).map(type -> expected.containsKey(type.id())
        ? expected.get(type.id()).whyNoBands().isEmpty() : cell(type.id()).equals(MonthCell.EMPTY)).orElse(true);
  }

  private static Optional<Band> band(Charge charge, Map<End, Map<String, Charge>> ways, boolean known) {
    return known ? Optional.of(new Band(below(charge, ways, End.LO80, End.HI80), above(charge, ways, End.LO80, End.HI80),
        below(charge, ways, End.LO95, End.HI95), above(charge, ways, End.LO95, End.HI95))) : Optional.empty();
  }

  // More usage may cost less, by a volume tier or by what a parent brings along: either end may be the lower.
  private static BigDecimal below(Charge charge, Map<End, Map<String, Charge>> ways, End low, End high) {
    var least = total(charge, ways, low).min(total(charge, ways, high));
    return charge.total().subtract(least).max(BigDecimal.ZERO);
  }

  private static BigDecimal above(Charge charge, Map<End, Map<String, Charge>> ways, End low, End high) {
    var most = total(charge, ways, low).max(total(charge, ways, high));
    return most.subtract(charge.total()).max(BigDecimal.ZERO);
  }

  private static BigDecimal total(Charge charge, Map<End, Map<String, Charge>> ways, End way) {
    return ways.get(way).get(charge.dimension()).total();
  }

  /** A type that is not foretold, or without bands, goes on as expected in every way: its charge has no band. */
  private End known(int type, End way) {
    return !expected.containsKey(type) || expected.get(type).whyNoBands().isPresent() ? End.EXPECTED : way;
  }

  private MonthCell cell(int type) {
    return cells.getOrDefault(type, MonthCell.EMPTY);
  }

  private PeriodUsage usage(Period period, End way) {
    boolean whole = period.hours() == period.monthHours();
    return new PeriodUsage() {
      @Override
      public MonthCell cell(UsageType type) {
        var end = ends.get(type.id());
        if (whole) {
          return end == null ? ProjectedBills.this.cell(type.id()) : end.cell(known(type.id(), way));
        }
        var values = new ArrayList<MonthCell.HourValue>();
        hours(type).forEach((hour, units) -> values.add(new MonthCell.HourValue(hour, units)));
        return MonthCell.of(values);
      }

      @Override
      public SortedMap<Integer, Quantity> hours(UsageType type) {
        var all = byHour(type, known(type.id(), way));
        return whole ? all : all.subMap(period.fromHour(), period.toHour());
      }
    };
  }

  /** The month's hours at its end. Both sides ask for them, and so does what a type brings along. */
  private SortedMap<Integer, Quantity> byHour(UsageType type, End way) {
    return endsByHour.computeIfAbsent(new TypeEnd(type.id(), way), any -> {
      var all = new TreeMap<>(AccountUsage.ofType(monthHours(), type));
      var end = ends.get(type.id());
      if (end != null) {
        var known = expected.get(type.id());
        for (int hour = known.from(); hour < known.from() + known.hours(); hour++) {
          all.put(hour, end.hour(hour, way));
        }
      }
      return all;
    });
  }

  private SortedMap<Integer, Map<Integer, Quantity>> monthHours() {
    if (hours == null) {
      hours = usage.hours(Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1));
    }
    return hours;
  }
}
