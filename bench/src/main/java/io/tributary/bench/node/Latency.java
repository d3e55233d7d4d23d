package io.tributary.bench.node;

import java.util.Arrays;

/**
 * Waiting times in milliseconds, each the smallest that so many per cent did not exceed (nearest rank); all 0 where there are none.
 *
 * @param samples how many there were
 */
public record Latency(int samples, double p50, double p90, double p99, double p999, double max) {
  /** @param nanos in any order */
  public static Latency of(long[] nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(sorted.length, rank(sorted, 500), rank(sorted, 900), rank(sorted, 990), rank(sorted, 999), rank(sorted, 1000));
  }

  private static double rank(long[] sorted, int perMille) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) (((long) sorted.length * perMille + 999) / 1000);
    return sorted[rank - 1] / 1e6;
  }
}
