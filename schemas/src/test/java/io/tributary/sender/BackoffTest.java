package io.tributary.sender;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void pausesDoubleToTheLongest() {
    int[] wholes = {100, 200, 400, 800, 1000, 1000};
    for (int i = 0; i < 1000; i++) {
      for (int failed = 1; failed <= wholes.length; failed++) {
        within(wholes[failed - 1] / 2, wholes[failed - 1], BACKOFF.pause(failed, Optional.empty(), random));
      }
      within(500, 1000, BACKOFF.pause(Integer.MAX_VALUE, Optional.empty(), random));
    }
  }

  @Test
  void aServersWishIsNeverCutShort() {
    for (int i = 0; i < 1000; i++) {
      within(5000, 5100, BACKOFF.pause(1 + i % 9, Optional.of(Duration.ofSeconds(5)), random));
    }
  }

  private static void within(long least, long most, Duration pause) {
    assertTrue(pause.toNanos() >= least * 1_000_000 && pause.toNanos() <= most * 1_000_000, pause::toString);
  }
}
