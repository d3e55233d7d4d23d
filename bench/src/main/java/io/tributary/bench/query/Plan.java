package io.tributary.bench.query;

/**
 * All that the asking JVM is told, as JSON in its one argument.
 *
 * @param data the node's, with the file that says where its doors are
 * @param nodePid of the node's process
 * @param directoryVersion to stamp the history with, which does not pass ingest
 * @param firstHour of the fleet
 * @param historyFrom first hour with usage
 * @param historyTo first hour after
 * @param rate live events a second
 * @param warmUpMillis before anything counts
 * @param askMillis from one round of questions to the next, at least
 */
record Plan(String data, long nodePid, long directoryVersion, int accounts, int firstHour, int historyFrom, int historyTo, long seed,
    long rate, long warmUpMillis, long measuredMillis, long askMillis) {
  Fleet fleet() {
    return new Fleet(accounts, firstHour);
  }
}
