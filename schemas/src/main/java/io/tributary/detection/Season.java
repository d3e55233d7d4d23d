package io.tributary.detection;

import java.nio.ByteBuffer;

/**
 * What the hour of the day and the hour of the week (UTC) add to the level. The week is learned on top of the day, and only counts after
 * two weeks and where it has foretold the series better.
 */
final class Season {
  static final int DAY = 24;
  static final int WEEK = 168;

  /** The share of an error that the hour it happened in learns, for each hour that the bucket lasts. */
  private static final double DAY_RATE = .1;
  private static final double WEEK_RATE = .2;

  /** How much better the week must be, how long what was is compared, in buckets, and from when on, in seconds. */
  private static final double BETTER = .95;
  private static final double ERROR_RATE = .003;
  private static final long COMPARED_AFTER = 7 * 86_400;
  private static final long WEEK_AFTER = 14 * 86_400;

  private final float[] day = new float[DAY];
  private final float[] week = new float[WEEK];
  private double dayError;
  private double weekError;

  /** @param age seconds since the first bucket */
  double at(long seconds, long age) {
    return ofDay(seconds) + (countsWeek(age) ? week[hourOfWeek(seconds)] : 0);
  }

  private boolean countsWeek(long age) {
    return age > WEEK_AFTER && weekError < BETTER * dayError;
  }

  /** Between the middles of two hours, a straight line: a five-minute series has no steps at full hours. */
  private double ofDay(long seconds) {
    int before = hourBefore(seconds);
    double part = partAfter(seconds);
    return day[before] * (1 - part) + day[(before + 1) % DAY] * part;
  }

  private static int hourBefore(long seconds) {
    return (int) Math.floorMod(Math.floorDiv(seconds - 1800, 3600L), (long) DAY);
  }

  private static double partAfter(long seconds) {
    return Math.floorMod(seconds - 1800, 3600L) / 3600.0;
  }

  private static int hourOfWeek(long seconds) {
    return (int) Math.floorMod(Math.floorDiv(seconds, 3600L), (long) WEEK);
  }

  /**
   * @param hours that the bucket lasted
   * @param departure of the bucket from the level
   * @param most that one bucket may teach, either way
   */
  void learn(long seconds, long age, double hours, double departure, double most) {
    int ofWeek = hourOfWeek(seconds);
    double fromDay = departure - ofDay(seconds);
    double fromWeek = fromDay - week[ofWeek];
    double error = Math.clamp(countsWeek(age) ? fromWeek : fromDay, -most, most);
    if (age > COMPARED_AFTER) {
      dayError += ERROR_RATE * (Math.abs(fromDay) - dayError);
      weekError += ERROR_RATE * (Math.abs(fromWeek) - weekError);
    }
    int before = hourBefore(seconds);
    int after = (before + 1) % DAY;
    double part = partAfter(seconds);
    day[before] += (float) (DAY_RATE * hours * (1 - part) * error);
    day[after] += (float) (DAY_RATE * hours * part * error);
    week[ofWeek] += (float) (WEEK_RATE * hours * Math.clamp(fromWeek, -most, most));
  }

  void write(ByteBuffer to) {
    to.putDouble(dayError).putDouble(weekError);
    for (float hour : day) {
      to.putFloat(hour);
    }
    for (float hour : week) {
      to.putFloat(hour);
    }
  }

  static Season read(ByteBuffer from) {
    var season = new Season();
    season.dayError = from.getDouble();
    season.weekError = from.getDouble();
    for (int i = 0; i < DAY; i++) {
      season.day[i] = from.getFloat();
    }
    for (int i = 0; i < WEEK; i++) {
      season.week[i] = from.getFloat();
    }
    return season;
  }
}
