package io.tributary.bench.pipeline;

/** A set of 128-bit ids in memory: open addressing on two arrays, so that the limit is not held up by objects. */
final class Ids {
  private static final double MAX_LOAD = 0.6;

  private long[] hi = new long[1 << 16];
  private long[] lo = new long[1 << 16];
  private int size;

  /** Whether the id is new; from now on it is not. All zeros, which no hash is but once in 2^128, is never remembered. */
  boolean add(long idHi, long idLo) {
    if (size + 1 > hi.length * MAX_LOAD) {
      grow();
    }
    int slot = slot(idHi, idLo);
    if (hi[slot] == idHi && lo[slot] == idLo) {
      return (idHi | idLo) == 0;
    }
    hi[slot] = idHi;
    lo[slot] = idLo;
    size++;
    return true;
  }

  private int slot(long idHi, long idLo) {
    int mask = hi.length - 1;
    int slot = (int) (idLo ^ idLo >>> 32) & mask;
    while ((hi[slot] | lo[slot]) != 0 && (hi[slot] != idHi || lo[slot] != idLo)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    var oldHi = hi;
    var oldLo = lo;
    hi = new long[Math.multiplyExact(oldHi.length, 2)];
    lo = new long[hi.length];
    for (int old = 0; old < oldHi.length; old++) {
      if ((oldHi[old] | oldLo[old]) != 0) {
        int slot = slot(oldHi[old], oldLo[old]);
        hi[slot] = oldHi[old];
        lo[slot] = oldLo[old];
      }
    }
  }
}
