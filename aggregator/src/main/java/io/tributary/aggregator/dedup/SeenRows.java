package io.tributary.aggregator.dedup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store's rows: the truth of what was seen. A row has up to 4,096 ids; its key is the start of its segment in time, because
 * a segment's number means nothing once the horizon is set anew, and its own number. Both only grow. One row more, behind all
 * others, names the runs, so that a run is believed only when the transaction that made it was committed.
 */
final class SeenRows {
  static final int BATCH = 4096;
  static final int ENTRY = 24;
  private static final Bytes FIRST = key(0, 0);
  private static final Bytes RUNS = key(Long.MAX_VALUE, 0);
  private static final Bytes LAST = key(Long.MAX_VALUE - 1, Long.MAX_VALUE);

  /** Rows that are deleted in one flush: a segment may have a hundred thousand. */
  private static final int DELETED_AT_ONCE = 5_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final List<byte[]> pending = new ArrayList<>();
  private final List<Bytes> pendingKeys = new ArrayList<>();
  private final ByteBuffer row = ByteBuffer.allocate(BATCH * ENTRY);
  private long rowMillis = Long.MIN_VALUE;
  private long nextRow;
  private Bytes deleteFrom = FIRST;

  /** Receives what a row holds. */
  interface Reader {
    void row(long millis, long number, ByteBuffer ids);
  }


  SeenRows(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    try (var last = store.reverseRange(null, LAST)) {
      if (last.hasNext()) {
        var key = ByteBuffer.wrap(last.peekNextKey().get());
        rowMillis = key.getLong();
        nextRow = key.getLong() + 1;
      }
    }
  }

  private static Bytes key(long millis, long row) {
    return Bytes.wrap(ByteBuffer.allocate(16).putLong(millis).putLong(row).array());
  }

  /** When the segment of the last row began; {@code Long.MIN_VALUE} when there is none. */
  long lastMillis() {
    return rowMillis;
  }

  /** The number that the next row will have. */
  long nextRow() {
    return nextRow + (row.position() > 0 ? 1 : 0);
  }

  /** Adds an id to the rows that the next flush writes. */
  void add(long hi, long lo, long payload, long segmentMillis) {
    if (row.position() > 0 && (!row.hasRemaining() || segmentMillis > rowMillis)) {
      endRow();
    }
    // Never earlier than the last row: segments may have become longer, and the order of the keys is that of the rows.
    rowMillis = Math.max(rowMillis, segmentMillis);
    row.putLong(hi).putLong(lo).putLong(payload);
  }

  private void endRow() {
    pendingKeys.add(key(rowMillis, nextRow++));
    pending.add(Arrays.copyOf(row.array(), row.position()));
    row.clear();
  }

  /** Writes what was added since the last call. */
  void flush() {
    if (row.position() > 0) {
      endRow();
    }
    for (int i = 0; i < pending.size(); i++) {
      store.put(pendingKeys.get(i), pending.get(i));
    }
    pending.clear();
    pendingKeys.clear();
  }

  /** Reads the rows of these numbers that are in this stretch of time, both exclusive at their ends. */
  void read(long fromMillis, long toMillis, long fromRow, long toRow, Reader reader) {
    try (var range = store.range(key(Math.max(0, fromMillis), 0), toMillis == Long.MAX_VALUE ? LAST : key(toMillis - 1, Long.MAX_VALUE))) {
      while (range.hasNext()) {
        var next = range.next();
        var key = ByteBuffer.wrap(next.key.get());
        long millis = key.getLong();
        long number = key.getLong();
        if (number >= fromRow && number < toRow) {
          reader.row(millis, number, ByteBuffer.wrap(next.value));
        }
      }
    }
  }

  /** Deletes some of the rows whose segments began before this time; true when none is left. */
  boolean deleteBefore(long millis) {
    if (millis <= 0) {
      return true;
    }
    var old = new ArrayList<Bytes>();
    boolean more;
    try (var range = store.range(deleteFrom, key(millis - 1, Long.MAX_VALUE))) {
      while (range.hasNext() && old.size() < DELETED_AT_ONCE) {
        old.add(range.next().key);
      }
      more = range.hasNext();
    }
    old.forEach(store::delete);
    // Not again over what is deleted already: it is in the way until the store has tidied up.
    deleteFrom = old.isEmpty() ? deleteFrom : old.getLast();
    return !more;
  }

  /** The runs that are named, when segments are still as long as they were. */
  List<RunHeader> runs(long segmentMillis) {
    var named = new ArrayList<RunHeader>();
    var value = store.get(RUNS);
    if (value != null) {
      var in = ByteBuffer.wrap(value);
      if (in.getLong() == segmentMillis) {
        while (in.hasRemaining()) {
          named.add(RunHeader.read(in));
        }
      }
    }
    return named;
  }

  /** Names the runs. They may have been made from this transaction's rows. */
  void name(List<Run> runs, long segmentMillis) {
    var out = ByteBuffer.allocate(8 + runs.size() * RunHeader.BYTES).putLong(segmentMillis);
    runs.forEach(run -> run.header().write(out));
    store.put(RUNS, out.array());
  }
}
