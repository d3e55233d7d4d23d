package io.tributary.aggregator.flow;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long something has waited in each partition that this process has tasks of: events that are accepted but parked, and so in
 * no cell; or usage that is in the cells but not rated.
 */
public final class Waiting {
  private final Map<Integer, Long> oldest = new ConcurrentHashMap<>();

  void since(int partition, long appendedMillis) {
    oldest.merge(partition, appendedMillis, Math::min);
  }

  void clear(int partition) {
    oldest.remove(partition);
  }

  /** In one step, so that no reader sees it clear in between. */
  void set(int partition, OptionalLong since) {
    if (since.isPresent()) {
      oldest.put(partition, since.getAsLong());
    } else {
      oldest.remove(partition);
    }
  }

  /** When the oldest of all was appended; empty when nothing waits. */
  public Optional<Instant> oldest() {
    return oldest.values().stream().min(Long::compare).map(Instant::ofEpochMilli);
  }
}
