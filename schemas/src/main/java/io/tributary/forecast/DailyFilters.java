package io.tributary.forecast;

import java.nio.ByteBuffer;

/**
 * Six Holt-Winters filters on the days' totals: a level, and what each day of the week is above or below it. They differ in how fast
 * they follow; the one that has foretold the next day best lately is believed. No trend: over a month it does more harm than good.
 */
final class DailyFilters {
  private static final int WEEK = 7;
  private static final double[] LEVEL_RATES = {.05, .15, .35};
  private static final double[] SEASON_RATES = {.05, .2};

  /** A day that is further off than this many usual errors moves a filter no more than one that far: an outage is not a new level. */
  private static final double OUTLIER = 4;

  /** Rate at which the usual error follows. */
  private static final double ERROR_RATE = .05;

  /** What a day's error counts a day later, when filters are compared: a half-life of five weeks. */
  private static final double MEMORY = .98;

  private int days;
  private final Filter[] filters = new Filter[LEVEL_RATES.length * SEASON_RATES.length];

  DailyFilters() {
    for (int i = 0; i < filters.length; i++) {
      filters[i] = new Filter();
    }
  }

  private static final class Filter {
    private double level;
    private final double[] seasons = new double[WEEK];
    private double usualError;
    private double squaredErrors;
  }

  /** Days learned; {@link #expected} needs seven. */
  int days() {
    return days;
  }

  /** @param day since 1970; each one once, in order */
  void learn(int day, double units) {
    int weekday = Math.floorMod(day, WEEK);
    days++;
    for (int i = 0; i < filters.length; i++) {
      if (days <= WEEK) {
        begin(filters[i], weekday, units);
      } else {
        correct(filters[i], weekday, units, LEVEL_RATES[i / SEASON_RATES.length], SEASON_RATES[i % SEASON_RATES.length]);
      }
    }
  }

  private void begin(Filter filter, int weekday, double units) {
    filter.seasons[weekday] = units;
    filter.level += (units - filter.level) / days;
    if (days == WEEK) {
      for (int i = 0; i < WEEK; i++) {
        filter.seasons[i] -= filter.level;
      }
    }
  }

  /** While a filter is young, each of its days weighs the same; only later do old ones fade at its rates. */
  private void correct(Filter filter, int weekday, double units, double levelRate, double seasonRate) {
    double error = units - filter.level - filter.seasons[weekday];
    filter.usualError += Math.max(ERROR_RATE, 1.0 / (days - WEEK)) * (Math.abs(error) - filter.usualError);
    filter.squaredErrors = MEMORY * filter.squaredErrors + error * error;
    double limited = Math.clamp(error, -OUTLIER * filter.usualError, OUTLIER * filter.usualError);
    filter.level += Math.max(levelRate, 1.0 / days) * limited;
    filter.seasons[weekday] += Math.max(seasonRate, 1.0 / Math.ceilDiv(days, WEEK)) * limited;
  }

  /** What each day of the week will be by the best filter, from Thursday (as 1970 began); usage is never below zero. */
  double[] expected() {
    var best = filters[0];
    for (var filter : filters) {
      best = filter.squaredErrors < best.squaredErrors ? filter : best;
    }
    var week = new double[WEEK];
    for (int i = 0; i < WEEK; i++) {
      week[i] = Math.max(0, best.level + best.seasons[i]);
    }
    return week;
  }

  void write(ByteBuffer to) {
    to.putInt(days);
    for (var filter : filters) {
      to.putDouble(filter.level).putDouble(filter.usualError).putDouble(filter.squaredErrors);
      for (double season : filter.seasons) {
        to.putDouble(season);
      }
    }
  }

  static DailyFilters read(ByteBuffer from) {
    var read = new DailyFilters();
    read.days = from.getInt();
    for (var filter : read.filters) {
      filter.level = from.getDouble();
      filter.usualError = from.getDouble();
      filter.squaredErrors = from.getDouble();
      for (int i = 0; i < WEEK; i++) {
        filter.seasons[i] = from.getDouble();
      }
    }
    return read;
  }
}
