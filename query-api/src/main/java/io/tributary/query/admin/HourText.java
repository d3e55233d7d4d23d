package io.tributary.query.admin;

import io.tributary.model.Hours;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Hours as people write them: a date for the first hour of a day in UTC, or a date and time that is a full hour. */
final class HourText {
  private static final Instant LAST = Instant.parse("9999-12-31T23:00:00Z");

  private HourText() {}

  /** @throws IllegalArgumentException saying what is expected */
  static int parse(String text) {
    try {
      var time = text.length() == 10
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC) : OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
        throw new IllegalArgumentException("must be between 1970 and 9999, not " + text);
      }
      int hour = Hours.of(time);
      if (!Hours.start(hour).equals(time)) {
        throw new IllegalArgumentException("must be a full hour, not " + text);
      }
      return hour;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a date (2026-05-01) or a time with a zone (2026-05-01T10:00:00Z), not '"
          + text.substring(0, Math.min(60, text.length())) + "'");
    }
  }

  static String of(int hour) {
    var time = Hours.start(hour).atOffset(ZoneOffset.UTC);
    return time.getHour() == 0 ? time.toLocalDate().toString() : time.toInstant().toString();
  }
}
