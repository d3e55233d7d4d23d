package io.tributary.forecast;

import java.util.Optional;

/** What a series' model says about the hours of a month that it has not learned. Counting units, as the cells have them. */
public sealed interface Forecast {
  /**
   * The series is too young for an answer.
   *
   * @param days full days that it knows, from its first usage on
   * @param needed days that it takes
   */
  record TooYoung(int days, int needed) implements Forecast {
    /** For people: {@code 3 days of usage known, 28 needed}. */
    public String reason() {
      return "%d %s of usage known, %d needed".formatted(days, days == 1 ? "day" : "days", needed);
    }
  }

  /** What the sum of the remaining hours lies in, four times out of five and nineteen times out of twenty. */
  record Bands(double lo80, double hi80, double lo95, double hi95) {}

  /**
   * The hours from {@link #from} to the end of the month, none of them when all are learned.
   *
   * @param monthHours hours of the whole month
   */
  final class Expected implements Forecast {
    private final int monthHours;
    private final int from;
    private final double[] units;
    private final double sum;
    private final Bands bands;
    private final TooYoung whyNoBands;

    private Expected(int monthHours, int from, double[] units, double sum, Bands bands, TooYoung whyNoBands) {
      this.monthHours = monthHours;
      this.from = from;
      this.units = units;
      this.sum = sum;
      this.bands = bands;
      this.whyNoBands = whyNoBands;
    }

    static Expected of(int monthHours, int from, double[] units, double half80, double half95) {
      double sum = sum(units);
      return new Expected(monthHours, from, units, sum,
          new Bands(Math.max(0, sum - half80), sum + half80, Math.max(0, sum - half95), sum + half95), null);
    }

    static Expected withoutBands(int monthHours, int from, double[] units, TooYoung why) {
      return new Expected(monthHours, from, units, sum(units), null, why);
    }

    private static double sum(double[] units) {
      double sum = 0;
      for (double hour : units) {
        sum += hour;
      }
      return sum;
    }

    public int monthHours() {
      return monthHours;
    }

    /** First hour that is forecast. */
    public int from() {
      return from;
    }

    /** How many hours are forecast, without a gap. */
    public int hours() {
      return units.length;
    }

    /** @param hour from {@link #from()} to the month's last */
    public double units(int hour) {
      return units[hour - from];
    }

    /** Of all forecast hours. */
    public double sum() {
      return sum;
    }

    public Optional<Bands> bands() {
      return Optional.ofNullable(bands);
    }

    /** There exactly when {@link #bands()} are not. */
    public Optional<TooYoung> whyNoBands() {
      return Optional.ofNullable(whyNoBands);
    }
  }
}
