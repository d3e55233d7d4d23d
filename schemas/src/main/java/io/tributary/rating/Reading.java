package io.tributary.rating;

/**
 * What a meter shows at the end of a period: priced units of a whole month that is like the period.
 *
 * @param usage all of it; of levels the unit is a unit-month
 * @param included what commitment and allotments cover, see {@link Charge#included()}
 * @param onDemand what goes beyond
 * @param hoursPriced on-demand units that are priced in one of these units: the month's hours where the price is for
 *     a unit-hour, else 1
 */
record Reading(Fraction usage, Fraction included, Fraction onDemand, int hoursPriced) {
  /** {@code quantity} as the on-demand price, its tiers and the list price count it. */
  Fraction priced(Fraction quantity) {
    return quantity.times(hoursPriced, 1);
  }
}
