package io.tributary.local.focus;

import io.tributary.model.Hours;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When a row's usage counts: at the start of its charge period, unless that is older than hours are kept. Then, when a month is
 * given, on the same day and at the same time of that month; a day that the month does not have becomes its last one, so that the
 * month's total is the bill's.
 *
 * @param month for rows that are too old
 */
record Dating(Optional<YearMonth> month, Instant now) {
  /** @param shortened whether the month has no such day */
  record Dated(Instant at, boolean moved, boolean shortened) {}

  /** @throws IllegalArgumentException when usage of the month cannot be accepted: it has not begun, or is no longer kept */
  Dating {
    int given = month.map(Hours::month).orElse(Hours.monthOf(now));
    if (given > Hours.monthOf(now)) {
      throw new IllegalArgumentException(month.get() + " has not begun yet");
    }
    if (Hours.firstOfMonth(given) < Hours.oldestKept(now)) {
      throw new IllegalArgumentException(month.get() + " is older than " + oldest(now) + ", the oldest month that hours are kept for");
    }
  }

  /** The oldest month that hours are kept for. */
  static YearMonth oldest(Instant now) {
    return Hours.yearMonth(Hours.month(Hours.oldestKept(now)));
  }

  boolean isTooOld(Instant start) {
    return start.isBefore(Hours.start(Hours.oldestKept(now)));
  }

  Dated date(Instant start) {
    if (month.isEmpty() || !isTooOld(start)) {
      return new Dated(start, false, false);
    }
    var was = start.atOffset(ZoneOffset.UTC);
    int day = Math.min(was.getDayOfMonth(), month.get().lengthOfMonth());
    return new Dated(month.get().atDay(day).atTime(was.toLocalTime()).toInstant(ZoneOffset.UTC), true, day < was.getDayOfMonth());
  }
}
