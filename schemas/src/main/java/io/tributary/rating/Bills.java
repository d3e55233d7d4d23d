package io.tributary.rating;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Pricing;
import io.tributary.model.Quantity;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * From an account's cells to what a contract of its costs. Each priced period of the month is rated by itself and the charges
 * are added up; a period that has not begun costs nothing yet.
 *
 * @param catalogue which usage type feeds a billing dimension
 */
public record Bills(Contract contract, Optional<Pricing> pricing, Catalogue catalogue) {
  /** Charges of both sides: what is owed, and what the partner charges for it. */
  record Sides(List<Charge> buy, Optional<List<Charge>> sell) {}

  /** What a priced period used. */
  private interface UsageOf {
    PeriodUsage of(Period period);
  }

  /** The month so far: empty when the contract prices none of its hours up to now. */
  public Optional<CostRow> month(int month, Instant now, AccountUsage usage) {
    var whole = new Whole(month, usage);
    return charges(month, until(now), period -> period.hours() == Hours.inMonth(month) ? whole : new Part(whole.hours(), period))
        .map(sides -> row(month, OptionalInt.empty(), sides));
  }

  /** The same with adjustments of closed months; they are charged even where the contract has ended. */
  public Optional<CostRow> month(int month, Instant now, AccountUsage usage, List<Adjustment> adjustments) {
    var row = month(month, now, usage);
    return adjustments.isEmpty() ? row
        : Optional.of(row.orElseGet(() -> row(month, OptionalInt.empty(), new Sides(List.of(), Optional.empty()))).with(adjustments));
  }

  /** What the month had cost at the end of each of these days, the last perhaps not over yet; days without a priced hour are left out. */
  public List<CostRow> days(int month, int fromDay, int toDay, Instant now, AccountUsage usage, List<Adjustment> adjustments) {
    int first = Hours.firstOfMonth(month);
    var running = new Running(usage.hours(first, first + toDay * 24));
    var rows = new ArrayList<CostRow>();
    for (int day = fromDay; day <= toDay; day++) {
      int end = first + day * 24;
      int at = day;
      charges(month, Math.min(end, until(now)), period -> running.at(period, end))
          .ifPresent(sides -> rows.add(row(month, OptionalInt.of(at), sides).with(adjustments)));
    }
    return rows;
  }

  /** First hour that has not begun. */
  private static int until(Instant now) {
    return Hours.of(now) + 1;
  }

  private Optional<Sides> charges(int month, int until, UsageOf usage) {
    // Each side by its own periods: what a partner publishes must not cut what it pays.
    var buy = charges(Periods.of(contract, Optional.empty(), month), period -> Optional.of(period.buy()), until, usage);
    var sell = pricing.flatMap(prices -> charges(Periods.of(contract, Optional.of(prices), month), PricedPeriod::sell, until, usage));
    return buy.map(charges -> new Sides(charges, sell));
  }

  private Optional<List<Charge>> charges(List<PricedPeriod> periods, Function<PricedPeriod, Optional<RateCard>> card, int until,
      UsageOf usage) {
    var charges = new ArrayList<List<Charge>>();
    for (var priced : periods) {
      var period = priced.period();
      if (period.fromHour() < until) {
        int elapsed = Math.min(until, period.toHour()) - period.fromHour();
        card.apply(priced).ifPresent(rates -> charges.add(Rating.rate(rates, catalogue, period, elapsed, usage.of(period))));
      }
    }
    return charges.isEmpty() ? Optional.empty() : Optional.of(Charges.merge(charges));
  }

  private CostRow row(int month, OptionalInt day, Sides sides) {
    return new CostRow(contract.account(), contract.id(), contract.partner(), contract.currency(), month, day, sides.buy(), sides.sell(),
        List.of(), Optional.empty(), Optional.empty());
  }

  /** A month that is priced as one: its cells are there already; its hours are read only if something is metered by the hour. */
  private static final class Whole implements PeriodUsage {
    private final int month;
    private final AccountUsage usage;
    private final Map<Integer, MonthCell> cells;
    private SortedMap<Integer, Map<Integer, Quantity>> hours;

    private Whole(int month, AccountUsage usage) {
      this.month = month;
      this.usage = usage;
      this.cells = usage.month(month);
    }

    private SortedMap<Integer, Map<Integer, Quantity>> hours() {
      if (hours == null) {
        hours = usage.hours(Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1));
      }
      return hours;
    }

    @Override
    public MonthCell cell(UsageType type) {
      return cells.getOrDefault(type.id(), MonthCell.EMPTY);
    }

    @Override
    public SortedMap<Integer, Quantity> hours(UsageType type) {
      return AccountUsage.ofType(hours(), type);
    }
  }

  /** Some of a month's hours. */
  private record Part(SortedMap<Integer, Map<Integer, Quantity>> all, Period period) implements PeriodUsage {
    @Override
    public MonthCell cell(UsageType type) {
      var values = new ArrayList<MonthCell.HourValue>();
      hours(type).forEach((hour, units) -> values.add(new MonthCell.HourValue(hour, units)));
      return MonthCell.of(values);
    }

    @Override
    public SortedMap<Integer, Quantity> hours(UsageType type) {
      return AccountUsage.ofType(all.subMap(period.fromHour(), period.toHour()), type);
    }
  }

  /** Adds up a month hour by hour, for each period by itself, and stops at the end of each day. Ask for ends in ascending order. */
  private static final class Running {
    private final SortedMap<Integer, Map<Integer, Quantity>> hours;
    private final Map<Period, Sum> sums = new HashMap<>();

    private static final class Sum {
      private final Map<Integer, MonthCell> cells = new TreeMap<>();
      private int through;
    }

    private Running(SortedMap<Integer, Map<Integer, Quantity>> hours) {
      this.hours = hours;
    }

    private PeriodUsage at(Period period, int end) {
      int to = Math.min(period.toHour(), end);
      var sum = sums.computeIfAbsent(period, any -> new Sum());
      int from = Math.max(period.fromHour(), sum.through);
      if (from < to) {
        hours.subMap(from, to).forEach((hour, units) -> units.forEach((type, value) ->
            sum.cells.merge(type, cell(hour, value), (was, one) -> was.changed(hour, Quantity.ZERO, value).orElseThrow())));
        sum.through = to;
      }
      return new Until(sum.cells, hours.subMap(period.fromHour(), Math.max(period.fromHour(), to)));
    }

    private static MonthCell cell(int hour, Quantity value) {
      return MonthCell.EMPTY.changed(hour, Quantity.ZERO, value).orElseThrow();
    }
  }

  private record Until(Map<Integer, MonthCell> cells, SortedMap<Integer, Map<Integer, Quantity>> hours) implements PeriodUsage {
    @Override
    public MonthCell cell(UsageType type) {
      return cells.getOrDefault(type.id(), MonthCell.EMPTY);
    }

    @Override
    public SortedMap<Integer, Quantity> hours(UsageType type) {
      return AccountUsage.ofType(hours, type);
    }
  }
}
