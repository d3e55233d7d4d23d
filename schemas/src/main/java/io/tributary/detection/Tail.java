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
  private static final double NEXT_4 = NEXT * NEXT * NEXT * NEXT;

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

  /** The share of buckets that deviated so much to this side, above 0: 1 where all did, .001 where one of a thousand did. */
  double share(double deviation) {
    var seen = side(deviation);
    double size = Math.clamp(Math.abs(deviation), LEAST, MOST);
    int at = bin(size);
    // Four sums at a time: one would wait for each addition.
    double larger = 0;
    double larger1 = 0;
    double larger2 = 0;
    double larger3 = 0;
    int i = BINS - 1;
    for (; i > at + 4; i -= 4) {
      larger += seen[i];
      larger1 += seen[i - 1];
      larger2 += seen[i - 2];
      larger3 += seen[i - 3];
    }
    for (; i > at; i--) {
      larger += seen[i];
    }
    larger += larger1 + larger2 + larger3;
    double smaller = 0;
    double smaller1 = 0;
    double smaller2 = 0;
    double smaller3 = 0;
    double weight = NEXT;
    for (i = at - 1; i >= 3; i -= 4) {
      smaller += weight * seen[i];
      smaller1 += weight * seen[i - 1];
      smaller2 += weight * seen[i - 2];
      smaller3 += weight * seen[i - 3];
      weight *= NEXT_4;
    }
    for (; i >= 0; i--) {
      smaller += weight * seen[i];
      weight *= NEXT;
    }
    smaller += NEXT * (smaller1 + NEXT * (smaller2 + NEXT * smaller3));
    double part = fourth(CENTRES[at] / size);
    return Math.min(1, (larger + seen[at] * Math.min(1, part) + smaller * part + BEFORE / fourth(1 + size)) / (total + 2 * BEFORE));
  }

  /** The deviation that this share of buckets goes beyond. @param up on which side */
  double reach(double share, boolean up) {
    var seen = up ? above : below;
    double parts = BEFORE;
    for (int i = 0; i < BINS; i++) {
      parts += seen[i] * CENTRES_4[i];
    }
    // From the largest down, until those that are larger and parts of those that are smaller make up the share.
    double left = share * (total + 2 * BEFORE);
    int at = BINS - 1;
    while (at > 0 && left > seen[at] && parts < CENTRES_4[at] * left) {
      left -= seen[at];
      parts = Math.max(0, parts - seen[at] * CENTRES_4[at]);
      at--;
    }
    return Math.max(CENTRES[at], Math.sqrt(Math.sqrt(parts / left)));
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
