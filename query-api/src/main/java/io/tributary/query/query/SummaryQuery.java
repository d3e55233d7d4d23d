package io.tributary.query.query;

import io.tributary.model.Hours;
import java.time.Instant;

/**
 * What the usage summary is asked for.
 *
 * @param from first month
 * @param to first month after; no month is asked for that has not begun
 * @param orgDetails whether each org is listed
 * @param connected whether a partner's customers are included
 */
public record SummaryQuery(int from, int to, boolean orgDetails, boolean connected) {
  private static final String START = "start_month";
  private static final String END = "end_month";

  /** @throws InvalidQuery with every problem */
  public static SummaryQuery of(Parameters parameters, Instant now) {
    parameters.require(START);
    var start = parameters.month(START);
    var end = parameters.month(END);
    int current = Hours.monthOf(now);
    int from = start.orElse(current);
    int last = end.orElse(from);
    if (from > current) {
      parameters.problem("Start month cannot be in the future");
    }
    int farthest = current - Hours.HOUR_RETENTION_MONTHS;
    if (from < farthest) {
      parameters.problem("month cannot go beyond " + Hours.HOUR_RETENTION_MONTHS + " months in the past; the farthest you can go: "
          + Hours.yearMonth(farthest));
    }
    if (start.isPresent() && from > last) {
      parameters.problem("start_month [" + Hours.yearMonth(from) + "] must not be after end_month [" + Hours.yearMonth(last) + "]");
    }
    boolean orgDetails = parameters.flag("include_org_details");
    boolean connected = parameters.flag("include_connected_accounts");
    parameters.check();
    return new SummaryQuery(from, Math.min(last, current) + 1, orgDetails, connected);
  }
}
