package io.tributary.aggregator.flow;

import io.tributary.model.Hours;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which entities an org showed in a bucket, exactly. An entity is its 128-bit hash; beside it stands a mark: 0, the slot of the
 * hour, or the earliest hour of the month, as the measure needs. Sets are append-only rows in the store and
 * are read back when a bucket is touched again after it left memory.
 */
final class Entities {
  private static final int ENTRY = 20;
  private static final int BATCH = 4096;

  /** Entries that may stay in memory per task; some 100 bytes each. */
  private static final int MAX_IN_MEMORY = 300_000;

  private final KeyValueStore<Bytes, byte[]> rows;
  private final LinkedHashMap<Bucket, Seen> sets = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<Bucket> touched = new HashSet<>();
  private int inMemory;

  /** One org's usage type in an hour, a slot or a month. The sign and size of the number tell them apart, so no two share a key. */
  record Bucket(String org, int type, int bucket) {
    /** Months since year 0 stay far above this, slots since 1970 far below it, when turned negative. */
    private static final int MONTHS_FROM = -1_000_000;

    static Bucket hour(String org, int type, int hour) {
      return new Bucket(org, type, hour);
    }

    static Bucket month(String org, int type, int month) {
      return new Bucket(org, type, -month - 1);
    }

    static Bucket slot(String org, int type, int slot) {
      return new Bucket(org, type, MONTHS_FROM - slot);
    }

    boolean isMonth() {
      return bucket < 0 && bucket >= MONTHS_FROM;
    }

    /** Whether no event that is appended at {@code now} or later can reach it. */
    static boolean isOver(int bucket, Instant now) {
      if (bucket >= 0) {
        return bucket < Hours.oldestKept(now);
      }
      return bucket >= MONTHS_FROM ? -bucket - 1 < Hours.month(Hours.oldestKept(now)) : MONTHS_FROM - bucket < Hours.oldestSlotKept(now);
    }
  }

  private record Entity(long hi, long lo, int slot) {}

  private static final class Seen {
    private final Map<Entity, Integer> marks = new HashMap<>();
    private final List<byte[]> pending = new ArrayList<>();
    private int nextRow;
  }

  Entities(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /** Whether this entity is new in the bucket and slot; from now on it is not. */
  boolean isNew(Bucket bucket, long hi, long lo, int slot) {
    var seen = seen(bucket);
    if (seen.marks.putIfAbsent(new Entity(hi, lo, slot), 0) != null) {
      return false;
    }
    remember(seen, hi, lo, slot);
    inMemory++;
    return true;
  }

  /**
   * Notes that the entity was there at this hour of the bucket's month.
   *
   * @return the earliest hour known before; empty when the entity is new in the month
   */
  OptionalInt earliest(Bucket month, long hi, long lo, int hour) {
    var seen = seen(month);
    var entity = new Entity(hi, lo, 0);
    var before = seen.marks.get(entity);
    if (before == null || hour < before) {
      seen.marks.put(entity, hour);
      remember(seen, hi, lo, hour);
      inMemory += before == null ? 1 : 0;
    }
    return before == null ? OptionalInt.empty() : OptionalInt.of(before);
  }

  private static void remember(Seen seen, long hi, long lo, int mark) {
    seen.pending.add(ByteBuffer.allocate(ENTRY).putLong(hi).putLong(lo).putInt(mark).array());
  }

  private Seen seen(Bucket bucket) {
    touched.add(bucket);
    var known = sets.get(bucket); // also makes it the last to go
    if (known != null) {
      return known;
    }
    var seen = new Seen();
    boolean monthly = bucket.isMonth();
    try (var range = rows.range(key(bucket, 0), key(bucket, Integer.MAX_VALUE))) {
      range.forEachRemaining(row -> {
        for (var in = ByteBuffer.wrap(row.value); in.hasRemaining(); ) {
          long hi = in.getLong();
          long lo = in.getLong();
          int mark = in.getInt();
          // A month's rows come in the order they were written, each with an earlier hour than the last: the last one holds.
          seen.marks.put(new Entity(hi, lo, monthly ? 0 : mark), monthly ? mark : 0);
        }
        seen.nextRow++;
      });
    }
    inMemory += seen.marks.size();
    sets.put(bucket, seen);
    return seen;
  }

  /** Writes what is new since the last call, and lets go of the sets that were not used lately. Call it before every commit. */
  void flush() {
    for (var bucket : touched) {
      var seen = sets.get(bucket);
      for (int from = 0; from < seen.pending.size(); from += BATCH) {
        var batch = seen.pending.subList(from, Math.min(seen.pending.size(), from + BATCH));
        var row = ByteBuffer.allocate(batch.size() * ENTRY);
        batch.forEach(row::put);
        rows.put(key(bucket, seen.nextRow++), row.array());
      }
      seen.pending.clear();
    }
    // What was used since the last flush will be used again: letting go of it would read it back at once.
    for (var oldest = sets.entrySet().iterator(); inMemory > MAX_IN_MEMORY && oldest.hasNext(); ) {
      var set = oldest.next();
      if (!touched.contains(set.getKey())) {
        inMemory -= set.getValue().marks.size();
        oldest.remove();
      }
    }
    touched.clear();
  }

  private static Bytes key(Bucket bucket, int row) {
    var org = bucket.org().getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(org.length + 13).put(org).put((byte) 0)
        .putInt(bucket.type()).putInt(bucket.bucket()).putInt(row).array());
  }
}
