package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import java.time.Duration;
import java.util.Optional;

/** Tells one target of one alert, once. Safe for use by many threads; returns within seconds. */
interface Courier {
  /** What came of it. */
  sealed interface Outcome {
    record Told() implements Outcome {}

    /**
     * Worth another attempt.
     *
     * @param why one sentence, without secrets
     * @param retryAfter what the target asked for
     */
    record Failed(String why, Optional<Duration> retryAfter) implements Outcome {}

    /** Another attempt would end the same way. */
    record Hopeless(String why) implements Outcome {}

    static Outcome failed(String why) {
      return new Failed(why, Optional.empty());
    }
  }

  /** @throws InterruptedException when it is no longer to be told from here */
  Outcome tell(Delivery delivery, Handle handle, Alert alert) throws InterruptedException;
}
