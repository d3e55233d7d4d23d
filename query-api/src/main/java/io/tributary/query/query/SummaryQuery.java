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
  /** @throws InvalidQuery with every problem */
  public static SummaryQuery of(Parameters parameters, Instant now) {
    parameters.require(MonthSpan.START);
    var months = MonthSpan.read(parameters, Hours.HOUR_RETENTION_MONTHS, now);
    boolean orgDetails = parameters.flag("include_org_details");
    boolean connected = parameters.flag(Parameters.CONNECTED);
    parameters.check();
    return new SummaryQuery(months.from(), months.to(), orgDetails, connected);
  }
}
