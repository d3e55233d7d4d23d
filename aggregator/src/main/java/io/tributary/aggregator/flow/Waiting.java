package io.tributary.aggregator.flow;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The oldest parked event of each partition that this process judges: accepted, but in no cell yet. */
public final class Waiting {
  private final Map<Integer, Long> oldest = new ConcurrentHashMap<>();

  void since(int partition, long appendedMillis) {
    oldest.merge(partition, appendedMillis, Math::min);
  }

  void clear(int partition) {
    oldest.remove(partition);
  }

  /** When the oldest of all was appended; empty when nothing is parked. */
  public Optional<Instant> oldest() {
    return oldest.values().stream().min(Long::compare).map(Instant::ofEpochMilli);
  }
}
