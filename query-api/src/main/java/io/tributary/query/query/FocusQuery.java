package io.tributary.query.query;

import io.tributary.model.Hours;
import io.tributary.query.access.VisibleCosts.Side;
import java.time.Instant;
import java.util.Optional;

/**
 * What a FOCUS file is asked for.
 *
 * @param account the one account; empty for all that are seen
 * @param side whose bills a partner wants: what it pays, or what its customers pay to it; means nothing for others
 */
public record FocusQuery(int month, Optional<String> account, Side side) {
  private static final String MONTH = "month";

  /** @throws InvalidQuery with every problem */
  public static FocusQuery of(Parameters parameters, boolean partner, Instant now) {
    parameters.require(MONTH);
    int current = Hours.monthOf(now);
    int month = parameters.month(MONTH).orElse(current);
    if (month > current) {
      parameters.problem("month cannot be in the future");
    }
    MonthSpan.notBefore(parameters, month, current - Hours.HOUR_RETENTION_MONTHS, Hours.HOUR_RETENTION_MONTHS);
    var side = parameters.oneOf("side", Side.values(), Side.BUY);
    if (!partner && parameters.text("side").isPresent()) {
      parameters.problem("Only partners can choose a side");
    }
    parameters.check();
    return new FocusQuery(month, parameters.text("account"), side);
  }
}
