package io.tributary.rating;

import java.math.BigDecimal;

/**
 * What one billing dimension costs in a period, or, {@linkplain Charges#merge added up}, in a month. Amounts are in the
 * contract's currency and have {@link Rating#SCALE} decimals; usage is in the usage type's unit and has
 * {@link Rating#USAGE_SCALE}. Usage of a level (hosts) counts unit-months, so that periods can be added: 10 hosts through half
 * a month are 5, and 720 host-hours of a month of 720 hours are 1.
 *
 * @param usage billable usage
 * @param included commitment and allotments, used or not; with hourly metering, where an hour keeps nothing for the next, that
 *     part of the usage which they covered
 * @param onDemandUsage usage that went beyond; the rest, {@link #coveredUsage()}, is paid by the commitment
 * @param committed fee of the commitment, and what was missing to the minimum
 * @param onDemand price of the on-demand usage
 * @param list what the whole usage would cost at the list price, or at the on-demand price where there is none
 */
public record Charge(String dimension, BigDecimal usage, BigDecimal included, BigDecimal onDemandUsage, BigDecimal committed,
    BigDecimal onDemand, BigDecimal list) {

  /** Exact: both parts are rounded already. */
  public BigDecimal total() {
    return committed.add(onDemand);
  }

  /** Usage that commitment and allotments covered; with the on-demand usage it is all. */
  public BigDecimal coveredUsage() {
    return usage.subtract(onDemandUsage);
  }

  /** With the on-demand usage and amount of {@code other} where they are greater; what is owed in any case stays. */
  Charge atLeast(Charge other) {
    return new Charge(dimension, usage.max(other.usage), included, onDemandUsage.max(other.onDemandUsage), committed,
        onDemand.max(other.onDemand), list.max(other.list));
  }

  Charge plus(Charge other) {
    return new Charge(dimension, usage.add(other.usage), included.add(other.included), onDemandUsage.add(other.onDemandUsage),
        committed.add(other.committed), onDemand.add(other.onDemand), list.add(other.list));
  }
}
