package io.tributary.bench.pipeline;

import java.time.Duration;

/** What is measured. Each run is a JVM of its own. */
enum Variant {
  /** One thread, one consumer, HashMaps: nothing is written anywhere. */
  LIMIT("limit", Duration.ZERO),
  /** Tributary as it ships. */
  OURS("ours", Duration.ofMillis(100)),
  /** Tributary with a longer commit interval. */
  OURS_1S("ours-1s", Duration.ofSeconds(1)),
  /** Every event sent to every cell it belongs to. */
  NAIVE("naive", Duration.ofSeconds(1));

  private final String label;
  private final Duration commit;

  Variant(String label, Duration commit) {
    this.label = label;
    this.commit = commit;
  }

  String label() {
    return label;
  }

  Duration commit() {
    return commit;
  }

  /** Whether it counts as the oracle's plain cells do: no dedup, entities and maxima added up. */
  boolean isPlain() {
    return this == NAIVE;
  }
}
