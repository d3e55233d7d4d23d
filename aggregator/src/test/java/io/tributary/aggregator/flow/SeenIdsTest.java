package io.tributary.aggregator.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.aggregator.flow.SeenIds.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
  private static final long HOUR = 3_600_000;
  private static final long START = 1_800_000_000_000L;
  private final KeyValueStore<Bytes, byte[]> rows = rows();

  private static KeyValueStore<Bytes, byte[]> rows() {
    var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("rows"), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingDisabled().withCachingDisabled().build();
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    return store;
  }

  private SeenIds seen(int hours) {
    return new SeenIds(Duration.ofHours(hours).toMillis(), rows);
  }

  private static Fingerprint print(long id, long payload) {
    return new Fingerprint(id * 0x9E3779B97F4A7C15L, id * 0xC2B2AE3D27D4EB4FL | 1, payload);
  }

  /** Random ids, payloads and times against a plain map; now and then all is forgotten and read back from the rows. */
  @Test
  void answersAreThoseOfAMapAlsoAfterRestarts() {
    var random = new Random(5);
    var seen = seen(24);
    Map<Long, long[]> known = new HashMap<>();
    long now = START;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextInt(1_000);
      long id = random.nextInt(60_000);
      long payload = random.nextInt(50) == 0 ? 2 : 1;
      var before = known.get(id);
      long segment = now / HOUR;
      boolean live = before != null && before[1] >= segment - 24;
      assertEquals(!live ? Answer.FRESH : before[0] == payload ? Answer.REPEAT : Answer.CONFLICT, seen.probe(print(id, payload), now));
      if (!live) {
        known.put(id, new long[] {payload, segment});
      }
      if (random.nextInt(500) == 0) {
        seen.flush();
      }
      if (random.nextInt(20_000) == 0) {
        seen.flush();
        seen = seen(24);
      }
    }
  }

  @Test
  void whatWasNotFlushedIsForgottenWithItsTransaction() {
    seen(24).probe(print(1, 1), START);
    assertEquals(Answer.FRESH, seen(24).probe(print(1, 1), START));
  }

  @Test
  void aNewHorizonKeepsWhatIsKnown() {
    for (int then : new int[] {12, 48, 6, 96}) {
      var seen = seen(24);
      seen.probe(print(then, 1), START);
      seen.flush();
      var other = seen(then);
      assertEquals(Answer.REPEAT, other.probe(print(then, 1), START + HOUR), "known before the horizon became " + then + " h");
      assertEquals(Answer.FRESH, other.probe(print(1000 + then, 1), START + HOUR));
      assertEquals(Answer.REPEAT, other.probe(print(1000 + then, 1), START + HOUR));
    }
  }

  @Test
  void rowsBehindTheHorizonAreDeleted() {
    var seen = seen(24);
    for (int hour = 0; hour < 100; hour++) {
      seen.probe(print(hour, 1), START + hour * HOUR);
      seen.flush();
    }
    int left = 0;
    try (var all = rows.all()) {
      while (all.hasNext()) {
        all.next();
        left++;
      }
    }
    assertTrue(left >= 24 && left <= 26, left + " rows of 100 are left");
  }

  @Test
  void anEventThatWasParkedForLongIsStillCountedOnce() {
    var seen = seen(24);
    seen.probe(print(1, 1), START + 100 * HOUR);
    assertEquals(Answer.FRESH, seen.probe(print(2, 1), START));
    assertEquals(Answer.REPEAT, seen.probe(print(2, 1), START));
  }
}
