package io.tributary.aggregator.dedup;

import java.nio.ByteBuffer;

/**
 * What a run holds. The same words stand in the store, committed with the rows that the run was made from, and in the run's
 * file: a file is believed when both are equal, so one that was made in a transaction that did not commit never is.
 *
 * @param fromRow the first of the store's rows that it was made from
 * @param toRow the first after them
 * @param digest of all its ids, in order
 * @param firstSegment no id is of an earlier one
 * @param lastSegment no id is of a later one: behind the horizon the whole run goes
 * @param count of ids
 * @param buckets of its filter
 * @param level 0 when it was written from memory; one more than the highest that it was merged from
 */
record RunHeader(long fromRow, long toRow, long digest, int firstSegment, int lastSegment, int count, int buckets, int level) {
  static final int BYTES = 44;

  void write(ByteBuffer out) {
    out.putLong(fromRow).putLong(toRow).putLong(digest).putInt(firstSegment).putInt(lastSegment).putInt(count)
        .putInt(buckets).putInt(level);
  }

  static RunHeader read(ByteBuffer in) {
    return new RunHeader(in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
  }

  String fileName() {
    return fromRow + "-" + toRow + ".ids";
  }
}
