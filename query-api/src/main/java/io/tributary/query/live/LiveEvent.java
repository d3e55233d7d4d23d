package io.tributary.query.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a live stream says. {@code asOf} is the append time up to which the cells of the last hour are complete. */
public sealed interface LiveEvent {
  /** Some of the cells of the window as they were when the stream began; several come one after the other. */
  record Snapshot(Instant asOf, List<LiveCell.Value> cells) implements LiveEvent {}

  /** The snapshot is whole: what it did not name had no usage. */
  record Ready(Instant asOf) implements LiveEvent {}

  /** Cells that changed. */
  record Cells(Instant asOf, List<LiveCell.Value> cells) implements LiveEvent {}

  /** Nothing else to say; the connection lives. */
  record Heartbeat(Instant asOf) implements LiveEvent {}

  /**
   * From here on the cells may be behind.
   *
   * @param retryAfter when rows are asked for again, where they cannot be read
   */
  record Stale(Instant asOf, String reason, Optional<Duration> retryAfter) implements LiveEvent {}

  /** No longer stale. */
  record Fresh(Instant asOf) implements LiveEvent {}

  /** The last event. */
  record End(String reason) implements LiveEvent {}
}
