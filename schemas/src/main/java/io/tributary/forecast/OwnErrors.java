package io.tributary.forecast;

import java.nio.ByteBuffer;

/**
 * How far a series' own forecasts were off: at the end of each day the next seven are foretold, and a week later that is held against
 * what came. It says whom to believe, the profile or the filters, and it is all that bands are made of.
 */
final class OwnErrors {
  /** Days that are foretold to be judged by: each weekday once. */
  static final int AHEAD = 7;

  /** What the newest error weighs when the profile and the filters are compared: a memory of some two months. */
  private static final double COMPARED_RATE = .015;

  /** How strongly the better of the two is preferred, and how many judged days make half of that. */
  private static final double PREFERENCE = 2;
  private static final double HALF_PREFERENCE = 30;

  /** Neither is believed to be more than so many times better. */
  private static final double MOST = 10;

  /** What the newest error weighs in a band: a memory of some 25 days. */
  private static final double RATE = .04;

  /** How errors grow with the days ahead: more than in proportion, because habits change between a week and a month. */
  private static final double GROWTH = 1.16;

  /** Half the 80 % and the 95 % band of a week, in root mean square errors. */
  private static final double HALF_80 = 1.39;
  private static final double HALF_95 = 2.78;

  private int begun;
  private double profileError;
  private double filterError;
  private double meanSquare;

  /** By day of the week on which it was made: what is left of each forecast after the days that have come since. */
  private final double[] ofProfile = new double[AHEAD];
  private final double[] ofFilters = new double[AHEAD];
  private final double[] ofBoth = new double[AHEAD];

  /**
   * @param units what the day was
   * @param profile what the profile says of the next seven days, as of this day's end
   * @param filters what the filters say of them
   * @param both what is believed
   */
  void learn(int day, double units, double profile, double filters, double both) {
    for (int i = 0; i < AHEAD; i++) {
      ofProfile[i] -= units;
      ofFilters[i] -= units;
      ofBoth[i] -= units;
    }
    int at = Math.floorMod(day, AHEAD);
    if (begun >= AHEAD) {
      double first = 1.0 / (begun - AHEAD + 1);
      profileError += Math.max(COMPARED_RATE, first) * (Math.abs(ofProfile[at]) - profileError);
      filterError += Math.max(COMPARED_RATE, first) * (Math.abs(ofFilters[at]) - filterError);
      meanSquare += Math.max(RATE, first) * (ofBoth[at] * ofBoth[at] - meanSquare);
    }
    ofProfile[at] = profile;
    ofFilters[at] = filters;
    ofBoth[at] = both;
    begun++;
  }

  /** How much more the filters are to be believed than they are of any series: 1 at first, above it where they were the better ones. */
  double trustInFilters() {
    double judged = Math.max(0, begun - AHEAD);
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
    return Math.sqrt(meanSquare) * StrictMath.pow(days / AHEAD, GROWTH);
  }

  void write(ByteBuffer to) {
    to.putInt(begun).putDouble(profileError).putDouble(filterError).putDouble(meanSquare);
    for (int i = 0; i < AHEAD; i++) {
      to.putDouble(ofProfile[i]).putDouble(ofFilters[i]).putDouble(ofBoth[i]);
    }
  }

  static OwnErrors read(ByteBuffer from) {
    var read = new OwnErrors();
    read.begun = from.getInt();
    read.profileError = from.getDouble();
    read.filterError = from.getDouble();
    read.meanSquare = from.getDouble();
    for (int i = 0; i < AHEAD; i++) {
      read.ofProfile[i] = from.getDouble();
      read.ofFilters[i] = from.getDouble();
      read.ofBoth[i] = from.getDouble();
    }
    return read;
  }
}
