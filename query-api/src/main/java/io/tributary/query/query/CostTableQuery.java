package io.tributary.query.query;

import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Hours;
import io.tributary.query.query.OrgCostQuery.View;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a table of cost is asked for.
 *
 * @param side from which a partner looks; empty for others, who have one only
 * @param columns that tell rows apart; without a time the whole span is added up
 * @param grain of the span; {@code DAY} for estimates only
 * @param cumulative whether a day's row is the month up to it, not the day by itself
 * @param from first month; or first day since 1970
 * @param to first after
 */
public record CostTableQuery(Kind kind, Optional<Side> side, Set<Column> columns, Grain grain, boolean cumulative, int from, int to,
    Filters filters) {
  private static final String START = "start";
  private static final String END = "end";
  private static final String INTERVAL = "interval";
  private static final String SIDE = "side";
  private static final int DAY = 24;

  /** Which cost. */
  public enum Kind { ESTIMATED, PROJECTED, HISTORICAL }

  /** A partner's view of it. */
  public enum Side {
    BUY,
    SELL,
    /** What is sold less what is bought, of accounts with sell prices. */
    MARGIN
  }

  /** What rows may be told apart by. */
  public enum Column { ACCOUNT, ORG, REGION, PRODUCT, CHARGE_TYPE, TIME }

  /**
   * What is taken; empty sets take all.
   *
   * @param products billing dimensions, or product families
   */
  public record Filters(Set<String> accounts, Set<String> orgs, Set<String> regions, Set<String> products, Set<String> chargeTypes) {}

  /**
   * Reads and checks the parameters.
   *
   * @param partner whether a partner asks
   * @throws InvalidQuery with every problem
   */
  public static CostTableQuery of(Parameters parameters, boolean partner, Instant now) {
    var kind = parameters.oneOf("kind", Kind.values(), Kind.ESTIMATED);
    var side = parameters.oneOf(SIDE, Side.values(), Side.BUY);
    if (!partner && parameters.text(SIDE).isPresent()) {
      parameters.problem("Only partners can choose a side");
    }
    var columns = EnumSet.noneOf(Column.class);
    var interval = parameters.text(INTERVAL);
    for (var name : parameters.list("group_by")) {
      switch (name) {
        case "account" -> columns.add(Column.ACCOUNT);
        case "org" -> columns.add(Column.ORG);
        case "region" -> columns.add(Column.REGION);
        case "product" -> columns.add(Column.PRODUCT);
        case "charge_type" -> columns.add(Column.CHARGE_TYPE);
        case "day", "month" -> interval = parameters.same(INTERVAL, interval, name);
        default -> parameters.invalid("group_by", name, "(account|org|region|product|charge_type|day|month), several with commas");
      }
    }
    interval.ifPresent(any -> columns.add(Column.TIME));
    var grain = interval.map(name -> grain(parameters, name, kind)).orElse(Grain.MONTH);
    boolean cumulative = parameters.flag("cumulative");
    var filters = new Filters(parameters.filter("account"), parameters.filter("org"), parameters.filter("region"),
        parameters.filter("product"), parameters.filter("charge_type"));
    filters.chargeTypes().stream().filter(type -> !List.of("committed", "on_demand").contains(type))
        .forEach(type -> parameters.invalid("filter[charge_type]", type, "(committed|on_demand)"));
    var span = span(parameters, kind, grain, now);
    parameters.check();
    return new CostTableQuery(kind, partner ? Optional.of(side) : Optional.empty(), columns, grain, cumulative, span.from(), span.to(),
        filters);
  }

  private static Grain grain(Parameters parameters, String name, Kind kind) {
    if (name.equals("day") && kind != Kind.ESTIMATED) {
      parameters.problem("Only the estimated cost has days");
    } else if (!name.equals("day") && !name.equals("month")) {
      parameters.invalid(INTERVAL, name, "(day|month)");
    }
    return name.equals("day") ? Grain.DAY : Grain.MONTH;
  }

  private record Span(int from, int to) {}

  private static Span span(Parameters parameters, Kind kind, Grain grain, Instant now) {
    int current = Hours.monthOf(now);
    if (kind == Kind.PROJECTED) {
      return new Span(current, current + 1);
    }
    var start = parameters.hour(START);
    var end = parameters.hour(END);
    int first = start.orElse(Hours.firstOfMonth(kind == Kind.HISTORICAL ? current - 1 : current));
    int back = kind == Kind.HISTORICAL ? Hours.HOUR_RETENTION_MONTHS : 2;
    if (first > Hours.of(now)) {
      parameters.problem("start cannot be in the future");
    }
    MonthSpan.notBefore(parameters, Hours.month(first), current - back, back);
    int last = Math.min(end.orElse(grain == Grain.DAY && start.isEmpty() ? Hours.of(now) : first), Hours.of(now));
    if (last < first) {
      parameters.problem("start must not be after end");
    }
    return grain == Grain.DAY ? new Span(Math.floorDiv(first, DAY), Math.floorDiv(last, DAY) + 1)
        : new Span(Hours.month(first), Hours.month(last) + 1);
  }

  /** Whether rows are parts of accounts. */
  boolean isBelowAccounts() {
    return columns.contains(Column.ORG) || columns.contains(Column.REGION) || !filters.orgs().isEmpty() || !filters.regions().isEmpty();
  }

  /** Whether a partner's own total answers it. */
  boolean isOfWholePartner() {
    return kind != Kind.HISTORICAL && grain == Grain.MONTH && side.filter(one -> one != Side.MARGIN).isPresent() && !isBelowAccounts()
        && !columns.contains(Column.ACCOUNT) && filters.accounts().isEmpty();
  }

  /** The rows it is made of. Days by themselves are differences, so they need the month from its first day on. */
  OrgCostQuery rows() {
    int begin = grain == Grain.DAY && !cumulative ? Math.floorDiv(Hours.firstOfMonth(Hours.month(from * DAY)), DAY) : from;
    return new OrgCostQuery(isBelowAccounts() ? View.SUB_ORG : View.SUMMARY, grain, begin, to, true);
  }

  public int fromMonth() {
    return rows().fromMonth();
  }

  public int toMonth() {
    return rows().toMonth();
  }

  /** As parameters and answers name it. */
  public static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
