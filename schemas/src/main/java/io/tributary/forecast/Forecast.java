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

  /** Ways that the month may end, from the least usage to the most: the middle, and the ends of the 95 % and the 80 % band. */
  enum End {
    LO95, LO80, EXPECTED, HI80, HI95
  }

  /** The hours from {@link #from} to the end of the month, none of them when all are learned. */
  final class Expected implements Forecast {
    private final int monthHours;
    private final int from;
    private final double[] units;
    private final Outlook[] outlooks;
    private final TooYoung whyNoBands;

    /** @param outlooks of each {@link End}, or of {@link End#EXPECTED} alone where there is a reason for it */
    Expected(int monthHours, int from, double[] units, Outlook[] outlooks, TooYoung whyNoBands) {
      this.monthHours = monthHours;
      this.from = from;
      this.units = units;
      this.outlooks = outlooks;
      this.whyNoBands = whyNoBands;
    }

    /** Of the whole month. */
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

    /** Of all forecast hours, as they are expected. */
    public double sum() {
      return outlook(End.EXPECTED).sum();
    }

    /** Why there is no outlook but the expected one; empty when there are all. */
    public Optional<TooYoung> whyNoBands() {
      return Optional.ofNullable(whyNoBands);
    }

    /** @throws IllegalStateException for the end of a band where there are none */
    Outlook outlook(End end) {
      if (whyNoBands != null && end != End.EXPECTED) {
        throw new IllegalStateException("no bands: " + whyNoBands.reason());
      }
      return whyNoBands != null ? outlooks[0] : outlooks[end.ordinal()];
    }

    /** Of all forecast hours, for any end. @throws IllegalStateException for the end of a band where there are none */
    public double sum(End end) {
      return outlook(end).sum();
    }
  }
}
