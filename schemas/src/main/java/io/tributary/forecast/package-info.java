/**
 * In: the hours of one series, each learned once and in order, and what its month says so far. Out: the month's end, with bands
 * where the series' own past forecasts are evidence for them. The model's state is the one place where usage is a double: what leaves
 * this package is exact and rounded to the type's scale, and there is no clock, no randomness and no I/O.
 */
package io.tributary.forecast;
