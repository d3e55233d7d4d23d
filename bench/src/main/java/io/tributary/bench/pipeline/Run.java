package io.tributary.bench.pipeline;

import java.util.List;

/**
 * One run and what came of it.
 *
 * @param against the variant that those of its block are compared with
 * @param pair from 1
 * @param events that it read
 * @param measured null when it ended without an answer
 * @param brokerNanos CPU time of the broker from the start of the run's JVM to its end
 * @param problems what is wrong with its totals, or why there are none; empty for a run that counts
 */
record Run(Variant variant, Variant against, int pair, long events, Measured measured, long brokerNanos, List<String> problems) {
  boolean counts() {
    return problems.isEmpty();
  }

  double eventsPerSecond() {
    return events * 1e9 / measured.nanos();
  }

  double cpuMicros() {
    return measured.cpuNanos() / 1e3 / events;
  }

  double brokerMicros() {
    return brokerNanos / 1e3 / events;
  }
}
