package io.tributary.forecast;

import java.nio.ByteBuffer;

/**
 * How far a series' own forecasts were off: at the end of each day the next week and the next four are foretold, and when they are over
 * that is held against what came. It says whom to believe, the profile or the filters, and it is all that bands are made of.
 */
final class OwnErrors {
  /** Days that are foretold to be judged by: each weekday once, and as often as a month has it. */
  static final int WEEK = 7;
  static final int MONTH = 28;

  /** What the newest error weighs in the size of a band: a memory of some 25 days. */
  private static final double FAST = .04;

  /** What it weighs where errors are compared, with each other or by how far ahead they are: some hundred days. */
  private static final double SLOW = .01;

  /** How strongly the better of profile and filters is preferred, and how many judged weeks make half of that. */
  private static final double PREFERENCE = 2;
  private static final double HALF_PREFERENCE = 30;

  /** Neither is believed to be more than so many times better. */
  private static final double MOST = 10;

  /**
   * Errors grow with days^GROWTH until the series has shown otherwise: in more than proportion, because habits change between a week and
   * a month. Half of that is the series' own once so many forecasts of four weeks were judged.
   */
  private static final double GROWTH = 1.16;
  private static final double HALF_GROWTH = 60;
  private static final double LEAST_GROWTH = .2;
  private static final double MOST_GROWTH = 1.6;

  /** Half the 80 % and the 95 % band of a week, in root mean square errors: wider tails than a normal distribution's. */
  private static final double HALF_80 = 1.45;
  private static final double HALF_95 = 3;

  private int begun;
  private double profileError;
  private double filterError;
  private double weekSquare;
  private double weekError;
  private double monthError;

  /** By the day on which it was made: what is left of each forecast after the days that have come since. */
  private final double[] ofProfile = new double[WEEK];
  private final double[] ofFilters = new double[WEEK];
  private final double[] ofWeek = new double[WEEK];
  private final double[] ofMonth = new double[MONTH];

  /**
   * @param units what the day was
   * @param profile what the profile says of the next seven days, as of this day's end
   * @param filters what the filters say of them
   * @param week what is believed of them
   * @param month what is believed of the next 28
   */
  void learn(int day, double units, double profile, double filters, double week, double month) {
    for (int i = 0; i < WEEK; i++) {
      ofProfile[i] -= units;
      ofFilters[i] -= units;
      ofWeek[i] -= units;
    }
    for (int i = 0; i < MONTH; i++) {
      ofMonth[i] -= units;
    }
    int weekday = Math.floorMod(day, WEEK);
    int monthday = Math.floorMod(day, MONTH);
    if (judged(WEEK) >= 0) {
      double equally = 1.0 / (judged(WEEK) + 1);
      profileError += Math.max(SLOW, equally) * (Math.abs(ofProfile[weekday]) - profileError);
      filterError += Math.max(SLOW, equally) * (Math.abs(ofFilters[weekday]) - filterError);
      weekError += Math.max(SLOW, equally) * (Math.abs(ofWeek[weekday]) - weekError);
      weekSquare += Math.max(FAST, equally) * (ofWeek[weekday] * ofWeek[weekday] - weekSquare);
    }
    if (judged(MONTH) >= 0) {
      monthError += Math.max(SLOW, 1.0 / (judged(MONTH) + 1)) * (Math.abs(ofMonth[monthday]) - monthError);
    }
    ofProfile[weekday] = profile;
    ofFilters[weekday] = filters;
    ofWeek[weekday] = week;
    ofMonth[monthday] = month;
    begun++;
  }

  /** How many forecasts of so many days are over; negative before the first is. */
  private int judged(int days) {
    return begun - days;
  }

  /** How much more the filters are to be believed than of any series: 1 at first, above it where they were the better ones. */
  double trustInFilters() {
    double judged = Math.max(0, judged(WEEK));
    double better = profileError == filterError ? 1 : Math.clamp(profileError / filterError, 1 / MOST, MOST);
    return StrictMath.pow(better, PREFERENCE * judged / (judged + HALF_PREFERENCE));
  }

  /** Half the width of the 80 % band of the sum of the next {@code days}. */
  double half80(double days) {
    return HALF_80 * usual(days);
  }

  double half95(double days) {
    return HALF_95 * usual(days);
  }

  private double usual(double days) {
    return Math.sqrt(weekSquare) * StrictMath.pow(days / WEEK, growth());
  }

  private double growth() {
    double judged = Math.max(0, judged(MONTH));
    if (judged == 0 || weekError == 0) {
      return GROWTH;
    }
    double own = StrictMath.log(monthError / weekError) / StrictMath.log((double) MONTH / WEEK);
    return GROWTH + judged / (judged + HALF_GROWTH) * (Math.clamp(own, LEAST_GROWTH, MOST_GROWTH) - GROWTH);
  }

  void write(ByteBuffer to) {
    to.putInt(begun).putDouble(profileError).putDouble(filterError).putDouble(weekSquare).putDouble(weekError).putDouble(monthError);
    for (int i = 0; i < WEEK; i++) {
      to.putDouble(ofProfile[i]).putDouble(ofFilters[i]).putDouble(ofWeek[i]);
    }
    for (double rest : ofMonth) {
      to.putDouble(rest);
    }
  }

  static OwnErrors read(ByteBuffer from) {
    var read = new OwnErrors();
    read.begun = from.getInt();
    read.profileError = from.getDouble();
    read.filterError = from.getDouble();
    read.weekSquare = from.getDouble();
    read.weekError = from.getDouble();
    read.monthError = from.getDouble();
    for (int i = 0; i < WEEK; i++) {
      read.ofProfile[i] = from.getDouble();
      read.ofFilters[i] = from.getDouble();
      read.ofWeek[i] = from.getDouble();
    }
    for (int i = 0; i < MONTH; i++) {
      read.ofMonth[i] = from.getDouble();
    }
    return read;
  }
}
