package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one task, in the order of their rows, and what becomes of them: a full table is written, runs that lie beside
 * each other are merged, and what is behind the horizon goes whole. Merging keeps them few, because a fresh id asks each one's
 * filter.
 */
final class Runs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** Segments whose ids end up in one run: a quarter of a day's filters are asked, and a file stays three segments too long at most. */
  private static final int GROUP = 4;

  /** So many runs of a level make one of the next, while their group is still being filled. */
  private static final int FAN = 8;

  /** Ids that are merged in one flush, some milliseconds: many more than come with one. More, when there are many files. */
  private static final int MERGED_AT_ONCE = 20_000;
  private static final int MANY_FILES = 20;

  /** Files and ids of one merge. */
  private static final int MOST = 64;
  private static final long LARGEST = 1L << 30;

  private final Path dir;
  private final SeenRows rows;
  private final long segmentMillis;
  private final int tableSlots;
  private final List<Run> runs = new ArrayList<>();
  private final ByteBuffer page = Run.page();
  private Merge merge;
  /** The runs' filters; null when they are others than they were. */
  private RankFilter[] filters;
  private int[] firsts;
  /** Only so that reading ahead is not optimised away. */
  private long touched;
  private boolean changed;
  private long found;
  private long reads;

  Runs(Path dir, SeenRows rows, long segmentMillis, int tableSlots) {
    this.dir = dir;
    this.rows = rows;
    this.segmentMillis = segmentMillis;
    this.tableSlots = tableSlots;
  }

  /**
   * Opens what the store names; what is missing or damaged is made again, and what is not named deleted. Returns the first row behind them
   * all.
   */
  long open(int oldest) throws IOException {
    long to = 0;
    for (var named : rows.runs(segmentMillis)) {
      to = named.toRow();
      if (named.lastSegment() < oldest) {
        changed();
        continue;
      }
      try {
        runs.add(Run.open(dir, named));
      } catch (IOException e) {
        LOG.info("ids of rows {} to {} are read back from the store: {}", named.fromRow(), named.toRow(), e.toString());
        runs.addAll(madeAgain(named, oldest, tableSlots));
        changed();
      }
    }
    if (Files.isDirectory(dir)) {
      var known = runs.stream().map(run -> run.header().fileName()).collect(Collectors.toCollection(HashSet::new));
      try (var files = Files.list(dir)) {
        for (var file : files.toList()) {
          if (!known.contains(file.getFileName().toString())) {
            Files.delete(file);
          }
        }
      }
    }
    return to;
  }

  private List<Run> madeAgain(RunHeader lost, int oldest, int slots) throws IOException {
    var made = new ArrayList<Run>();
    var table = new IdTable(slots);
    long[] from = {lost.fromRow()};
    try {
      rows.read(lost.firstSegment() * segmentMillis, (lost.lastSegment() + 1L) * segmentMillis, lost.fromRow(), lost.toRow(),
          (millis, number, ids) -> {
            SeenIds.putAll(table, ids, (int) (millis / segmentMillis), oldest);
            if (table.isFull() && number + 1 < lost.toRow()) {
              write(table, from[0], number + 1, oldest, made);
              table.clear();
              from[0] = number + 1;
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    write(table, from[0], lost.toRow(), oldest, made);
    return made;
  }

  private void changed() {
    changed = true;
    filters = null;
  }

  /** Writes a table as a run; its ids are those of these rows, which the store has. */
  void spill(IdTable table, long fromRow, long toRow, int oldest) {
    write(table, fromRow, toRow, oldest, runs);
    changed();
  }

  private void write(IdTable table, long fromRow, long toRow, int oldest, List<Run> into) {
    if (table.size() == 0 || table.lastSegment() < oldest) {
      return;
    }
    try (var writer = new RunWriter(dir, "spill", table.size(), Math.max(table.firstSegment(), oldest))) {
      table.drain((hi, lo, payload, segment) -> {
        if (segment >= oldest) {
          writer.add(hi, lo, payload, segment);
        }
      });
      into.add(Run.open(dir, writer.finish(fromRow, toRow, 0)));
    } catch (IOException e) {
      throw new UncheckedIOException("ids could not be written to " + dir, e);
    }
  }

  /** Whether an id is in a run and not behind the horizon; then {@link #foundPayload} says its payload. */
  boolean find(long hi, long lo, int oldest) {
    int count = runs.size();
    if (filters == null) {
      filters = runs.stream().map(Run::filter).toArray(RankFilter[]::new);
      firsts = new int[count];
    }
    for (int i = 0; i < count; i++) {
      firsts[i] = filters[i].first(hi);
    }
    long read = 0;
    for (int i = 0; i < count; i++) {
      read += filters[i].touch(hi, firsts[i]);
    }
    touched = read;
    for (int i = count - 1; i >= 0; i--) {
      int rank = filters[i].find(hi, firsts[i], 0);
      try {
        if (rank >= 0 && holds(runs.get(i), hi, lo, rank, oldest)) {
          return true;
        }
      } catch (Run.Damaged e) {
        replace(runs.get(i), oldest, e);
        return find(hi, lo, oldest);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  private boolean holds(Run run, long hi, long lo, int rank, int oldest) throws IOException {
    reads++;
    int at = run.find(hi, lo, rank, page);
    found = at < 0 ? 0 : Run.payload(page, at);
    return at >= 0 && run.segment(page, at) >= oldest;
  }

  private void replace(Run damaged, int oldest, Run.Damaged why) {
    LOG.warn("ids of rows {} to {} are read back from the store: {}", damaged.header().fromRow(), damaged.header().toRow(),
        why.getMessage());
    try {
      abandonMerge();
      int at = runs.indexOf(damaged);
      damaged.delete();
      runs.remove(at);
      runs.addAll(at, madeAgain(damaged.header(), oldest, tableSlots / 2));
      changed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long foundPayload() {
    return found;
  }

  /** Throws out what is behind the horizon, merges a few ids, and names the runs in the store when they are others. Before every commit. */
  void flush(int oldest) {
    try {
      dropBefore(oldest);
      mergeSome(oldest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (changed) {
      rows.name(runs, segmentMillis);
      changed = false;
    }
  }

  private void dropBefore(int oldest) throws IOException {
    for (var run : List.copyOf(runs)) {
      if (run.header().lastSegment() < oldest) {
        if (merge != null && merge.sources().contains(run)) {
          abandonMerge();
        }
        runs.remove(run);
        run.delete();
        changed();
      }
    }
  }

  private void mergeSome(int oldest) throws IOException {
    var sources = merge == null ? mergeable() : merge.sources();
    if (sources.isEmpty()) {
      return;
    }
    try {
      merge = merge == null ? new Merge(dir, sources, oldest) : merge;
      if (!merge.step(MERGED_AT_ONCE * Math.max(1, runs.size() / MANY_FILES), oldest)) {
        return;
      }
    } catch (Run.Damaged e) {
      // All of them, which also finds pages that the merge did not come to.
      for (var run : List.copyOf(sources)) {
        replace(run, oldest, e);
      }
      return;
    }
    var merged = merge.finish();
    int at = runs.indexOf(merge.sources().getFirst());
    for (var source : merge.sources()) {
      runs.remove(source);
      source.delete();
    }
    runs.add(at, merged);
    changed();
    abandonMerge();
  }

  private void abandonMerge() throws IOException {
    if (merge != null) {
      merge.close();
      merge = null;
    }
  }

  /** All runs of a group that is behind us, or as many of a level as make one of the next. Runs of a group drop together. */
  private List<Run> mergeable() {
    for (int from = 0; from < runs.size(); ) {
      int to = from + 1;
      while (to < runs.size() && group(runs.get(to)) == group(runs.get(from))) {
        to++;
      }
      var group = runs.subList(from, Math.min(to, from + MOST));
      if (to < runs.size() && group.size() > 1 && fits(group)) {
        return group;
      }
      for (int first = 0; first + FAN <= group.size(); first++) {
        var some = group.subList(first, first + FAN);
        if (some.stream().allMatch(run -> run.header().level() == some.getFirst().header().level()) && fits(some)) {
          return some;
        }
      }
      from = to;
    }
    return List.of();
  }

  private static int group(Run run) {
    return Math.floorDiv(run.header().lastSegment(), GROUP);
  }

  private static boolean fits(List<Run> some) {
    return some.stream().mapToLong(run -> run.header().count()).sum() <= LARGEST;
  }

  int size() {
    return runs.size();
  }

  long ids() {
    return runs.stream().mapToLong(run -> run.header().count()).sum();
  }

  long fileBytes() {
    return runs.stream().mapToLong(Run::fileBytes).sum();
  }

  long filterBytes() {
    return runs.stream().mapToLong(Run::filterBytes).sum();
  }

  /** How often a page was read. */
  long reads() {
    return reads;
  }

  @Override
  public void close() {
    try {
      abandonMerge();
      for (var run : runs) {
        run.close();
      }
      runs.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
