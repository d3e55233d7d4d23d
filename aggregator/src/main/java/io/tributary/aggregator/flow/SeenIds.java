package io.tributary.aggregator.flow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which events were counted, for as long as the dedup horizon reaches back in append time. One table in memory, one probe
 * per event; what is new is written as batch rows in the transaction of the commit that counts it, and rows of segments
 * behind the horizon are deleted whole.
 *
 * <p>In memory an id takes 28 bytes a slot (128-bit identity, 64-bit payload hash, segment) at a load of 0.3 to 0.6, so 47
 * to 93 bytes; on disk and in the changelog 24 bytes and its share of a row's key.
 */
final class SeenIds {
  /** Segments in a horizon: an id is kept for the horizon and at most one segment more. */
  private static final int SEGMENTS = 24;

  private static final int ENTRY = 24;
  private static final int BATCH = 4096;
  private static final double MAX_LOAD = 0.6;

  enum Answer { FRESH, REPEAT, CONFLICT }

  private final long segmentMillis;
  private final KeyValueStore<Bytes, byte[]> rows;
  private final List<Pending> pending = new ArrayList<>();
  private long[] idHi;
  private long[] idLo;
  private long[] payload;
  private int[] segment;
  private int used;
  private int newest = Integer.MIN_VALUE;
  private int dropped = Integer.MIN_VALUE;
  private long nextRow;

  private record Pending(int segment, Fingerprint print) {}

  /** Reads back what the rows hold. */
  SeenIds(long horizonMillis, KeyValueStore<Bytes, byte[]> rows) {
    this.segmentMillis = Math.max(1, horizonMillis / SEGMENTS);
    this.rows = rows;
    allocate(1 << 12);
    try (var all = rows.all()) {
      while (all.hasNext()) {
        var row = all.next();
        var key = ByteBuffer.wrap(row.key.get());
        int rowSegment = segmentOf(key.getLong());
        nextRow = Math.max(nextRow, key.getLong() + 1);
        newest = Math.max(newest, rowSegment);
        for (var in = ByteBuffer.wrap(row.value); in.hasRemaining(); ) {
          long hi = in.getLong();
          long lo = in.getLong();
          insert(hi, lo, in.getLong(), rowSegment);
        }
      }
    }
  }

  /** Asks, and remembers the event if it is fresh. An id that was last seen before the horizon is fresh again. */
  Answer probe(Fingerprint print, long appendedMillis) {
    // Never behind the newest: a parked event is judged with its old append time, and its resends come from now on.
    newest = Math.max(newest, segmentOf(appendedMillis));
    int slot = find(print.idHi(), print.idLo());
    if (!isFree(slot) && segment[slot] >= newest - SEGMENTS) {
      return payload[slot] == print.payload() ? Answer.REPEAT : Answer.CONFLICT;
    }
    insert(print.idHi(), print.idLo(), print.payload(), newest);
    pending.add(new Pending(newest, print));
    return Answer.FRESH;
  }

  /** Writes what was remembered since the last call. Call it before every commit. */
  void flush() {
    for (int from = 0; from < pending.size(); ) {
      int rowSegment = pending.get(from).segment();
      int to = from;
      while (to < pending.size() && to - from < BATCH && pending.get(to).segment() == rowSegment) {
        to++;
      }
      var row = ByteBuffer.allocate((to - from) * ENTRY);
      for (var entry : pending.subList(from, to)) {
        row.putLong(entry.print().idHi()).putLong(entry.print().idLo()).putLong(entry.print().payload());
      }
      rows.put(key(rowSegment, nextRow++), row.array());
      from = to;
    }
    pending.clear();
    dropOldRows();
  }

  private void dropOldRows() {
    int oldest = newest - SEGMENTS;
    if (newest == Integer.MIN_VALUE || oldest <= dropped) {
      return;
    }
    var old = new ArrayList<Bytes>();
    try (var range = rows.range(key(0, 0), key(oldest - 1, Long.MAX_VALUE))) {
      range.forEachRemaining(row -> old.add(row.key));
    }
    old.forEach(rows::delete);
    dropped = oldest;
  }

  private int segmentOf(long millis) {
    return (int) (millis / segmentMillis);
  }

  /** By the segment's start in time, not its number: the number's unit is the horizon's, and that may be set anew. */
  private Bytes key(int segment, long row) {
    return Bytes.wrap(ByteBuffer.allocate(16).putLong(segment * segmentMillis).putLong(row).array());
  }

  private void insert(long hi, long lo, long hash, int inSegment) {
    int slot = find(hi, lo);
    if (isFree(slot)) {
      if (used + 1 > idHi.length * MAX_LOAD) {
        rehash();
        slot = find(hi, lo);
      }
      used++;
    }
    idHi[slot] = hi;
    idLo[slot] = lo;
    payload[slot] = hash;
    segment[slot] = inSegment;
  }

  /** Makes room: what is behind the horizon goes, and the table grows only for what is left. */
  private void rehash() {
    long[] oldHi = idHi;
    long[] oldLo = idLo;
    long[] oldPayload = payload;
    int[] oldSegment = segment;
    int live = 0;
    for (int slot = 0; slot < oldHi.length; slot++) {
      live += (oldHi[slot] | oldLo[slot]) != 0 && oldSegment[slot] >= newest - SEGMENTS ? 1 : 0;
    }
    int capacity = oldHi.length;
    while (live + 1 > capacity * MAX_LOAD / 2) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    allocate(capacity);
    for (int slot = 0; slot < oldHi.length; slot++) {
      if ((oldHi[slot] | oldLo[slot]) != 0 && oldSegment[slot] >= newest - SEGMENTS) {
        insert(oldHi[slot], oldLo[slot], oldPayload[slot], oldSegment[slot]);
      }
    }
  }

  private void allocate(int capacity) {
    idHi = new long[capacity];
    idLo = new long[capacity];
    payload = new long[capacity];
    segment = new int[capacity];
    used = 0;
  }

  private boolean isFree(int slot) {
    return (idHi[slot] | idLo[slot]) == 0;
  }

  private int find(long hi, long lo) {
    int mask = idHi.length - 1;
    int slot = (int) (lo ^ lo >>> 32) & mask;
    while (!isFree(slot) && (idHi[slot] != hi || idLo[slot] != lo)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
