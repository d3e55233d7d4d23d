/**
 * In: the fingerprints of events, in the order of their partition. Out: whether each is fresh, a repeat or a conflict, exactly,
 * for as long as the horizon reaches back in append time. The truth is the rows of the logged store, which commit with the
 * offsets; tables in memory and run files are made from them, are one task's own, and may be lost at any time.
 */
package io.tributary.aggregator.dedup;
