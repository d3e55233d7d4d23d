package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.util.Arrays;

/**
 * Ids in memory: open addressing, each id's home slot in the order of its high bits. So a walk over the slots meets the ids
 * almost in order, and to write them sorted takes no memory beside the table.
 */
final class IdTable {
  /** Three longs, and a byte for the segment. */
  static final int SLOT_BYTES = 25;

  /** How many slots at most are taken; from {@link #isFull()} on, room for what comes until the next flush. */
  private static final double MAX_LOAD = 0.7;
  private static final double FULL_LOAD = 0.65;
  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = Integer.MAX_VALUE / 4;

  private final int limit;
  private long[] slots;
  private byte[] segments;
  private int capacity;
  private int room;
  private int used;
  private int base;
  private int newest;

  /** Receives ids in the order of their unsigned high, then low bits. */
  interface Sink {
    void add(long hi, long lo, long payload, int segment) throws IOException;
  }

  /** @param limit slots that it grows to, and beyond only when it must */
  IdTable(int limit) {
    this.limit = Math.clamp(limit, SMALLEST, LARGEST);
    allocate(SMALLEST);
  }

  /** Slots that fit into so many bytes, twice and while one of the two is made anew. */
  static int slotsWithin(long bytes) {
    return (int) Math.clamp(bytes * 2 / (5 * SLOT_BYTES), SMALLEST, LARGEST);
  }

  private void allocate(int slotCount) {
    capacity = slotCount;
    slots = new long[3 * slotCount];
    segments = new byte[slotCount];
    used = 0;
    room = (int) (slotCount * MAX_LOAD);
  }

  /** Forgets all and keeps its memory. */
  void clear() {
    Arrays.fill(slots, 0);
    used = 0;
  }

  /** Where an id is, or the free place where it would be. */
  int locate(long hi, long lo) {
    var all = slots;
    int at = 3 * (int) Math.unsignedMultiplyHigh(hi, capacity);
    while (true) {
      long there = all[at + 1];
      if (there == 0 || there == lo && all[at] == hi) {
        return at;
      }
      at += 3;
      if (at == all.length) {
        at = 0;
      }
    }
  }

  boolean isFree(int at) {
    return slots[at + 1] == 0;
  }

  long payload(int at) {
    return slots[at + 2];
  }

  int segment(int at) {
    return base + (segments[at / 3] & 0xff);
  }

  /**
   * Puts an id at its place, or anew over what was there.
   *
   * @param at as {@link #locate} has just said
   * @param segment not before any that came earlier
   * @param oldest what is of earlier segments may be thrown out to make room
   */
  void put(int at, long hi, long lo, long payload, int segment, int oldest) {
    if (used == 0) {
      base = segment;
    }
    boolean free = isFree(at);
    if (free && used == room || segment - base > 0xff) {
      makeRoom(oldest);
      put(locate(hi, lo), hi, lo, payload, segment, oldest);
      return;
    }
    used += free ? 1 : 0;
    slots[at] = hi;
    slots[at + 1] = lo;
    slots[at + 2] = payload;
    segments[at / 3] = (byte) (segment - base);
    newest = segment;
  }

  /** Throws out what is behind the horizon, and grows only for what is left. */
  private void makeRoom(int oldest) {
    var oldSlots = slots;
    var oldSegments = segments;
    int oldBase = base;
    int live = 0;
    int first = Integer.MAX_VALUE;
    for (int slot = 0; slot < capacity; slot++) {
      int segment = oldBase + (oldSegments[slot] & 0xff);
      if (oldSlots[3 * slot + 1] != 0 && segment >= oldest) {
        live++;
        first = Math.min(first, segment);
      }
    }
    long wanted = capacity;
    while (live + 1 > wanted * MAX_LOAD / 2) {
      wanted *= 2;
    }
    // At the limit it is emptied at the next flush: until then a little more will do.
    allocate((int) Math.min(LARGEST, Math.min(wanted, Math.max(limit, (long) ((live + 1) / MAX_LOAD * 1.25)))));
    base = first;
    for (int slot = 0; slot < oldSegments.length; slot++) {
      int segment = oldBase + (oldSegments[slot] & 0xff);
      long lo = oldSlots[3 * slot + 1];
      if (lo != 0 && segment >= oldest) {
        long hi = oldSlots[3 * slot];
        int at = locate(hi, lo);
        slots[at] = hi;
        slots[at + 1] = lo;
        slots[at + 2] = oldSlots[3 * slot + 2];
        segments[at / 3] = (byte) (segment - base);
        used++;
      }
    }
  }

  /** Whether it is time to begin another. */
  boolean isFull() {
    return used >= limit * FULL_LOAD;
  }

  int size() {
    return used;
  }

  long bytes() {
    return (long) capacity * SLOT_BYTES;
  }

  /** The earliest segment that an id may be of; only when there is one. */
  int firstSegment() {
    return base;
  }

  int lastSegment() {
    return newest;
  }

  /** Hands out all ids in order. */
  void drain(Sink sink) throws IOException {
    int free = 0;
    while (slots[3 * free + 1] != 0) {
      free++;
    }
    // Ids of the last slots' cluster may have been carried over the end, to the first slots; they come last.
    var cluster = new int[64];
    int length = 0;
    for (int slot = 0; slot < free; slot++) {
      if (home(slot) <= slot) {
        cluster = with(cluster, length++, slot);
      }
    }
    drain(cluster, length, sink);
    length = 0;
    for (int slot = free; slot < capacity; slot++) {
      if (slots[3 * slot + 1] != 0) {
        cluster = with(cluster, length++, slot);
      } else if (length > 0) {
        drain(cluster, length, sink);
        length = 0;
      }
    }
    for (int slot = 0; slot < free; slot++) {
      if (home(slot) > slot) {
        cluster = with(cluster, length++, slot);
      }
    }
    drain(cluster, length, sink);
  }

  private int home(int slot) {
    return (int) Math.unsignedMultiplyHigh(slots[3 * slot], capacity);
  }

  private static int[] with(int[] cluster, int length, int slot) {
    var grown = length < cluster.length ? cluster : Arrays.copyOf(cluster, 2 * length);
    grown[length] = slot;
    return grown;
  }

  private void drain(int[] cluster, int length, Sink sink) throws IOException {
    if (length > 64) {
      // Rare, and may be long when somebody chooses ids for their hashes.
      var sorted = Arrays.stream(cluster, 0, length).boxed().sorted(this::compare).mapToInt(slot -> slot).toArray();
      System.arraycopy(sorted, 0, cluster, 0, length);
    } else {
      for (int i = 1; i < length; i++) {
        int slot = cluster[i];
        int to = i;
        for (; to > 0 && compare(cluster[to - 1], slot) > 0; to--) {
          cluster[to] = cluster[to - 1];
        }
        cluster[to] = slot;
      }
    }
    for (int i = 0; i < length; i++) {
      int at = 3 * cluster[i];
      sink.add(slots[at], slots[at + 1], slots[at + 2], base + (segments[cluster[i]] & 0xff));
    }
  }

  private int compare(int slotA, int slotB) {
    int byHi = Long.compareUnsigned(slots[3 * slotA], slots[3 * slotB]);
    return byHi != 0 ? byHi : Long.compareUnsigned(slots[3 * slotA + 1], slots[3 * slotB + 1]);
  }
}
