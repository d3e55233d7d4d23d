package io.tributary.bench.dedup;

/**
 * What a measuring JVM is told.
 *
 * @param ids in the horizon
 * @param dir for the store and the files
 */
record Job(long ids, String dir, long seed) {}
