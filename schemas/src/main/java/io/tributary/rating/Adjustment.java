package io.tributary.rating;

import java.math.BigDecimal;
import java.util.OptionalInt;

/**
 * What usage that came after its month was closed changes in that month's cost. It is charged in the month that was open then.
 *
 * @param month the closed month, as {@link io.tributary.model.Hours#month}; empty in a partner's total
 * @param org whose usage it is; the account's parent org where a dimension's cost changed without usage of its own; empty in a
 *     partner's total
 * @param usage the late usage, its hours added up, in usage units
 * @param buy amount by the contract; negative where more usage makes a month cheaper
 * @param sell amount by the sell prices of that month; zero where none were published
 */
public record Adjustment(OptionalInt month, String dimension, String org, BigDecimal usage, BigDecimal buy, BigDecimal sell) {
  Adjustment plus(Adjustment other) {
    return new Adjustment(month, dimension, org, usage.add(other.usage), buy.add(other.buy), sell.add(other.sell));
  }

  Adjustment negated() {
    return new Adjustment(month, dimension, org, usage.negate(), buy.negate(), sell.negate());
  }

  /** As part of a total over accounts. */
  Adjustment ofTotal() {
    return new Adjustment(OptionalInt.empty(), dimension, "", usage, buy, sell);
  }
}
