package io.tributary.model;

import java.time.Duration;

/** The rows exist but cannot be read now: a rebalance, a restore, an owner that does not answer. Never answered as empty. */
public final class NotReady extends RuntimeException {
  private final Duration retryAfter;

  public NotReady(String reason, Duration retryAfter) {
    super(reason);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
