package io.tributary.monitor;

import java.math.BigDecimal;
import java.util.Optional;

/** How a value must stand to a threshold for the threshold to be crossed. */
public enum Comparison {
  ABOVE(">"),
  AT_LEAST(">="),
  BELOW("<"),
  AT_MOST("<="),
  EQUAL("=="),
  NOT_EQUAL("!=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** As queries write it. */
  public String sign() {
    return sign;
  }

  public static Optional<Comparison> ofSign(String sign) {
    for (var one : values()) {
      if (one.sign.equals(sign)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Whether a value that rises can begin to cross: only then is an alert certain before a bucket has ended. */
  public boolean isUpward() {
    return this == ABOVE || this == AT_LEAST;
  }

  public boolean isDownward() {
    return this == BELOW || this == AT_MOST;
  }

  public boolean holds(BigDecimal value, BigDecimal threshold) {
    int order = value.compareTo(threshold);
    return switch (this) {
      case ABOVE -> order > 0;
      case AT_LEAST -> order >= 0;
      case BELOW -> order < 0;
      case AT_MOST -> order <= 0;
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
    };
  }
}
