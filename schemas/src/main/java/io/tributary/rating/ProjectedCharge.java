package io.tributary.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Optional;

/**
 * A charge as it is expected at the month's end.
 *
 * @param band how far off it may be; empty without enough history to say
 */
public record ProjectedCharge(Charge charge, Optional<Band> band) {
  /** How far below and above the projected total the month may end, with 80 % and 95 % of outcomes within. None is negative. */
  public record Band(BigDecimal below80, BigDecimal above80, BigDecimal below95, BigDecimal above95) {
    /** Decimals of an amount. */
    private static final int SCALE = 6;

    public static final Band NONE = new Band(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** The squares of all four: what is added up where errors are independent. */
    public Band squared() {
      return new Band(square(below80), square(above80), square(below95), square(above95));
    }

    /** What {@link #squared} was made of. */
    public Band root() {
      return new Band(root(below80), root(above80), root(below95), root(above95));
    }

    public Band plus(Band other) {
      return new Band(below80.add(other.below80), above80.add(other.above80), below95.add(other.below95), above95.add(other.above95));
    }

    public Band minus(Band other) {
      return new Band(below80.subtract(other.below80), above80.subtract(other.above80), below95.subtract(other.below95),
          above95.subtract(other.above95));
    }

    /** The band of a sum whose parts err independently of each other. */
    public static Band ofSum(Collection<Band> parts) {
      return parts.size() == 1 ? parts.iterator().next() : parts.stream().map(Band::squared).reduce(NONE, Band::plus).root();
    }

    private static BigDecimal square(BigDecimal value) {
      return value.multiply(value).setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /** The nearest of 6 decimals, reckoned in whole millionths: many thousands of them are in a partner's answer. */
    private static BigDecimal root(BigDecimal square) {
      var wide = square.max(BigDecimal.ZERO).setScale(2 * SCALE, RoundingMode.HALF_EVEN).unscaledValue();
      var floor = wide.sqrt();
      boolean isNearerToNext = wide.subtract(floor.multiply(floor)).compareTo(floor) > 0;
      return new BigDecimal(isNearerToNext ? floor.add(BigInteger.ONE) : floor, SCALE);
    }
  }
}
