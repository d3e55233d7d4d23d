package io.tributary.model;

import java.util.Locale;

/**
 * How a month's value follows from its hours, always over that level's own summed hours. An hour without usage
 * counts as zero in each formula; {@link io.tributary.rules.Monthly} evaluates them.
 */
public enum MonthlyFunction {
  /** All hours added up. */
  SUM,
  /** All hours added up, divided by the elapsed hours of the month. */
  AVG,
  /** The greatest hour. */
  MAX,
  /** The highest hour left after the top floor(1 % of the elapsed hours) are dropped. */
  TOP99P;

  /** The name used in the catalogue, the API and topics: {@code top99p}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** @throws IllegalArgumentException naming the label, when there is no such function */
  public static MonthlyFunction fromLabel(String label) {
    for (var function : values()) {
      if (function.label().equals(label)) {
        return function;
      }
    }
    throw new IllegalArgumentException("unknown monthly function '" + label + "'");
  }
}
