package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Makes one run of several that lie beside each other, a few ids at a time, so that the stream is never held up. The runs stay
 * as they are until it is done.
 */
final class Merge implements AutoCloseable {
  private final Path dir;
  private final List<Run> sources;
  private final PriorityQueue<Run.Cursor> heads = new PriorityQueue<>(this::compare);
  private final RunWriter writer;

  /**
   * @param sources in the order of their rows
   * @param oldest what is of an earlier segment will be left out
   */
  Merge(Path dir, List<Run> sources, int oldest) throws IOException {
    this.dir = dir;
    this.sources = List.copyOf(sources);
    int count = 0;
    int firstSegment = Integer.MAX_VALUE;
    for (var run : sources) {
      count = Math.addExact(count, run.header().count());
      firstSegment = Math.min(firstSegment, run.header().firstSegment());
    }
    for (var run : sources) {
      begin(run.cursor());
    }
    // Last, so that nothing is left behind when a run turns out damaged.
    writer = new RunWriter(dir, "merge", count, Math.max(firstSegment, oldest));
  }

  List<Run> sources() {
    return sources;
  }

  /**
   * Takes the next ids.
   *
   * @param oldest what is of an earlier segment is left out
   * @return whether all are taken
   */
  boolean step(int ids, int oldest) throws IOException {
    for (int left = ids; left > 0 && !heads.isEmpty(); left--) {
      var least = heads.peek();
      long hi = least.hi;
      long lo = least.lo;
      if (least.segment >= oldest) {
        writer.add(hi, lo, least.payload, least.segment);
      }
      while (!heads.isEmpty() && heads.peek().hi == hi && heads.peek().lo == lo) {
        begin(heads.poll());
      }
    }
    return heads.isEmpty();
  }

  private void begin(Run.Cursor cursor) throws IOException {
    if (cursor.next()) {
      heads.add(cursor);
    }
  }

  /** By id; of an id that is there twice the later first, and the earlier is left out: it was behind the horizon when it came again. */
  private int compare(Run.Cursor a, Run.Cursor b) {
    int byHi = Long.compareUnsigned(a.hi, b.hi);
    int byId = byHi != 0 ? byHi : Long.compareUnsigned(a.lo, b.lo);
    return byId != 0 ? byId : Long.compare(b.firstRow(), a.firstRow());
  }

  /** The new run. The sources are still there. */
  Run finish() throws IOException {
    int level = sources.stream().mapToInt(run -> run.header().level()).max().orElseThrow() + 1;
    return Run.open(dir, writer.finish(sources.getFirst().header().fromRow(), sources.getLast().header().toRow(), level));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
