package io.tributary.query.query;

import io.tributary.model.Hours;
import java.time.Instant;

/**
 * What the billable summary is asked for: one month, the current one unless another is named.
 *
 * @param connected whether a partner's customers are included
 */
public record BillableQuery(int month, boolean connected) {
  private static final String MONTH = "month";

  /** @throws InvalidQuery with every problem */
  public static BillableQuery of(Parameters parameters, Instant now) {
    int current = Hours.monthOf(now);
    int month = parameters.month(MONTH).orElse(current);
    if (month > current) {
      parameters.problem("Start month cannot be in the future");
    }
    MonthSpan.notBefore(parameters, month, current - Hours.HOUR_RETENTION_MONTHS, Hours.HOUR_RETENTION_MONTHS);
    boolean connected = parameters.flag(Parameters.CONNECTED);
    parameters.check();
    return new BillableQuery(month, connected);
  }
}
