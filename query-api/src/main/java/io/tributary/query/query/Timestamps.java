package io.tributary.query.query;

import io.tributary.model.Hours;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms of time in the API. Clients send full instants where only an hour or a month is asked for, so any precision of
 * ISO 8601 is read, and cut down by whoever needs less. Answers have the form that the reference system sends to clients
 * that ask for {@code datetime-format=rfc3339}, as all of the published ones do.
 */
public final class Timestamps {
  private static final Pattern ISO = Pattern.compile(
      "(\\d{4})-(\\d{2})(?:-(\\d{2})(?:[Tt ](\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,]\\d{1,9})?)?)?)?)?(Z|z|[+ -]\\d{2}(?::?\\d{2})?)?");
  private static final DateTimeFormatter ANSWER = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** The second that a text names, UTC where it names no offset; empty when it is no time. */
  public static Optional<Instant> parse(String text) {
    var match = ISO.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      var local = LocalDateTime.of(number(match.group(1), 0), number(match.group(2), 1), number(match.group(3), 1),
          number(match.group(4), 0), number(match.group(5), 0), number(match.group(6), 0));
      return Optional.of(local.toInstant(offset(match.group(7))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(String digits, int absent) {
    return digits == null ? absent : Integer.parseInt(digits);
  }

  /** A plus that was not escaped in the address arrives as a blank. */
  private static ZoneOffset offset(String text) {
    return text == null ? ZoneOffset.UTC : ZoneOffset.of(text.toUpperCase(Locale.ROOT).replace(' ', '+'));
  }

  /** {@code 2022-07-16T14:00:00+00:00}. */
  public static String of(Instant time) {
    return ANSWER.format(time);
  }

  /** An hour's beginning, as {@link #of}. */
  public static String ofHour(int hour) {
    return of(Hours.start(hour));
  }

  /** A month's beginning, as {@link #of}. */
  public static String ofMonth(int month) {
    return ofHour(Hours.firstOfMonth(month));
  }

  /** An hour's beginning in the other form that the reference system has, in its answers about cost: {@code 2023-11-30T00:00:00Z}. */
  public static String utc(int hour) {
    return Hours.start(hour).toString();
  }

  /** With milliseconds: {@code 2022-07-16T14:00:00.123Z}. */
  public static String precise(Instant time) {
    return MILLIS.format(time);
  }

  /** {@code 2022-07-16}, as messages name a day since 1970. */
  static String shortDay(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  /** {@code 2022-07-16T14}, as messages name an hour. */
  static String shortHour(int hour) {
    return HOUR.format(Hours.start(hour));
  }
}
