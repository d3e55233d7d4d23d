package io.tributary.sender;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before an attempt: longer each time, and never as long as everybody else. */
record Backoff(Duration first, Duration longest) {
  /**
   * @param failed attempts so far, from 1
   * @param retryAfter what the server asked for: never less, at most {@code first} more
   */
  Duration pause(int failed, Optional<Duration> retryAfter, RandomGenerator random) {
    if (retryAfter.isPresent()) {
      return retryAfter.get().plus(upTo(first, random));
    }
    var whole = first;
    for (int i = 1; i < failed && whole.compareTo(longest) < 0; i++) {
      whole = whole.multipliedBy(2);
    }
    var half = (whole.compareTo(longest) < 0 ? whole : longest).dividedBy(2);
    return half.plus(upTo(half, random));
  }

  private static Duration upTo(Duration most, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
  }
}
