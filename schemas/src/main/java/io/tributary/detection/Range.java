package io.tributary.detection;

import java.nio.ByteBuffer;

/** How high and how low something has been. It narrows slowly, so that what was long ago is not forever. */
final class Range {
  /** The share of its half width that it loses with each bucket: a tenth in a thousand. */
  private static final double NARROWING = .0001;

  /** Parts of the width: to be one of them beyond counts 1. */
  private static final double PARTS = 20;
  private static final double LOG_2 = StrictMath.log(2);

  private double highest;
  private double lowest;

  void begin(double size) {
    highest = size;
    lowest = size;
  }

  double highest() {
    return highest;
  }

  double lowest() {
    return lowest;
  }

  /**
   * How far beyond all that has been: 0 within, 1 where it is a twentieth of the width, and then about one more for each doubling, until
   * it is the width: where all was the same so far, another value is no more than that.
   *
   * @param scale what the width is at least, as it were: above 0
   */
  double beyond(double size, double scale) {
    double by = Math.max(size - highest, lowest - size);
    return by > 0 ? StrictMath.log(1 + PARTS * Math.min(1, by / (highest - lowest + scale))) / LOG_2 : 0;
  }

  void learn(double size) {
    double middle = (highest + lowest) / 2;
    highest = Math.max(size, highest + NARROWING * (middle - highest));
    lowest = Math.min(size, lowest + NARROWING * (middle - lowest));
  }

  void write(ByteBuffer to) {
    to.putDouble(highest).putDouble(lowest);
  }

  static Range read(ByteBuffer from) {
    var range = new Range();
    range.highest = from.getDouble();
    range.lowest = from.getDouble();
    return range;
  }
}
