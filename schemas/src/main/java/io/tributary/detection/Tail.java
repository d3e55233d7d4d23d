package io.tributary.detection;

import java.nio.ByteBuffer;

/**
 * How often one kind of deviation was how large, on each side: what makes a deviation rare is that this series seldom had one, not that a
 * normal distribution would not. Old ones are forgotten. What was never seen is as rare as the largest ones make it: a deviation counts
 * as a part of a larger one, (small / large)^4.
 */
final class Tail {
  /** A quarter of an octave each, from a quarter of the usual deviation to 64 times it; the ends hold all beyond. */
  private static final int BINS = 32;
  private static final int PER_OCTAVE = 4;
  private static final int LEAST_EXPONENT = -2;

  /** The share forgotten with each bucket: a memory of a thousand. */
  private static final double FORGET = .001;

  /** A first deviation of z is taken for one of (1 + z)^4: there is always one that was seen, as it were. */
  private static final double BEFORE = 1;

  private static final double[] CENTRES = new double[BINS];
  private static final double[] CENTRES_4 = new double[BINS];
  private static final double[] QUARTERS = {1, StrictMath.pow(2, .25), StrictMath.pow(2, .5), StrictMath.pow(2, .75)};
  private static final double LEAST = StrictMath.scalb(1.0, LEAST_EXPONENT);
  private static final double MOST = StrictMath.scalb(.999, LEAST_EXPONENT + BINS / PER_OCTAVE);

  /** From a bin's centre to the next one's, the other way, to the fourth power. */
  private static final double NEXT = .5;

  static {
    for (int i = 0; i < BINS; i++) {
      CENTRES[i] = StrictMath.pow(2, LEAST_EXPONENT + (i + .5) / PER_OCTAVE);
      CENTRES_4[i] = fourth(CENTRES[i]);
    }
  }

  private final float[] above = new float[BINS];
  private final float[] below = new float[BINS];
  private double total;

  /** @param deviation in usual ones, with its sign */
  void learn(double deviation) {
    float keep = (float) (1 - FORGET);
    for (int i = 0; i < BINS; i++) {
      above[i] *= keep;
      below[i] *= keep;
    }
    total = total * keep + 1;
    side(deviation)[bin(Math.abs(deviation))]++;
  }

  private float[] side(double deviation) {
    return deviation < 0 ? below : above;
  }

  /** The share of buckets that deviated so much to this side, as -log10: 0 where all did, 3 where one of a thousand did. */
  double surprise(double deviation) {
    var seen = side(deviation);
    double size = Math.clamp(Math.abs(deviation), LEAST, MOST);
    int at = bin(size);
    double larger = 0;
    for (int i = at + 1; i < BINS; i++) {
      larger += seen[i];
    }
    double smaller = 0;
    for (int i = 0; i < at; i++) {
      smaller = (smaller + seen[i]) * NEXT;
    }
    double part = fourth(CENTRES[at] / size);
    double share = (larger + seen[at] * Math.min(1, part) + smaller * part + BEFORE / fourth(1 + size)) / (total + 2 * BEFORE);
    return share >= 1 ? 0 : -StrictMath.log10(share);
  }

  /** The deviation that this share of buckets goes beyond. @param up on which side */
  double reach(double share, boolean up) {
    var seen = up ? above : below;
    double of = share * (total + 2 * BEFORE);
    double larger = 0;
    double parts = BEFORE;
    for (int i = 0; i < BINS; i++) {
      parts += seen[i] * CENTRES_4[i];
    }
    for (int i = BINS - 1; i > 0 && larger < of; i--) {
      double reach = StrictMath.sqrt(StrictMath.sqrt(parts / (of - larger)));
      if (reach >= CENTRES[i]) {
        return reach;
      }
      larger += seen[i];
      parts = Math.max(0, parts - seen[i] * CENTRES_4[i]);
    }
    return CENTRES[0];
  }

  private static int bin(double size) {
    double within = Math.clamp(size, LEAST, MOST);
    int octave = Math.getExponent(within);
    double rest = StrictMath.scalb(within, -octave);
    int quarter = 3;
    while (rest < QUARTERS[quarter]) {
      quarter--;
    }
    return (octave - LEAST_EXPONENT) * PER_OCTAVE + quarter;
  }

  private static double fourth(double x) {
    return x * x * (x * x);
  }

  void write(ByteBuffer to) {
    to.putDouble(total);
    for (int i = 0; i < BINS; i++) {
      to.putFloat(above[i]).putFloat(below[i]);
    }
  }

  static Tail read(ByteBuffer from) {
    var tail = new Tail();
    tail.total = from.getDouble();
    for (int i = 0; i < BINS; i++) {
      tail.above[i] = from.getFloat();
      tail.below[i] = from.getFloat();
    }
    return tail;
  }
}
