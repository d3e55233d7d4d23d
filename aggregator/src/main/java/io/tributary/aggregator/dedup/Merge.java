package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes one run of several that lie beside each other, a few ids at a time, so that the stream is never held up. The runs stay
 * as they are until it is done.
 */
final class Merge implements AutoCloseable {
  private final Path dir;
  private final List<Run> sources;
  private final Run.Cursor[] cursors;
  private final RunWriter writer;
  private int open;

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
    cursors = new Run.Cursor[sources.size()];
    for (var run : sources) {
      var cursor = run.cursor();
      if (cursor.next()) {
        cursors[open++] = cursor;
      }
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
    for (int left = ids; left > 0 && open > 0; left--) {
      var least = cursors[0];
      for (int i = 1; i < open; i++) {
        // Of an id that is there twice the later stays: the earlier was behind the horizon when it came again.
        if (compare(cursors[i], least) <= 0) {
          least = cursors[i];
        }
      }
      long hi = least.hi;
      long lo = least.lo;
      if (least.segment >= oldest) {
        writer.add(hi, lo, least.payload, least.segment);
      }
      for (int i = open - 1; i >= 0; i--) {
        if (cursors[i].hi == hi && cursors[i].lo == lo && !cursors[i].next()) {
          System.arraycopy(cursors, i + 1, cursors, i, --open - i);
        }
      }
    }
    return open == 0;
  }

  private static int compare(Run.Cursor a, Run.Cursor b) {
    int byHi = Long.compareUnsigned(a.hi, b.hi);
    return byHi != 0 ? byHi : Long.compareUnsigned(a.lo, b.lo);
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
