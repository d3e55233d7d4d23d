package io.tributary.bench.query;

/**
 * What the asking JVM answers when the history is written.
 *
 * @param events of it
 * @param seconds until all of them were in every cell
 */
record Told(long events, double seconds) {}
