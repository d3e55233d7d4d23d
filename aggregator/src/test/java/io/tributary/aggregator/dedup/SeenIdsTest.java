package io.tributary.aggregator.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenIdsTest {
  private static final long HOUR = 3_600_000;
  private static final long START = 1_800_000_000_000L;
  private static final long AMPLE = 64 << 20;

  /** As little as there can be: 665 ids in a table. */
  private static final long LITTLE = 0;

  private final KeyValueStore<Bytes, byte[]> rows = rows();

  @TempDir
  private Path dir;

  private SeenIds open;

  private static KeyValueStore<Bytes, byte[]> rows() {
    var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("rows"), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingDisabled().withCachingDisabled().build();
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    return store;
  }

  /** What a task has when it begins again, one at a time. */
  private SeenIds seen(int hours, long memory) {
    close();
    open = new SeenIds(Duration.ofHours(hours), memory, rows, dir);
    return open;
  }

  private SeenIds seen(int hours) {
    return seen(hours, AMPLE);
  }

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private static Fingerprint print(long id, long payload) {
    return new Fingerprint(id * 0x9E3779B97F4A7C15L, id * 0xC2B2AE3D27D4EB4FL | 1, payload);
  }

  private static void fill(SeenIds seen, int from, int to, long appended) {
    for (int id = from; id < to; id++) {
      assertEquals(Answer.FRESH, seen.probe(print(id, 1), appended));
      if (id % 100 == 99) {
        seen.flush();
      }
    }
    seen.flush();
  }

  private static void assertAllSeen(SeenIds seen, int from, int to, long appended) {
    for (int id = from; id < to; id++) {
      assertEquals(Answer.REPEAT, seen.probe(print(id, 1), appended), "id " + id);
    }
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(dir)) {
      return files.sorted().toList();
    }
  }

  /** Random ids, payloads and times against a plain map; now and then all is forgotten and read back, with the files or without. */
  @ParameterizedTest
  @ValueSource(longs = {AMPLE, LITTLE, 100_000})
  void answersAreThoseOfAMapAlsoAfterRestarts(long memory) throws IOException {
    var random = new Random(5);
    var seen = seen(24, memory);
    Map<Long, long[]> known = new HashMap<>();
    long now = START;
    int mostFiles = 0;
    for (int i = 0; i < 300_000; i++) {
      now += random.nextInt(1_000);
      long id = random.nextInt(90_000);
      long payload = random.nextInt(50) == 0 ? 2 : 1;
      var before = known.get(id);
      long segment = now / HOUR;
      boolean live = before != null && before[1] >= segment - 24;
      assertEquals(!live ? Answer.FRESH : before[0] == payload ? Answer.REPEAT : new Answer.Conflict(before[0]),
          seen.probe(print(id, payload), now));
      if (!live) {
        known.put(id, new long[] {payload, segment});
      }
      if (random.nextInt(200) == 0) {
        seen.flush();
        mostFiles = Math.max(mostFiles, seen.figures().files());
      }
      if (random.nextInt(20_000) == 0) {
        seen.flush();
        close();
        for (var file : Files.isDirectory(dir) ? files() : List.<Path>of()) {
          if (random.nextInt(3) == 0) {
            Files.delete(file);
          }
        }
        seen = seen(24, memory);
      }
    }
    assertTrue(memory == AMPLE ? mostFiles == 0 : mostFiles > 3 && mostFiles < 100, mostFiles + " files");
  }

  @Test
  void whatWasNotFlushedIsForgottenWithItsTransaction() {
    seen(24).probe(print(1, 1), START);
    assertEquals(Answer.FRESH, seen(24).probe(print(1, 1), START));
  }

  @Test
  void filesOfATransactionThatWasLostAreNotBelieved() throws IOException {
    var seen = seen(24, LITTLE);
    fill(seen, 0, 3_000, START);
    var committed = new HashMap<Bytes, byte[]>();
    try (var all = rows.all()) {
      all.forEachRemaining(row -> committed.put(row.key, row.value));
    }
    fill(seen, 3_000, 10_000, START);
    assertTrue(seen.figures().files() > 1);
    close();
    try (var all = rows.all()) {
      all.forEachRemaining(row -> rows.delete(row.key));
    }
    committed.forEach(rows::put);

    seen = seen(24, LITTLE);
    assertAllSeen(seen, 0, 3_000, START);
    fill(seen, 3_000, 10_000, START);
    assertAllSeen(seen, 0, 10_000, START);
  }

  @Test
  void aNewHorizonKeepsWhatIsKnown() {
    for (long memory : new long[] {AMPLE, LITTLE}) {
      long at = START + (memory == AMPLE ? 0 : 1_000 * HOUR);
      for (int then : new int[] {12, 48, 6, 96}) {
        var seen = seen(24, memory);
        fill(seen, then * 10_000, then * 10_000 + 4_000, at);
        var other = seen(then, memory);
        assertAllSeen(other, then * 10_000, then * 10_000 + 4_000, at + HOUR);
        fill(other, then * 10_000 + 4_000, then * 10_000 + 8_000, at + HOUR);
        assertAllSeen(other, then * 10_000, then * 10_000 + 8_000, at + HOUR);
        other = seen(then, memory);
        assertAllSeen(other, then * 10_000, then * 10_000 + 8_000, at + HOUR);
        at += HOUR;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {AMPLE, LITTLE})
  void rowsAndFilesBehindTheHorizonAreDeleted(long memory) throws IOException {
    var seen = seen(24, memory);
    for (int hour = 0; hour < 100; hour++) {
      fill(seen, hour * 1_000, hour * 1_000 + 1_000, START + hour * HOUR);
    }
    int left = 0;
    try (var all = rows.all()) {
      while (all.hasNext()) {
        left += all.next().key.get()[0] == 0 ? 1 : 0;
      }
    }
    assertTrue(left >= 240 && left <= 260, left + " rows of 1,000 are left");
    if (memory == LITTLE) {
      var figures = seen.figures();
      assertTrue(figures.tableIds() + figures.fileIds() >= 24_000 && figures.tableIds() + figures.fileIds() <= 30_000, figures::toString);
      assertTrue(files().size() <= figures.files() + 1, "no file that is not used, but for a merge: " + files());
    }
  }

  @Test
  void damagedFilesAreMadeAgainFromTheRows() throws IOException {
    fill(seen(24, LITTLE), 0, 20_000, START);
    close();
    int damage = 0;
    for (var file : files()) {
      switch (damage++ % 3) {
        case 0 -> overwrite(file, Files.size(file) - 40); // the filter
        case 1 -> overwrite(file, 6_000); // a page
        default -> Files.write(file, new byte[100]);
      }
    }
    assertTrue(damage >= 3, damage + " files");
    var seen = seen(24, LITTLE);
    assertAllSeen(seen, 0, 20_000, START);
    fill(seen, 20_000, 30_000, START);
    assertAllSeen(seen, 0, 30_000, START);
  }

  private static void overwrite(Path file, long at) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("damaged".getBytes()), at);
    }
  }

  @Test
  void aMergeThatMeetsADamagedPageMakesItsRunsAgain() throws IOException {
    var seen = seen(24, LITTLE);
    fill(seen, 0, 4_000, START);
    for (var file : files()) {
      overwrite(file, 6_000);
    }
    fill(seen, 4_000, 30_000, START + 10 * HOUR);
    assertAllSeen(seen, 0, 30_000, START + 10 * HOUR);
  }

  @Test
  void aFreshIdReadsHardlyAnyPage() {
    var seen = seen(24, LITTLE);
    fill(seen, 0, 100_000, START);
    long files = seen.figures().files();
    long before = seen.figures().reads();
    for (int id = 100_000; id < 110_000; id++) {
      assertEquals(Answer.FRESH, seen.probe(print(id, 1), START));
    }
    long reads = seen.figures().reads() - before;
    assertTrue(reads < 10_000 * files / 128, reads + " reads for 10,000 fresh ids beside " + files + " files");
  }

  @Test
  void aConflictIsFoundWhereverTheIdIs() {
    var seen = seen(24, LITTLE);
    fill(seen, 0, 5_000, START);
    for (int id = 0; id < 5_000; id++) {
      assertEquals(new Answer.Conflict(1), seen.probe(print(id, 7), START));
    }
  }

  @Test
  void anEventThatWasParkedForLongIsStillCountedOnce() {
    var seen = seen(24);
    seen.probe(print(1, 1), START + 100 * HOUR);
    assertEquals(Answer.FRESH, seen.probe(print(2, 1), START));
    assertEquals(Answer.REPEAT, seen.probe(print(2, 1), START));
  }
}
