package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which events were counted, for as long as the dedup horizon reaches back in append time. The recent ids are in a table; when
 * it is full, they are put behind a second one, and when that is to make room its ids go to a sorted file ({@link Run}). A fresh
 * id costs a probe of the tables and a look at the files' filters. What is new is written as rows in the transaction of the
 * commit that counts it; rows and files behind the horizon go whole.
 *
 * <p>Not for several threads.
 */
public final class SeenIds implements AutoCloseable {
  /** Segments in a horizon: an id is kept for the horizon and at most one segment more. */
  private static final int SEGMENTS = 24;

  private final long segmentMillis;
  private final SeenRows rows;
  private final Runs runs;
  private IdTable young;
  /** Filled before the young one; empty until that was full once. */
  private IdTable old;
  private long youngFrom;
  private long oldFrom;
  private int newest = Integer.MIN_VALUE;
  private int deleted = Integer.MIN_VALUE;

  /**
   * What it takes.
   *
   * @param tableIds ids in memory
   * @param tableBytes heap that they take
   * @param fileIds ids in files
   * @param fileBytes on disk
   * @param filterBytes of these, mapped: best kept in the page cache
   * @param files how many
   * @param reads pages read so far
   */
  public record Figures(long tableIds, long tableBytes, long fileIds, long fileBytes, long filterBytes, int files, long reads) {}

  /**
   * Reads back what the rows hold.
   *
   * @param memoryBytes heap that its tables may take
   * @param dir for its files, this task's alone; they may be deleted whenever it is closed
   * @throws UncheckedIOException when the files cannot be written
   */
  public SeenIds(Duration horizon, long memoryBytes, KeyValueStore<Bytes, byte[]> store, Path dir) {
    segmentMillis = Math.max(1, horizon.toMillis() / SEGMENTS);
    rows = new SeenRows(store);
    int slots = IdTable.slotsWithin(memoryBytes);
    runs = new Runs(dir, rows, segmentMillis, slots);
    young = new IdTable(slots);
    old = new IdTable(slots);
    if (rows.lastMillis() == Long.MIN_VALUE) {
      open();
      return;
    }
    newest = segmentOf(rows.lastMillis());
    youngFrom = open();
    oldFrom = youngFrom;
    rows.read(oldest() * segmentMillis, Long.MAX_VALUE, youngFrom, Long.MAX_VALUE, (millis, number, ids) -> {
      makeRoom(number);
      putAll(young, ids, segmentOf(millis), oldest());
    });
  }

  private long open() {
    try {
      return runs.open(oldest());
    } catch (IOException e) {
      throw new UncheckedIOException("seen ids could not be read back", e);
    }
  }

  /** Puts a row's ids into a table. */
  static void putAll(IdTable table, ByteBuffer ids, int segment, int oldest) {
    while (ids.hasRemaining()) {
      long hi = ids.getLong();
      long lo = ids.getLong();
      table.put(table.locate(hi, lo), hi, lo, ids.getLong(), segment, oldest);
    }
  }

  /** Asks, and remembers the event if it is fresh. An id that was last seen before the horizon is fresh again. */
  public Answer probe(Fingerprint print, long appendedMillis) {
    // Never behind the newest: a parked event is judged with its old append time, and its resends come from now on.
    newest = Math.max(newest, segmentOf(appendedMillis));
    int oldest = oldest();
    long hi = print.idHi();
    long lo = print.idLo();
    int at = young.locate(hi, lo);
    if (!young.isFree(at)) {
      if (young.segment(at) >= oldest) {
        return answer(print, young.payload(at));
      }
    } else {
      int before = old.size() == 0 ? -1 : old.locate(hi, lo);
      if (before >= 0 && !old.isFree(before) && old.segment(before) >= oldest) {
        return answer(print, old.payload(before));
      }
      if (runs.find(hi, lo, oldest)) {
        return answer(print, runs.foundPayload());
      }
    }
    young.put(at, hi, lo, print.payload(), newest, oldest);
    rows.add(hi, lo, print.payload(), newest * segmentMillis);
    return Answer.FRESH;
  }

  private static Answer answer(Fingerprint print, long counted) {
    return print.payload() == counted ? Answer.REPEAT : new Answer.Conflict(counted);
  }

  /** Writes what was remembered since the last call. Call it before every commit. */
  public void flush() {
    rows.flush();
    if (newest == Integer.MIN_VALUE) {
      return;
    }
    if (oldest() > deleted && rows.deleteBefore(oldest() * segmentMillis)) {
      deleted = oldest();
    }
    makeRoom(rows.nextRow());
    runs.flush(oldest());
  }

  /** Only where the ids of all rows before the next one, and no others, are in the tables. */
  private void makeRoom(long nextRow) {
    if (young.isFull()) {
      runs.spill(old, oldFrom, youngFrom, oldest());
      var emptied = old;
      emptied.clear();
      old = young;
      oldFrom = youngFrom;
      young = emptied;
      youngFrom = nextRow;
    }
  }

  private int oldest() {
    return newest == Integer.MIN_VALUE ? Integer.MIN_VALUE : newest - SEGMENTS;
  }

  private int segmentOf(long millis) {
    return (int) (millis / segmentMillis);
  }

  public Figures figures() {
    return new Figures((long) young.size() + old.size(), young.bytes() + old.bytes(), runs.ids(), runs.fileBytes(), runs.filterBytes(),
        runs.size(), runs.reads());
  }

  /** Lets go of its files, which stay. What was not flushed is forgotten. */
  @Override
  public void close() {
    runs.close();
  }
}
