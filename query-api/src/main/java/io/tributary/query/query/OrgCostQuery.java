package io.tributary.query.query;

import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Hours;
import java.time.Instant;

/**
 * What one of the cost endpoints is asked for.
 *
 * @param grain of what the rows are
 * @param from first month; or first day since 1970
 * @param to first after; nothing is asked for that has not begun
 * @param connected whether a partner asks for its customers
 */
public record OrgCostQuery(View view, Grain grain, int from, int to, boolean connected) {
  private static final String START_DATE = "start_date";
  private static final String END_DATE = "end_date";
  private static final String AGGREGATION = "cost_aggregation";
  private static final String CUMULATIVE = "cumulative";
  /** How many months before the current one an estimate may be asked for; the one before it is the oldest that has any. */
  private static final int ESTIMATED_BACK = 2;
  private static final int DAY = 24;

  /** Of whom the rows are. */
  public enum View {
    /** Of each account, under its parent org. */
    SUMMARY("summary"),
    /** Of each org: its share of the account's. */
    SUB_ORG("sub-org");

    private final String label;

    View(String label) {
      this.label = label;
    }

    /** As the parameter and the rows' ids name it. */
    public String label() {
      return label;
    }

    private static View read(Parameters parameters) {
      var text = parameters.text("view").orElse(SUMMARY.label);
      for (var view : values()) {
        if (view.label.equals(text)) {
          return view;
        }
      }
      parameters.invalid("view", text, "(" + SUMMARY.label + "|" + SUB_ORG.label + ")");
      return SUMMARY;
    }
  }

  /**
   * Months, or days with the month's cost up to them; the current month where neither is named.
   *
   * @throws InvalidQuery with every problem
   */
  public static OrgCostQuery estimated(Parameters parameters, Instant now) {
    var view = View.read(parameters);
    boolean connected = parameters.flag(Parameters.CONNECTED);
    parameters.text(AGGREGATION).filter(text -> !text.equals(CUMULATIVE))
        .ifPresent(text -> parameters.invalid(AGGREGATION, text, "(" + CUMULATIVE + ")"));
    boolean byMonth = parameters.text(MonthSpan.START).isPresent() || parameters.text(MonthSpan.END).isPresent();
    boolean byDay = parameters.text(START_DATE).isPresent() || parameters.text(END_DATE).isPresent();
    if (byMonth && byDay) {
      parameters.problem("Only one of start_month and start_date may be given");
    }
    var query = byDay ? days(parameters, view, connected, now) : months(parameters, byMonth, view, connected, now);
    parameters.check();
    return query;
  }

  private static OrgCostQuery months(Parameters parameters, boolean named, View view, boolean connected, Instant now) {
    if (named) {
      parameters.require(MonthSpan.START);
    }
    var months = MonthSpan.read(parameters, ESTIMATED_BACK, now);
    return new OrgCostQuery(view, Grain.MONTH, months.from(), months.to(), connected);
  }

  private static OrgCostQuery days(Parameters parameters, View view, boolean connected, Instant now) {
    parameters.require(START_DATE);
    var start = parameters.hour(START_DATE);
    var end = parameters.hour(END_DATE);
    int today = Math.floorDiv(Hours.of(now), DAY);
    int from = start.isPresent() ? Math.floorDiv(start.getAsInt(), DAY) : today;
    int last = end.isPresent() ? Math.floorDiv(end.getAsInt(), DAY) : from;
    if (from > today) {
      parameters.problem("Start date cannot be in the future");
    }
    MonthSpan.notBefore(parameters, Hours.month(from * DAY), Hours.monthOf(now) - ESTIMATED_BACK, ESTIMATED_BACK);
    if (start.isPresent() && from > last) {
      parameters.problem("start_date [" + Timestamps.shortDay(from) + "] must not be after end_date [" + Timestamps.shortDay(last) + "]");
    }
    return new OrgCostQuery(view, Grain.DAY, from, Math.min(last, today) + 1, connected);
  }

  /**
   * Closed months.
   *
   * @throws InvalidQuery with every problem
   */
  public static OrgCostQuery historical(Parameters parameters, Instant now) {
    var view = View.read(parameters);
    boolean connected = parameters.flag(Parameters.CONNECTED);
    return historical(parameters, view, connected, now);
  }

  /**
   * The older form of {@link #historical}: one row for each org.
   *
   * @throws InvalidQuery with every problem
   */
  public static OrgCostQuery byOrg(Parameters parameters, Instant now) {
    return historical(parameters, View.SUB_ORG, false, now);
  }

  private static OrgCostQuery historical(Parameters parameters, View view, boolean connected, Instant now) {
    parameters.require(MonthSpan.START);
    var months = MonthSpan.read(parameters, Hours.HOUR_RETENTION_MONTHS, now);
    parameters.check();
    return new OrgCostQuery(view, Grain.MONTH, months.from(), months.to(), connected);
  }

  /**
   * The current month.
   *
   * @throws InvalidQuery with every problem
   */
  public static OrgCostQuery projected(Parameters parameters, Instant now) {
    var view = View.read(parameters);
    boolean connected = parameters.flag(Parameters.CONNECTED);
    parameters.check();
    int current = Hours.monthOf(now);
    return new OrgCostQuery(view, Grain.MONTH, current, current + 1, connected);
  }

  /** The month of the first row. */
  public int fromMonth() {
    return grain == Grain.MONTH ? from : Hours.month(from * DAY);
  }

  /** The first month after the last row's. */
  public int toMonth() {
    return grain == Grain.MONTH ? to : Hours.month((to - 1) * DAY) + 1;
  }
}
