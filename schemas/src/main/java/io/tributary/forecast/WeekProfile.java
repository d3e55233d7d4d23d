package io.tributary.forecast;

import java.nio.ByteBuffer;

/** What an hour of the week usually is: 168 averages in which the last few weeks weigh most. */
final class WeekProfile {
  static final int HOURS = 168;

  /** Weight of the newest week once there are four; before that all weeks weigh the same. */
  private static final double RATE = .3;

  private final double[] cells = new double[HOURS];

  /** @param start the series' first hour */
  void learn(int hour, int start, double units) {
    int at = Math.floorMod(hour, HOURS);
    double visits = (hour - start) / HOURS + 1;
    cells[at] += Math.max(RATE, 1 / visits) * (units - cells[at]);
  }

  /**
   * All 168 hours, from Thursday 00:00 (as 1970 began), none below zero: corrections do not go on. Before the first week is over, an hour
   * that did not occur yet is what that hour of the day was on the other days.
   *
   * @param start the series' first hour, at least 24 before {@code learnedTo}
   */
  double[] week(int start, int learnedTo) {
    var week = new double[HOURS];
    for (int i = 0; i < HOURS; i++) {
      week[i] = Math.max(0, cells[i]);
    }
    for (int missing = learnedTo; missing < start + HOURS; missing++) {
      double sum = 0;
      int days = 0;
      for (int hour = missing - 24; hour >= start; hour -= 24) {
        if (hour < learnedTo) {
          sum += Math.max(0, cells[Math.floorMod(hour, HOURS)]);
          days++;
        }
      }
      week[Math.floorMod(missing, HOURS)] = sum / days;
    }
    return week;
  }

  void write(ByteBuffer to) {
    for (double cell : cells) {
      to.putDouble(cell);
    }
  }

  static WeekProfile read(ByteBuffer from) {
    var profile = new WeekProfile();
    for (int i = 0; i < HOURS; i++) {
      profile.cells[i] = from.getDouble();
    }
    return profile;
  }
}
