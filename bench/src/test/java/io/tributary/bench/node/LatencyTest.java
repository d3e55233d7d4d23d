package io.tributary.bench.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long MILLI = 1_000_000;

  @Test
  void aPercentileIsTheSmallestValueThatSoManyDidNotExceed() {
    var latency = Latency.of(LongStream.rangeClosed(1, 1_000).map(n -> (1_001 - n) * MILLI).toArray());
    assertEquals(new Latency(1_000, 500, 900, 990, 999, 1_000), latency);
  }

  @Test
  void ofFewSamplesTheHighPercentilesAreTheHighest() {
    assertEquals(new Latency(3, 2, 3, 3, 3, 3), Latency.of(new long[] {3 * MILLI, MILLI, 2 * MILLI}));
    assertEquals(new Latency(1, 7.5, 7.5, 7.5, 7.5, 7.5), Latency.of(new long[] {7_500_000}));
  }

  @Test
  void ofNothingAllAreZero() {
    assertEquals(new Latency(0, 0, 0, 0, 0, 0), Latency.of(new long[0]));
  }
}
