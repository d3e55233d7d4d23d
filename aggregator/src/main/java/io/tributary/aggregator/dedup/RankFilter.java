package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Says of a sorted list of ids where in it an id would be, or that it is not there; in {@value #BITS_PER_ID} bits an id and half
 * a bit more. One in 256 of the ids that are not there gets a place all the same.
 *
 * <p>As many buckets as ids; an id's bucket is the top of its high bits times their number, its residue the next 8 bits. Blocks of
 * 64 buckets lie one after the other: for each bucket as many ones as it has ids and a zero, then the block's residues. The index
 * has the rank of each block's first id, and with it where the block begins. (Elias-Fano, cut into blocks, so that a question
 * touches two or three cache lines.)
 */
final class RankFilter {
  /** A residue, a one, and a zero. */
  static final int BITS_PER_ID = 10;
  static final int BLOCK = 64;
  private static final int RESIDUE = 8;

  /** Bytes behind the last block that may be read with it. */
  private static final int SPARE = BLOCK + 16;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Bits that a read at any bit gives at least, less one. */
  private static final int READ = 56;
  private static final long READ_MASK = (1L << READ) - 1;

  private final MemorySegment index;
  private final MemorySegment blocks;
  private final long buckets;

  /**
   * @param index {@link #indexBytes}
   * @param blocks with {@link #SPARE} bytes to spare at the end
   */
  RankFilter(MemorySegment index, MemorySegment blocks, long buckets) {
    this.index = index;
    this.blocks = blocks;
    this.buckets = buckets;
  }

  static long indexBytes(long buckets) {
    return 4 * (blocksOf(buckets) + 1);
  }

  private static long blocksOf(long buckets) {
    return (buckets + BLOCK - 1) / BLOCK;
  }

  /** Rank of the first id of the block that this one would be in: the first of the two things to read. */
  int first(long hi) {
    return index.get(INT, 4 * (Math.unsignedMultiplyHigh(hi, buckets) / BLOCK));
  }

  /**
   * Reads the block, for nothing but to have it in the processor's cache: asked of all filters before the first {@link #find},
   * their reads go on side by side, where each would wait for the one before.
   *
   * @param first as {@link #first} said
   */
  long touch(long hi, int first) {
    long start = BLOCK * (Math.unsignedMultiplyHigh(hi, buckets) / BLOCK) + (RESIDUE + 1L) * first;
    return bits(start) + bits(start + 8L * BLOCK);
  }

  /**
   * The rank of the first id at or after rank {@code from} that this may be; -1 when there is none. Begin with 0.
   *
   * @param first as {@link #first} said
   */
  int find(long hi, int first, int from) {
    long bucket = Math.unsignedMultiplyHigh(hi, buckets);
    int residue = (int) (hi * buckets >>> 64 - RESIDUE);
    long block = bucket / BLOCK;
    int skip = (int) bucket % BLOCK;
    long start = BLOCK * block + (RESIDUE + 1L) * first;
    long at = start;
    for (int zeros = skip; zeros > 0; ) {
      long ends = ~bits(at) & READ_MASK;
      int found = Long.bitCount(ends);
      if (found >= zeros) {
        at += Long.numberOfTrailingZeros(Long.expand(1L << zeros - 1, ends)) + 1;
        break;
      }
      zeros -= found;
      at += READ;
    }
    if ((bits(at) & 1) == 0) {
      return -1; // an empty bucket
    }
    int rank = first + (int) (at - start) - skip;
    int inBlock = index.get(INT, 4 * block + 4) - first;
    long residues = start + BLOCK + inBlock;
    for (; (bits(at) & 1) != 0; at++, rank++) {
      if (rank >= from && (bits(residues + (long) RESIDUE * (rank - first)) & 0xff) == residue) {
        return rank;
      }
    }
    return -1;
  }

  private long bits(long at) {
    return blocks.get(LONG, at >>> 3) >>> (at & 7);
  }

  /** Writes a filter while its ids come by, in order. */
  static final class Writer {
    private final Section index;
    private final Section blocks;
    private final long buckets;
    private final int[] inBucket = new int[BLOCK];
    private byte[] residues = new byte[4 * BLOCK];
    private int inBlock;
    private long block;
    private int count;
    private long bits;
    private int fill;

    Writer(Section index, Section blocks, long buckets) throws IOException {
      this.index = index;
      this.blocks = blocks;
      this.buckets = buckets;
      index.room(4).putInt(0);
    }

    void add(long hi) throws IOException {
      long bucket = Math.unsignedMultiplyHigh(hi, buckets);
      while (bucket / BLOCK > block) {
        endBlock();
      }
      if (inBlock == residues.length) {
        residues = Arrays.copyOf(residues, 2 * inBlock);
      }
      inBucket[(int) (bucket % BLOCK)]++;
      residues[inBlock++] = (byte) (hi * buckets >>> 64 - RESIDUE);
      count++;
    }

    void finish() throws IOException {
      while (block < blocksOf(buckets)) {
        endBlock();
      }
      for (int spare = 0; spare < SPARE; spare += 4) {
        put(0, 32);
      }
    }

    private void endBlock() throws IOException {
      for (int bucket = 0; bucket < BLOCK; bucket++) {
        for (int left = inBucket[bucket]; left >= 0; left -= 31) {
          put((1L << Math.min(left, 31)) - 1, Math.min(left, 30) + 1);
        }
        inBucket[bucket] = 0;
      }
      for (int i = 0; i < inBlock; i++) {
        put(residues[i] & 0xff, RESIDUE);
      }
      inBlock = 0;
      block++;
      index.room(4).putInt(count);
    }

    /** At most 32 bits. */
    private void put(long value, int size) throws IOException {
      bits |= value << fill;
      fill += size;
      if (fill >= 32) {
        blocks.room(4).putInt((int) bits);
        bits >>>= 32;
        fill -= 32;
      }
    }
  }
}
