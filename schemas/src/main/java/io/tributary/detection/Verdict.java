package io.tributary.detection;

/**
 * What is thought of one bucket.
 *
 * @param value what the bucket holds, so far where it is unfinished
 * @param score how surprising it is, from 0 to 1; it falls while an anomaly goes on, so that its first bucket has the highest
 * @param expected what a usual bucket would hold; NaN, as the band, while there is too little history
 * @param low the lower end of the band at {@link Sensitivity#MEDIUM}; below 0 where nothing at all would be usual too
 * @param high its upper end
 * @param finished whether the bucket is over; before that it cannot be too low
 */
public record Verdict(double value, double score, double expected, double low, double high, boolean finished) {
  /** Whether there is too little history for a band: nothing is above or below then. */
  public boolean learning() {
    return Double.isNaN(expected);
  }

  /** Upper end of the band at a sensitivity. */
  public double high(Sensitivity sensitivity) {
    return expected + (high - expected) * sensitivity.bounds() / Sensitivity.MEDIUM.bounds();
  }

  /** Lower end of the band at a sensitivity; 0 where it would be below and neither the value nor what is expected is. */
  public double low(Sensitivity sensitivity) {
    double end = expected - (expected - low) * sensitivity.bounds() / Sensitivity.MEDIUM.bounds();
    return expected >= 0 && value >= 0 ? Math.max(0, end) : end;
  }

  public boolean above(Sensitivity sensitivity) {
    return value > high(sensitivity);
  }

  public boolean below(Sensitivity sensitivity) {
    return finished && value < low(sensitivity);
  }
}
