package io.tributary.detection;

import java.nio.ByteBuffer;

/**
 * The model of one series. The same buckets make the same bytes, on any machine and however often the model was written and read in
 * between. Changes in place; one thread.
 */
public final class Detector {
  /** Most that {@link #write()} returns. */
  public static final int MOST_BYTES = 4096;

  private static final byte VERSION = 1;

  private Detector() {
  }

  /** Nothing learned yet. */
  public static Detector fresh() {
    return new Detector();
  }

  /**
   * What {@link #write()} wrote, from the buffer's position on; the buffer ends behind it.
   *
   * @throws IllegalArgumentException when it was not
   */
  public static Detector read(ByteBuffer from) {
    byte version = from.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("a detector of version " + version + ", not " + VERSION);
    }
    return new Detector();
  }

  /** At most {@link #MOST_BYTES}, the first byte a version. */
  public byte[] write() {
    return new byte[] {VERSION};
  }

  /**
   * Judges a finished bucket by those before it, then learns it.
   *
   * @param endSeconds end of the bucket since 1970; one that is not later than the last learned is judged and not learned
   * @param value what it holds; a bucket without data is not observed, or as 0 where no data means none
   */
  public Verdict observe(long endSeconds, double value) {
    return new Verdict(value, 0, Double.NaN, Double.NaN, Double.NaN, true);
  }

  /**
   * Judges a bucket without learning it.
   *
   * @param valueSoFar what it holds by now; it is taken not to fall any more
   * @param elapsed how much of it is over, above 0 and at most 1
   */
  public Verdict peek(long endSeconds, double valueSoFar, double elapsed) {
    return new Verdict(valueSoFar, 0, Double.NaN, Double.NaN, Double.NaN, elapsed >= 1);
  }
}
