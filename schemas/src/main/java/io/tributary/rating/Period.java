package io.tributary.rating;

import io.tributary.model.Hours;
import java.time.Instant;

/**
 * A month, or the part of it in which one contract and one card hold. It is billed as a shorter month: by the share
 * {@code hours() / monthHours()}, which is never divided out by itself.
 *
 * @param month as {@link Hours#month}
 * @param fromHour first hour
 * @param toHour first hour after; still in the month, or the first of the next
 */
public record Period(int month, int fromHour, int toHour) {
  public Period {
    if (fromHour < Hours.firstOfMonth(month) || toHour > Hours.firstOfMonth(month + 1) || fromHour >= toHour) {
      throw new IllegalArgumentException("hours " + fromHour + " to " + toHour + " are no part of " + Hours.yearMonth(month));
    }
  }

  public static Period whole(int month) {
    return new Period(month, Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1));
  }

  /** Hours of the period: the numerator of its share of the month. */
  public int hours() {
    return toHour - fromHour;
  }

  /** Hours of the month: the denominator of the period's share. */
  public int monthHours() {
    return Hours.inMonth(month);
  }

  /** Hours of the period that have begun at {@code asOf}, the running one included, as {@link Hours#elapsed}. */
  public int elapsed(Instant asOf) {
    return Math.clamp(Hours.of(asOf) + 1L - fromHour, 0, hours());
  }
}
