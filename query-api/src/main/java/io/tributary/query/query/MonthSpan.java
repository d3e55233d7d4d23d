package io.tributary.query.query;

import io.tributary.model.Hours;
import java.time.Instant;

/**
 * The months from {@code start_month} to {@code end_month}, which is the first one where it is absent; none that has not begun.
 *
 * @param from first month
 * @param to first month after
 */
record MonthSpan(int from, int to) {
  static final String START = "start_month";
  static final String END = "end_month";

  /**
   * Reads and checks both; a start that is absent is the current month.
   *
   * @param back how many months before the current one the first may be
   */
  static MonthSpan read(Parameters parameters, int back, Instant now) {
    var start = parameters.month(START);
    var end = parameters.month(END);
    int current = Hours.monthOf(now);
    int from = start.orElse(current);
    int last = end.orElse(from);
    if (from > current) {
      parameters.problem("Start month cannot be in the future");
    }
    notBefore(parameters, from, current - back, back);
    if (start.isPresent() && from > last) {
      parameters.problem("start_month [" + Hours.yearMonth(from) + "] must not be after end_month [" + Hours.yearMonth(last) + "]");
    }
    return new MonthSpan(from, Math.min(last, current) + 1);
  }

  static void notBefore(Parameters parameters, int month, int farthest, int back) {
    if (month < farthest) {
      parameters.problem("month cannot go beyond " + back + " months in the past; the farthest you can go: " + Hours.yearMonth(farthest));
    }
  }
}
