package io.tributary.query.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the cells are.
 *
 * @param asOf append time up to which those of the last hour are complete
 * @param stale why they may be behind; empty when they are not
 */
record Freshness(Instant asOf, Optional<Reason> stale) {
  /** What {@code asOf} may be behind without a word. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** @param retryAfter as {@link LiveEvent.Stale} */
  record Reason(String sentence, Optional<Duration> retryAfter) {}

  /** Of cells that were read. */
  static Freshness of(Instant asOf, Instant now) {
    return new Freshness(asOf, asOf.plus(LIMIT).isBefore(now)
        ? Optional.of(new Reason("the cells are complete only up to as_of, more than " + LIMIT.toSeconds() + " seconds ago",
            Optional.empty()))
        : Optional.empty());
  }

  /** These, if there is nothing newer later. */
  Freshness at(Instant later) {
    return readable() ? of(asOf, later) : this;
  }

  /** Whether the last try to read succeeded. */
  boolean readable() {
    return stale.flatMap(Reason::retryAfter).isEmpty();
  }

  /** These, after they could not be read again. Who, where and why is the operator's business. */
  Freshness unreadable(Duration retryAfter) {
    return new Freshness(asOf, Optional.of(new Reason("the usage cannot be read at this moment", Optional.of(retryAfter))));
  }
}
