package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Hours;
import io.tributary.model.UsageType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a table of usage is asked for. Rows are always told apart by usage type, because units cannot be added, and by time.
 *
 * @param rollup whether an org's row is of all below it too, so that rows overlap
 * @param from first hour
 * @param to first hour after; the span begins and ends with an interval, and nothing is asked for that has not begun
 */
public record UsageTableQuery(Set<Column> columns, boolean rollup, Interval interval, int from, int to, Filters filters) {
  private static final String START = "start";
  private static final String END = "end";
  private static final int DAY = 24;

  /** What rows may be told apart by besides. */
  public enum Column { ACCOUNT, ORG, REGION }

  /** The time that a value is of. */
  public enum Interval { HOUR, DAY, MONTH }

  /**
   * What is taken; empty sets take all.
   *
   * @param products product families, or billing dimensions
   * @param types usage types, by name or as {@code family:name}
   */
  public record Filters(Set<String> accounts, Set<String> orgs, Set<String> regions, Set<String> products, Set<String> types) {
    boolean takes(UsageType type) {
      return (products.isEmpty() || products.contains(type.family()) || type.billingDimension().filter(products::contains).isPresent())
          && (types.isEmpty() || types.contains(type.name()) || types.contains(type.key().toString()));
    }
  }

  /** @throws InvalidQuery with every problem */
  public static UsageTableQuery of(Parameters parameters, Catalogue catalogue, Instant now) {
    var columns = EnumSet.noneOf(Column.class);
    var named = parameters.text("interval");
    for (var name : parameters.list("group_by")) {
      switch (name) {
        case "account" -> columns.add(Column.ACCOUNT);
        case "org" -> columns.add(Column.ORG);
        case "region" -> columns.add(Column.REGION);
        // Rows are of one usage type each, and so of one product.
        case "product", "usage_type" -> { }
        case "hour", "day", "month" -> named = parameters.same("interval", named, name);
        default -> parameters.invalid("group_by", name, "(account|org|region|product|usage_type|hour|day|month), several with commas");
      }
    }
    var interval = named.isPresent() && parameters.text("interval").isEmpty() ? Interval.valueOf(named.get().toUpperCase(Locale.ROOT))
        : parameters.oneOf("interval", Interval.values(), Interval.MONTH);
    var filters = new Filters(parameters.filter("account"), parameters.filter("org"), parameters.filter("region"),
        parameters.filter("product"), parameters.filter("usage_type"));
    if (catalogue.types().stream().noneMatch(filters::takes)) {
      parameters.problem("No usage type passes filter[product] and filter[usage_type]");
    }
    boolean rollup = parameters.flag("rollup");
    if (rollup && !columns.equals(EnumSet.of(Column.ORG))) {
      parameters.problem("rollup is there with group_by=org, and nothing else");
    }
    int ahead = Hours.of(now) + 1;
    var start = parameters.hour(START);
    var end = parameters.hour(END);
    int from = floor(start.orElse(interval == Interval.HOUR ? ahead - DAY : Hours.of(now)), interval);
    int to = end.isPresent() ? after(end.getAsInt(), interval) : start.isEmpty() ? ahead : after(from, interval);
    if (from >= ahead) {
      parameters.problem("start cannot be in the future");
    } else if (from >= to) {
      parameters.problem("start must not be after end");
    }
    MonthSpan.notBefore(parameters, Hours.month(from), Hours.monthOf(now) - Hours.HOUR_RETENTION_MONTHS, Hours.HOUR_RETENTION_MONTHS);
    parameters.check();
    return new UsageTableQuery(columns, rollup, interval, from, Math.min(to, ahead), filters);
  }

  /** The first hour of the interval that an hour lies in. */
  static int floor(int hour, Interval interval) {
    return switch (interval) {
      case HOUR -> hour;
      case DAY -> Math.floorDiv(hour, DAY) * DAY;
      case MONTH -> Hours.firstOfMonth(Hours.month(hour));
    };
  }

  private static int after(int hour, Interval interval) {
    return switch (interval) {
      case HOUR -> hour + 1;
      case DAY -> floor(hour, interval) + DAY;
      case MONTH -> Hours.firstOfMonth(Hours.month(hour) + 1);
    };
  }
}
