package io.tributary.query.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When the next attempt is, and when there is none any more.
 *
 * @param first pause after the first failure; it doubles with each
 * @param longest pause
 * @param giveUpAfter the first look at it
 */
record Backoff(Duration first, Duration longest, Duration giveUpAfter) {
  /** What a target may ask us to wait at most: it must not keep what it does not take. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /**
   * Between half and the whole of the pause, so that targets that failed together are not asked together again.
   *
   * @param failed attempts that failed, from 1
   * @return empty when it would be too late by then
   */
  Optional<Instant> next(Delivery delivery, int failed, Instant now, Optional<Duration> retryAfter, RandomGenerator random) {
    var whole = first;
    for (int i = 1; i < failed && whole.compareTo(longest) < 0; i++) {
      whole = whole.multipliedBy(2);
    }
    var half = (whole.compareTo(longest) < 0 ? whole : longest).dividedBy(2);
    var pause = half.plus(Duration.ofNanos(random.nextLong(half.toNanos() + 1)));
    var asked = retryAfter.map(wish -> wish.compareTo(PATIENCE) < 0 ? wish : PATIENCE).orElse(Duration.ZERO);
    var due = now.plus(pause.compareTo(asked) < 0 ? asked.plus(pause) : pause);
    return due.isAfter(delivery.firstAt().plus(giveUpAfter)) ? Optional.empty() : Optional.of(due);
  }
}
