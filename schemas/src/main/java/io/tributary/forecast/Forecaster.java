package io.tributary.forecast;

import io.tributary.model.Hours;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The model of one series: an hour-of-week profile, daily filters, and the record of its own errors. An hour is learned once, in order,
 * and never again; a later change of it shows in the month to date alone. History begins with the first hour that has usage. The same
 * hours make the same bytes, on any machine and however often the model was written and read in between. Changes in place; one thread.
 */
public final class Forecaster {
  /** Days of history without which nothing is forecast: a day has its own shape. */
  public static final int DAYS_FOR_VALUE = 1;

  /** Full days that make the filters worth asking: each weekday twice. */
  private static final int DAYS_FOR_FILTERS = 14;

  /**
   * Days of history without which there are no bands. The first week is foretold after 14 full days, and by now seven such weeks have
   * come and were compared, also when the first day was not a full one.
   */
  public static final int DAYS_FOR_BANDS = DAYS_FOR_FILTERS + OwnErrors.WEEK + 7;

  /** The filters' share in a forecast, before {@link OwnErrors} changes its odds: it falls by as much as the time ahead is of a month. */
  private static final double GREATEST_SHARE = .85;
  private static final double SHARE_AT_MONTH = .1;
  private static final double MONTH_DAYS = 30;

  private static final byte VERSION = 1;
  private static final int NEVER = Integer.MIN_VALUE;
  private static final int BYTES = 4096;

  private int learnedTo;
  private int start = NEVER;
  private double today;
  private final WeekProfile profile;
  private final DailyFilters filters;
  private final OwnErrors errors;

  private Forecaster(int learnedTo, WeekProfile profile, DailyFilters filters, OwnErrors errors) {
    this.learnedTo = learnedTo;
    this.profile = profile;
    this.filters = filters;
    this.errors = errors;
  }

  /** Nothing learned yet. @param hour the first that will be, in hours since 1970 */
  public static Forecaster from(int hour) {
    return new Forecaster(hour, new WeekProfile(), new DailyFilters(), new OwnErrors());
  }

  /**
   * What {@link #toBytes()} wrote.
   *
   * @throws IllegalArgumentException when it was not
   */
  public static Forecaster of(byte[] bytes) {
    try {
      var from = ByteBuffer.wrap(bytes);
      byte version = from.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("a forecaster of version " + version + ", not " + VERSION);
      }
      int learnedTo = from.getInt();
      int start = from.getInt();
      double today = from.getDouble();
      var read = new Forecaster(learnedTo, WeekProfile.read(from), DailyFilters.read(from), OwnErrors.read(from));
      if (from.hasRemaining()) {
        throw new IllegalArgumentException("a forecaster followed by " + from.remaining() + " bytes");
      }
      read.start = start;
      read.today = today;
      return read;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a forecaster cut short at " + bytes.length + " bytes", e);
    }
  }

  /** At most 4 KB, the first byte a version. */
  public byte[] toBytes() {
    var to = ByteBuffer.allocate(BYTES);
    to.put(VERSION).putInt(learnedTo).putInt(start).putDouble(today);
    profile.write(to);
    filters.write(to);
    errors.write(to);
    return Arrays.copyOf(to.array(), to.position());
  }

  /** First hour not learned yet. */
  public int learnedTo() {
    return learnedTo;
  }

  /**
   * @param hour {@link #learnedTo()}
   * @param units of that hour; 0 where there was no usage
   * @throws IllegalArgumentException when it is another hour or no number: an hour left out would put all later ones in the wrong place
   */
  public void learn(int hour, double units) {
    if (hour != learnedTo || !Double.isFinite(units)) {
      throw new IllegalArgumentException("hour " + hour + " with " + units + " where " + learnedTo + " is next");
    }
    learnedTo++;
    if (start == NEVER) {
      if (units == 0) {
        return;
      }
      start = hour;
    }
    profile.learn(hour, start, units);
    today += units;
    if (Math.floorMod(hour, 24) == 23) {
      endDay(Math.floorDiv(hour, 24));
    }
  }

  /** Learns all hours before {@code to} as 0: a silent series is brought up to date when it is asked for or has usage again. */
  public void learnZeros(int to) {
    if (start == NEVER) {
      learnedTo = Math.max(learnedTo, to);
    }
    while (learnedTo < to) {
      learn(learnedTo, 0);
    }
  }

  /** A first day that did not begin at 00:00 would look like a quiet one: the filters do not see it. */
  private void endDay(int day) {
    if (start <= day * 24) {
      filters.learn(day, today);
      if (filters.days() >= DAYS_FOR_FILTERS) {
        double usual = sum(profile.week(start, learnedTo));
        double filtered = sum(filters.expected());
        errors.learn(day, today, usual, filtered, usual + filtersShare(OwnErrors.WEEK) * (filtered - usual),
            (usual + filtersShare(OwnErrors.MONTH) * (filtered - usual)) * OwnErrors.MONTH / OwnErrors.WEEK);
      }
    }
    today = 0;
  }

  /**
   * The hours of a month that are not learned.
   *
   * @param month months since year 0, see {@link Hours}
   */
  public Forecast forecast(int month) {
    return forecast(Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1));
  }

  /** The same for any span. */
  public Forecast forecast(int first, int end) {
    int from = Math.max(first, Math.min(learnedTo, end));
    if (from == end) {
      return Forecast.Expected.of(end - first, end, new double[0], 0, 0);
    }
    int known = start == NEVER ? 0 : (learnedTo - start) / 24;
    if (known < DAYS_FOR_VALUE) {
      return new Forecast.TooYoung(known, DAYS_FOR_VALUE);
    }
    var units = expected(from, end);
    if (known < DAYS_FOR_BANDS) {
      return Forecast.Expected.withoutBands(end - first, from, units, new Forecast.TooYoung(known, DAYS_FOR_BANDS));
    }
    double days = (end - learnedTo) / 24.0;
    return Forecast.Expected.of(end - first, from, units, errors.half80(days), errors.half95(days));
  }

  /**
   * Each day is a mean of what the filters and the profile say of it, its hours as the profile has them. The further ahead, the more the
   * profile counts: it is slow, and what happened this week is no guide to the month.
   */
  private double[] expected(int from, int end) {
    var week = profile.week(start, learnedTo);
    var units = new double[end - from];
    if (filters.days() < DAYS_FOR_FILTERS) {
      for (int i = 0; i < units.length; i++) {
        units[i] = week[Math.floorMod(from + i, WeekProfile.HOURS)];
      }
      return units;
    }
    double share = filtersShare((end - learnedTo) / 24.0);
    var days = filters.expected();
    for (int weekday = 0; weekday < 7; weekday++) {
      blend(week, weekday * 24, days[weekday], share);
    }
    for (int i = 0; i < units.length; i++) {
      units[i] = week[Math.floorMod(from + i, WeekProfile.HOURS)];
    }
    return units;
  }

  private double filtersShare(double daysAhead) {
    double usual = Math.clamp(1 + SHARE_AT_MONTH - daysAhead / MONTH_DAYS, SHARE_AT_MONTH, GREATEST_SHARE);
    double odds = usual / (1 - usual) * errors.trustInFilters();
    return odds / (1 + odds);
  }

  /** Brings a day of the profile nearer to what the filters say of it, without changing its shape; a day that was all zero has none. */
  private static void blend(double[] week, int midnight, double filtered, double share) {
    double usual = 0;
    for (int hour = midnight; hour < midnight + 24; hour++) {
      usual += week[hour];
    }
    double change = filtered / usual;
    for (int hour = midnight; hour < midnight + 24; hour++) {
      week[hour] = Double.isFinite(change) ? week[hour] * (1 + share * (change - 1)) : week[hour] + share * (filtered / 24 - week[hour]);
    }
  }

  private static double sum(double[] units) {
    double sum = 0;
    for (double hour : units) {
      sum += hour;
    }
    return sum;
  }
}
