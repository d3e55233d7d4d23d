package io.tributary.query.query;

import io.tributary.model.Hours;
import io.tributary.model.NameQuery.Bucket;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the top metrics are asked for.
 *
 * @param bucket a month or a day
 * @param at which; days count from 1970 on
 * @param names which metrics; none for all
 */
public record TopMetricsQuery(Bucket bucket, int at, SortedSet<String> names, PageQuery page) {
  private static final String MONTH = "month";
  private static final String DAY = "day";
  private static final int HOURS = 24;
  private static final int LARGEST_PAGE = 5000;
  private static final int USUAL_PAGE = 500;

  /** @throws InvalidQuery with every problem */
  public static TopMetricsQuery of(Parameters parameters, Instant now) {
    boolean byMonth = parameters.text(MONTH).isPresent();
    boolean byDay = parameters.text(DAY).isPresent();
    if (!byMonth && !byDay) {
      parameters.problem("The parameter 'month/day' is required");
    } else if (byMonth && byDay) {
      parameters.problem("Only one of month and day may be given");
    }
    int month = parameters.month(MONTH).orElse(Hours.monthOf(now));
    int day = Math.floorDiv(parameters.hour(DAY).orElse(Hours.of(now)), HOURS);
    if (month > Hours.monthOf(now)) {
      parameters.problem("month cannot be in the future");
    }
    if (day > Math.floorDiv(Hours.of(now), HOURS)) {
      parameters.problem("day cannot be in the future");
    }
    MonthSpan.notBefore(parameters, Math.min(month, Hours.month(day * HOURS)), Hours.monthOf(now) - Hours.HOUR_RETENTION_MONTHS,
        Hours.HOUR_RETENTION_MONTHS);
    var page = PageQuery.of(parameters, "limit", LARGEST_PAGE, USUAL_PAGE, "next_record_id");
    var names = new TreeSet<>(parameters.list("names"));
    parameters.check();
    return new TopMetricsQuery(byMonth ? Bucket.MONTH : Bucket.DAY, byMonth ? month : day, names, page);
  }

  /** What tells it from others; a page's size may change on the way. */
  public List<String> question() {
    return List.of("top metrics", bucket.name(), Integer.toString(at), String.join(",", names));
  }

  /** The first hour of the month or day. */
  public int firstHour() {
    return bucket == Bucket.MONTH ? Hours.firstOfMonth(at) : at * HOURS;
  }

  /** Hours of the month or day that have begun. */
  int elapsed(Instant now) {
    return bucket == Bucket.MONTH ? Hours.elapsed(at, now) : Math.clamp(Hours.of(now) + 1L - firstHour(), 1, HOURS);
  }
}
