package io.tributary.aggregator.dedup;

import java.time.Duration;

/**
 * How dedup is set for a process.
 *
 * @param horizon how long a resend is recognised, in append time
 * @param memoryBytes heap that the recent ids of all partitions may take; older ones are in files
 */
public record Dedup(Duration horizon, long memoryBytes) {
  /** A quarter of the largest heap that this process may have. */
  public static Dedup of(Duration horizon) {
    return new Dedup(horizon, Runtime.getRuntime().maxMemory() / 4);
  }
}
