package io.tributary.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact number on the way to an amount: averages and shares of a month have no finite decimals, and a tie must be seen as a
 * tie when the amount is rounded. It is never reduced: a charge takes a few steps only.
 *
 * @param under above zero
 */
record Fraction(BigDecimal over, BigDecimal under) {
  static final Fraction ZERO = of(BigDecimal.ZERO);

  static Fraction of(BigDecimal value) {
    return new Fraction(value, BigDecimal.ONE);
  }

  Fraction plus(Fraction other) {
    return under.equals(other.under) ? new Fraction(over.add(other.over), under)
        : new Fraction(over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
  }

  Fraction minus(Fraction other) {
    return plus(other.times(BigDecimal.ONE.negate()));
  }

  Fraction times(BigDecimal factor) {
    return new Fraction(over.multiply(factor), under);
  }

  Fraction times(int numerator, int denominator) {
    return new Fraction(over.multiply(BigDecimal.valueOf(numerator)), under.multiply(BigDecimal.valueOf(denominator)));
  }

  Fraction dividedBy(BigDecimal positive) {
    return new Fraction(over, under.multiply(positive));
  }

  Fraction max(Fraction other) {
    return over.multiply(other.under).compareTo(other.over.multiply(under)) >= 0 ? this : other;
  }

  /** This, or zero when it is negative. */
  Fraction orZero() {
    return over.signum() < 0 ? ZERO : this;
  }

  BigDecimal rounded(int decimals) {
    return over.divide(under, decimals, RoundingMode.HALF_EVEN);
  }
}
