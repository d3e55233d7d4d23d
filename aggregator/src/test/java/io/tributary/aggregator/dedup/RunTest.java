package io.tributary.aggregator.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table drained into a file, in order, and all of it found again; whatever the ids are like. */
class RunTest {
  @TempDir
  private Path dir;

  private record Id(long hi, long lo, long payload, int segment) {}

  @Test
  void idsOfAnyShapeAreFoundAndOthersAreNot() throws IOException {
    var random = new Random(7);
    everyIdIsFound(1, random::nextLong);
    everyIdIsFound(64, random::nextLong);
    everyIdIsFound(163, random::nextLong);
    everyIdIsFound(50_000, random::nextLong);
    everyIdIsFound(300, () -> random.nextInt(3)); // all in one bucket, carried over the table's end or not
    everyIdIsFound(300, () -> -1 - random.nextInt(3));
    everyIdIsFound(2_000, () -> (long) random.nextInt(20) << 60);
    everyIdIsFound(1_000, () -> random.nextBoolean() ? random.nextLong() : random.nextInt());
  }

  private void everyIdIsFound(int count, LongSupplier hi) throws IOException {
    var random = new Random(count);
    var table = new IdTable(1 << 20);
    var ids = new ArrayList<Id>();
    for (int i = 0; i < count; i++) {
      var id = new Id(hi.getAsLong(), random.nextLong() | 1, random.nextLong(), 1_000 + i * 20 / count);
      table.put(table.locate(id.hi(), id.lo()), id.hi(), id.lo(), id.payload(), id.segment(), 0);
      ids.add(id);
    }
    assertEquals(count, table.size());
    var drained = new ArrayList<Id>();
    table.drain((h, l, payload, segment) -> drained.add(new Id(h, l, payload, segment)));
    ids.sort((a, b) -> a.hi() != b.hi() ? Long.compareUnsigned(a.hi(), b.hi()) : Long.compareUnsigned(a.lo(), b.lo()));
    assertEquals(ids, drained);

    try (var run = write(table)) {
      var page = Run.page();
      for (var id : ids) {
        int rank = run.mayHold(id.hi());
        assertTrue(rank >= 0, "the filter never denies what is there");
        int at = run.find(id.hi(), id.lo(), rank, page);
        assertTrue(at >= 0);
        assertEquals(id.payload(), Run.payload(page, at));
        assertEquals(id.segment(), run.segment(page, at));
        assertEquals(-1, run.find(id.hi(), id.lo() + 2, rank, page), "half an id is no id");
      }
      var walked = new ArrayList<Id>();
      for (var cursor = run.cursor(); cursor.next(); ) {
        walked.add(new Id(cursor.hi, cursor.lo, cursor.payload, cursor.segment));
      }
      assertEquals(ids, walked);
    }
  }

  private Run write(IdTable table) throws IOException {
    try (var writer = new RunWriter(dir, "test", table.size(), table.firstSegment())) {
      table.drain(writer);
      return Run.open(dir, writer.finish(0, 1, 0));
    }
  }

  @Test
  void theFilterLetsFewPassAndIsSmall() throws IOException {
    var random = new Random(11);
    var table = new IdTable(1 << 20);
    for (int i = 0; i < 200_000; i++) {
      long hi = random.nextLong();
      table.put(table.locate(hi, 1), hi, 1, 0, 5, 0);
    }
    try (var run = write(table)) {
      int passed = 0;
      for (int i = 0; i < 200_000; i++) {
        passed += run.mayHold(random.nextLong()) >= 0 ? 1 : 0;
      }
      assertTrue(passed < 200_000 / 230, passed + " of 200,000 strangers passed");
      assertTrue(run.filterBytes() * 8.0 / 200_000 < 10.6, run.filterBytes() + " bytes");
      assertTrue(run.fileBytes() / 200_000.0 < 26.6, run.fileBytes() + " bytes");
    }
  }

  @Test
  void aMergeHasAllThatIsLiveOnceAndTheLatestOfTwo() throws IOException {
    var runs = new ArrayList<Run>();
    for (int n = 0; n < 3; n++) {
      var table = new IdTable(1 << 12);
      for (long i = 0; i < 500; i++) {
        long hi = (i * 3 + n) * 0x9E3779B97F4A7C15L;
        table.put(table.locate(hi, 1), hi, 1, n, 10 + n, 0);
      }
      table.put(table.locate(42, 42), 42, 42, n, 10 + n, 0); // in all of them
      try (var writer = new RunWriter(dir, "test", table.size(), table.firstSegment())) {
        table.drain(writer);
        runs.add(Run.open(dir, writer.finish(n, n + 1, 0)));
      }
    }
    try (var merge = new Merge(dir, runs, 11)) {
      while (!merge.step(100, 11)) {
        assertFalse(merge.sources().isEmpty());
      }
      try (var merged = merge.finish()) {
        var header = merged.header();
        assertEquals(List.of(0L, 3L, 11, 12, 1_001, 1),
            List.of(header.fromRow(), header.toRow(), header.firstSegment(), header.lastSegment(), header.count(), header.level()));
        var page = Run.page();
        assertEquals(2, Run.payload(page, merged.find(42, 42, merged.mayHold(42), page)));
      }
    }
    for (var run : runs) {
      run.close();
    }
  }
}
