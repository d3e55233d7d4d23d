/**
 * In: a rate. Out: how long it takes from the answer 202 until the usage is in the partner's total, while events come at that rate
 * over the same doors that everybody uses. A run counts only if every probe was seen and all that was accepted is in the totals.
 */
package io.tributary.bench.freshness;
