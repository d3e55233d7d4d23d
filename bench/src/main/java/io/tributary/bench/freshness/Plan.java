package io.tributary.bench.freshness;

/**
 * All that the loading JVM is told, as JSON in its one argument.
 *
 * @param data the node's, with the file that says where its doors are
 * @param nodePid of the node's process
 * @param directoryVersion to stamp events with that do not pass ingest
 * @param placedFrom first hour of the world
 * @param seed of the load
 * @param rate events a second
 * @param direct whether the load goes straight to Kafka; probes never do
 * @param warmUpMillis before anything counts
 * @param probeMillis between two probes of a lane, on average
 * @param pollMillis between two looks at the partner's total, at least
 */
record Plan(String data, long nodePid, long directoryVersion, int placedFrom, long seed, long rate, boolean direct, long warmUpMillis,
    long measuredMillis, long probeMillis, long pollMillis) {}
