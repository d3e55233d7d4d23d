package io.tributary.forecast;

import java.nio.ByteBuffer;

/**
 * How far a series' own forecasts of a week were off: each day it foretells the next seven, and a week later is told how wrong that was.
 * Bands are made of nothing else.
 */
final class OwnErrors {
  /** Days that are foretold to be judged by. */
  static final int AHEAD = 7;

  /** What the newest error weighs: a memory of some 25 days. */
  private static final double RATE = .04;

  /** How errors grow with the days ahead: more than in proportion, because habits change between a week and a month. */
  private static final double GROWTH = 1.16;

  /** Half the 80 % and the 95 % band of a week, in root mean square errors. */
  private static final double HALF_80 = 1.39;
  private static final double HALF_95 = 2.78;

  private int begun;
  private double meanSquare;

  /** By day of the week on which it was made: what is left of the forecast after the days that have come since. */
  private final double[] left = new double[AHEAD];

  /**
   * @param units what the day was
   * @param foretold what the next seven days will be, as of this day's end
   */
  void learn(int day, double units, double foretold) {
    for (int i = 0; i < AHEAD; i++) {
      left[i] -= units;
    }
    int at = Math.floorMod(day, AHEAD);
    if (begun >= AHEAD) {
      meanSquare += Math.max(RATE, 1.0 / (begun - AHEAD + 1)) * (left[at] * left[at] - meanSquare);
    }
    left[at] = foretold;
    begun++;
  }

  /** Half the width of the 80 % band of the sum of the next {@code days}. */
  double half80(double days) {
    return HALF_80 * usual(days);
  }

  double half95(double days) {
    return HALF_95 * usual(days);
  }

  private double usual(double days) {
    return Math.sqrt(meanSquare) * Math.pow(days / AHEAD, GROWTH);
  }

  void write(ByteBuffer to) {
    to.putInt(begun).putDouble(meanSquare);
    for (double rest : left) {
      to.putDouble(rest);
    }
  }

  static OwnErrors read(ByteBuffer from) {
    var read = new OwnErrors();
    read.begun = from.getInt();
    read.meanSquare = from.getDouble();
    for (int i = 0; i < AHEAD; i++) {
      read.left[i] = from.getDouble();
    }
    return read;
  }
}
