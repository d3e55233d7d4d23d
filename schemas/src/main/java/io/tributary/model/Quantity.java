package io.tributary.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.stream.LongStream;

/**
 * An exact decimal of usage: a 128-bit two's complement count of 10⁻¹⁵. Every quantity, at every level, has this one
 * scale, so adding never rounds and never depends on a type's scale. Totals to ±10¹⁵ fit 10⁸ times over.
 *
 * @param hi upper 64 bits
 * @param lo lower 64 bits, unsigned
 */
public record Quantity(long hi, long lo) implements Comparable<Quantity> {
  /** Decimals kept; also the scale of every Avro {@code decimal} in our topics. */
  public static final int SCALE = 15;

  /** The largest magnitude of a single event's quantity, and of what a total is promised to hold: 10¹⁵. */
  public static final BigDecimal LIMIT = BigDecimal.TEN.pow(15);

  public static final Quantity ZERO = new Quantity(0, 0);
  public static final Quantity ONE = ofUnits(1);
  private static final long ONE_UNIT = 1_000_000_000_000_000L;
  private static final long[] TENS = LongStream.iterate(1, ten -> ten * 10).limit(SCALE + 1).toArray();
  private static final long FIVES_INVERSE =
      BigInteger.valueOf(5).pow(SCALE).modInverse(BigInteger.ONE.shiftLeft(Long.SIZE)).longValue();

  /** A whole number of units. */
  public static Quantity ofUnits(long units) {
    return new Quantity(Math.multiplyHigh(units, ONE_UNIT), units * ONE_UNIT);
  }

  /** @throws ArithmeticException when {@code value} has more than 15 decimals or does not fit */
  public static Quantity of(BigDecimal value) {
    if (value.signum() == 0) {
      return ZERO; // 0e-999999999 must not be written out
    }
    return ofUnscaled(value.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue());
  }

  /** The number of so many of a decimal of the scale, 0 to 15: {@code of(1234, 2)} is 12.34. */
  public static Quantity of(long unscaled, int scale) {
    long factor = TENS[SCALE - scale];
    return new Quantity(Math.multiplyHigh(unscaled, factor), unscaled * factor);
  }

  /** @throws NumberFormatException when it is no number; @throws ArithmeticException as {@link #of(BigDecimal)} */
  public static Quantity parse(String decimal) {
    return of(new BigDecimal(decimal));
  }

  /** @throws ArithmeticException beyond 127 bits */
  public static Quantity ofUnscaled(BigInteger unscaled) {
    if (unscaled.bitLength() > 127) {
      throw new ArithmeticException("quantity does not fit: " + unscaled.bitLength() + " bits");
    }
    return new Quantity(unscaled.shiftRight(64).longValue(), unscaled.longValue());
  }

  /**
   * Reads a big-endian two's complement number, as Avro's {@code decimal} on bytes stores it.
   *
   * @throws ArithmeticException when there is no byte, or more than 16
   */
  public static Quantity ofBytes(byte[] bytes, int offset, int length) {
    if (length < 1 || length > 16) {
      throw new ArithmeticException("a quantity takes 1 to 16 bytes, not " + length);
    }
    long lo = bytes[offset];
    long hi = lo >> 63;
    for (int i = 1; i < length; i++) {
      hi = hi << 8 | lo >>> 56;
      lo = lo << 8 | bytes[offset + i] & 0xff;
    }
    return new Quantity(hi, lo);
  }

  /** The fewest big-endian two's complement bytes, as Avro's {@code decimal} on bytes stores it. */
  public byte[] toBytes() {
    int bits = hi == lo >> 63 ? 64 - Long.numberOfLeadingZeros(lo ^ lo >> 63) : 128 - Long.numberOfLeadingZeros(hi ^ hi >> 63);
    var bytes = new byte[bits / 8 + 1];
    for (int i = bytes.length - 1, shift = 0; i >= 0; i--, shift += 8) {
      bytes[i] = (byte) (shift < 64 ? lo >> shift : hi >> shift - 64);
    }
    return bytes;
  }

  public BigInteger unscaled() {
    return hi == lo >> 63 ? BigInteger.valueOf(lo) : new BigInteger(toBytes());
  }

  /** With 15 decimals. */
  public BigDecimal toBigDecimal() {
    return hi == lo >> 63 ? BigDecimal.valueOf(lo, SCALE) : new BigDecimal(unscaled(), SCALE);
  }

  /** The same number, without decimals where it is whole, as most are: reckoning with short numbers takes a fraction of the time. */
  public BigDecimal toShortDecimal() {
    // A whole number is n * 2^15 * 5^15: its bits above the 15th are n * 5^15, of which the inverse gives n back, if it fits.
    long whole = (hi << Long.SIZE - SCALE | lo >>> SCALE) * FIVES_INVERSE;
    return ofUnits(whole).equals(this) ? BigDecimal.valueOf(whole) : toBigDecimal();
  }

  public Quantity plus(Quantity other) {
    long sum = lo + other.lo;
    return new Quantity(hi + other.hi + (Long.compareUnsigned(sum, lo) < 0 ? 1 : 0), sum);
  }

  public Quantity minus(Quantity other) {
    return new Quantity(hi - other.hi - (Long.compareUnsigned(lo, other.lo) < 0 ? 1 : 0), lo - other.lo);
  }

  public int signum() {
    return hi < 0 ? -1 : hi == 0 && lo == 0 ? 0 : 1;
  }

  @Override
  public int compareTo(Quantity other) {
    int upper = Long.compare(hi, other.hi);
    return upper != 0 ? upper : Long.compareUnsigned(lo, other.lo);
  }

  /** Plain decimal without trailing zeros: {@code 0.5}, {@code 1200}. */
  @Override
  public String toString() {
    return signum() == 0 ? "0" : toBigDecimal().stripTrailingZeros().toPlainString();
  }
}
