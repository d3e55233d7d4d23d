package io.tributary.forecast;

import java.nio.ByteBuffer;

/**
 * How much higher a series' highest hours are than a smooth forecast has them. At the end of each day it is noted what the highest and
 * the second highest hour of the next seven days should be; a week later that is held against the ones that came.
 */
final class Peaks {
  private static final int WEEK = 7;
  private static final int RANKS = 2;

  /** What the newest ratio weighs: a memory of some two months. */
  private static final double RATE = .015;

  /** No ratio counts as more than ten times, either way. */
  private static final double MOST = StrictMath.log(10);

  /** The highest hour of several weeks is above that of one: by so many deviations for each e-fold of weeks. */
  private static final double HIGHER = .4;

  private int begun;
  private final double[] mean = new double[RANKS];
  private final double[] square = new double[RANKS];

  /** By day of the week: the two highest hours of that day. */
  private final double[][] came = new double[WEEK][RANKS];

  /** By day of the week: what was foretold at its end. */
  private final double[][] foretold = new double[WEEK][RANKS];

  /**
   * @param highest the two highest hours of the day, highest first
   * @param next what the two highest of the next seven days will be
   */
  void learn(int day, double[] highest, double[] next) {
    int weekday = Math.floorMod(day, WEEK);
    came[weekday] = highest.clone();
    if (begun >= WEEK) {
      judge(foretold[weekday], 1.0 / (begun - WEEK + 1));
    }
    foretold[weekday] = next.clone();
    begun++;
  }

  private void judge(double[] said, double equally) {
    var week = new double[RANKS];
    for (var day : came) {
      for (double hour : day) {
        raise(week, hour);
      }
    }
    for (int rank = 0; rank < RANKS; rank++) {
      if (week[rank] > 0 && said[rank] > 0) {
        double off = Math.clamp(StrictMath.log(week[rank] / said[rank]), -MOST, MOST);
        mean[rank] += Math.max(RATE, equally) * (off - mean[rank]);
        square[rank] += Math.max(RATE, equally) * ((off - mean[rank]) * (off - mean[rank]) - square[rank]);
      }
    }
  }

  /** Puts an hour among the two highest, if it is one of them. */
  static void raise(double[] highest, double hour) {
    if (hour > highest[0]) {
      highest[1] = highest[0];
      highest[0] = hour;
    } else if (hour > highest[1]) {
      highest[1] = hour;
    }
  }

  /**
   * What the highest forecast hours are to be multiplied by.
   *
   * @param rank 0 for the highest of the days ahead
   * @param weeks ahead
   * @param deviations of a week's ratios above what is expected; below it when negative
   */
  double factor(int rank, int ranks, double weeks, double deviations) {
    double highest = mean[0] + deviation(0) * (HIGHER * StrictMath.log(Math.max(weeks, 1.0 / WEEK)) + deviations);
    double usual = mean[1] + deviation(1) * deviations;
    return StrictMath.exp(highest + (usual - highest) * rank / (ranks - 1));
  }

  private double deviation(int rank) {
    return Math.sqrt(square[rank]);
  }

  void write(ByteBuffer to) {
    to.putInt(begun);
    for (int rank = 0; rank < RANKS; rank++) {
      to.putDouble(mean[rank]).putDouble(square[rank]);
      for (int i = 0; i < WEEK; i++) {
        to.putDouble(came[i][rank]).putDouble(foretold[i][rank]);
      }
    }
  }

  static Peaks read(ByteBuffer from) {
    var read = new Peaks();
    read.begun = from.getInt();
    for (int rank = 0; rank < RANKS; rank++) {
      read.mean[rank] = from.getDouble();
      read.square[rank] = from.getDouble();
      for (int i = 0; i < WEEK; i++) {
        read.came[i][rank] = from.getDouble();
        read.foretold[i][rank] = from.getDouble();
      }
    }
    return read;
  }
}
