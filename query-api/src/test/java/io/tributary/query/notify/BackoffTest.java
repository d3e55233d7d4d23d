package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:00:00Z");
  private static final Delivery DELIVERY = Delivery.first("id", "o", "webhook-x", "s", new byte[0], NOW);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(6));

  @Test
  void pausesDoubleUpToTheLongestAndAreNeverTheSame() {
    var random = new Random(7);
    for (int failed = 1; failed < 20; failed++) {
      var whole = Duration.ofSeconds(Math.min(1L << Math.min(failed - 1, 20), 900));
      for (int i = 0; i < 100; i++) {
        var pause = Duration.between(NOW, BACKOFF.next(DELIVERY, failed, NOW, Optional.empty(), random).orElseThrow());
        assertTrue(pause.compareTo(whole.dividedBy(2)) >= 0 && pause.compareTo(whole) <= 0, failed + ": " + pause);
      }
    }
  }

  @Test
  void aTargetIsAskedAgainWhenItWishesButNotInAWeek() {
    var pause = Duration.between(NOW, BACKOFF.next(DELIVERY, 1, NOW, Optional.of(Duration.ofSeconds(30)), new Random(7)).orElseThrow());
    assertTrue(pause.compareTo(Duration.ofSeconds(30)) >= 0 && pause.compareTo(Duration.ofSeconds(31)) <= 0, pause.toString());
    var longest = Duration.between(NOW, BACKOFF.next(DELIVERY, 1, NOW, Optional.of(Duration.ofDays(7)), new Random(7)).orElseThrow());
    assertTrue(longest.compareTo(Duration.ofMinutes(61)) < 0, longest.toString());
  }

  @Test
  void itEnds() {
    assertTrue(BACKOFF.next(DELIVERY, 30, NOW.plus(Duration.ofMinutes(344)), Optional.empty(), new Random(7)).isPresent());
    assertEquals(Optional.empty(), BACKOFF.next(DELIVERY, 30, NOW.plus(Duration.ofHours(6)), Optional.empty(), new Random(7)));
  }
}
