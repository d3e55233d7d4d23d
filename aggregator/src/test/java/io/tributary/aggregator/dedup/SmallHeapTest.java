package io.tributary.aggregator.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose heap is a tenth of what its ids would take in a table takes them all in and knows them all again. */
class SmallHeapTest {
  private static final int IDS = 3_000_000;

  /** Two tables' worth of the 25 bytes a slot, at the highest load that a table has: what all ids would take at the very least. */
  private static final long BYTES_IN_A_TABLE = (long) (IDS / 0.7 * IdTable.SLOT_BYTES);

  @TempDir
  private Path dir;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aTenthOfTheHeapIsEnough() throws Exception {
    var out = dir.resolve("out.txt");
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + BYTES_IN_A_TABLE / 10, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"),
        Child.class.getName(), dir.resolve("state").toString()).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      process.waitFor(4, TimeUnit.MINUTES);
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> {
      try {
        return Files.readString(out);
      } catch (java.io.IOException e) {
        return e.toString();
      }
    });
  }

  static final class Child {
    private static final Duration HORIZON = Duration.ofHours(72);
    private static final long START = 1_800_000_000_000L;
    private static final long MEMORY = 3 << 20;

    private Child() {}

    private static Fingerprint print(long id, long payload) {
      return new Fingerprint(mix(2 * id), mix(2 * id + 1), payload);
    }

    private static long mix(long z) {
      z *= 0x9E3779B97F4A7C15L;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      return z ^ z >>> 31;
    }

    public static void main(String[] args) {
      var dir = Path.of(args[0]);
      var config = new Properties();
      config.put(StreamsConfig.APPLICATION_ID_CONFIG, "small-heap");
      config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
      var context = new MockProcessorContext<>(config, new TaskId(0, 0), dir.toFile());
      KeyValueStore<Bytes, byte[]> store = Stores.persistentKeyValueStore("seen").get();
      store.init(context.getStateStoreContext(), store);

      var seen = new SeenIds(HORIZON, MEMORY, store, dir.resolve("seen-ids"));
      for (int id = 0; id < IDS; id++) {
        require(Answer.FRESH, seen.probe(print(id, 1), START + id * HORIZON.toMillis() / IDS), id);
        if (id % 1_000 == 999) {
          seen.flush();
        }
      }
      seen.flush();
      long now = START + HORIZON.toMillis();
      for (int id = 0; id < IDS; id++) {
        require(Answer.REPEAT, seen.probe(print(id, 1), now), id);
      }
      for (int id = 0; id < IDS; id += 97) {
        require(new Answer.Conflict(1), seen.probe(print(id, 2), now), id);
      }
      System.out.println(seen.figures());
      seen.close();

      // And again after a start without files: all is in the store.
      seen = new SeenIds(HORIZON, MEMORY, store, dir.resolve("other-ids"));
      for (int id = 0; id < IDS; id += 7) {
        require(Answer.REPEAT, seen.probe(print(id, 1), now), id);
      }
      seen.close();
      store.close();
    }

    private static void require(Answer wanted, Answer got, int id) {
      if (!wanted.equals(got)) {
        throw new IllegalStateException("id " + id + " is " + got + ", not " + wanted);
      }
    }
  }
}
