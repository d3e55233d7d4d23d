package io.tributary.aggregator.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The one combiner, used at all three levels: what arrives between two commits is added up in memory by row and usage type,
 * and leaves as one delta per cell. Addition is associative and commutative, so neither order nor cuts matter.
 *
 * @param <K> what names a row: a place and an hour
 */
final class Fold<K> {
  private final Map<K, Deltas> rows = new HashMap<>();

  /** Where to add to a row's cells. */
  Deltas row(K row) {
    return rows.computeIfAbsent(row, any -> new Deltas());
  }

  /** Hands over every row and forgets it. */
  void drain(BiConsumer<K, Deltas> each) {
    rows.forEach(each);
    rows.clear();
  }

  void clear() {
    rows.clear();
  }
}
