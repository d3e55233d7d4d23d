/**
 * In: the buckets of one series, each once and in order. Out: how surprising each was, what was expected and the band around it. It is
 * a pure function of the series with one set of parameters for all of them: no clock, no randomness, no I/O, at most 4 KB of state, and
 * no band where there is too little history to draw one.
 */
package io.tributary.detection;
