/**
 * In: numbers of ids in the horizon. Out: what an id takes in memory and on disk, and how fast fresh ids and resends are told
 * apart, each number in a fresh JVM with the same small heap. Every answer is checked: a run in which a resend was not recognised,
 * or a fresh id was taken for a repeat, is reported and fails.
 */
package io.tributary.bench.dedup;
