package io.tributary.forecast;

import io.tributary.model.MonthCell;
import java.util.Arrays;

/**
 * What the hours that are forecast come to for one end of a month.
 *
 * @param sum of all of them
 * @param peaks what the highest of them are to be multiplied by, the very highest first: single hours stand out of a forecast
 */
record Outlook(double sum, double[] peaks) {
  static final Outlook NOTHING = new Outlook(0, new double[MonthCell.TOP]);

  /** The same for each end. */
  static Outlook[] certain() {
    var all = new Outlook[Forecast.End.values().length];
    Arrays.fill(all, NOTHING);
    return all;
  }
}
