package io.tributary.aggregator.dedup;

/** What is known of an event's id within the horizon. */
public sealed interface Answer {
  Answer FRESH = new Fresh();
  Answer REPEAT = new Repeat();

  /** Not seen; from now on it is. */
  record Fresh() implements Answer {}

  /** Seen, with the same payload. */
  record Repeat() implements Answer {}

  /**
   * Seen, with another payload.
   *
   * @param countedPayload hash of the one that was counted
   */
  record Conflict(long countedPayload) implements Answer {}
}
