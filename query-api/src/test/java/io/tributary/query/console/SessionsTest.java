package io.tributary.query.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:20:00Z");
  private static final String SECRET = "a secret that is long enough for us";
  private static final Sessions.Holder KEYS = new Sessions.Holder.Keys("api", "application");

  private static Sessions at(String secret, Instant now) {
    return new Sessions(secret, InstantSource.fixed(now));
  }

  @Test
  void aBoxOpensWithTheSameSecretElsewhereToo() {
    var box = at(SECRET, NOW).seal(KEYS);
    assertEquals(Optional.of(KEYS), at(SECRET, NOW.plusSeconds(60)).open(box));
    assertFalse(box.contains("api"));
  }

  @Test
  void aBoxOfAnotherProcessWithoutASecretStaysClosed() {
    assertEquals(Optional.empty(), at("", NOW).open(at("", NOW).seal(KEYS)));
    assertEquals(Optional.empty(), at(SECRET, NOW).open(at("", NOW).seal(KEYS)));
  }

  @Test
  void aBoxEndsAfterItsTime() {
    var box = at(SECRET, NOW).seal(KEYS);
    assertEquals(Optional.of(KEYS), at(SECRET, NOW.plus(Sessions.LENGTH).minusSeconds(1)).open(box));
    assertEquals(Optional.empty(), at(SECRET, NOW.plus(Sessions.LENGTH)).open(box));
  }

  @Test
  void whatWasTouchedStaysClosed() {
    var sessions = at(SECRET, NOW);
    var box = sessions.seal(KEYS);
    for (int i = 0; i < box.length() - 1; i++) {
      var touched = new StringBuilder(box);
      touched.setCharAt(i, box.charAt(i) == 'A' ? 'B' : 'A');
      assertEquals(Optional.empty(), sessions.open(touched.toString()), "at " + i);
    }
    for (var nonsense : new String[] {"", "A", "%%%", "AAAA", "not a box at all"}) {
      assertEquals(Optional.empty(), sessions.open(nonsense));
    }
  }

  @Test
  void aBoxOpensForItsPurposeOnly() {
    var sessions = at(SECRET, NOW);
    var user = new Sessions.Holder.User("ann");
    assertEquals(Optional.of(user), sessions.open(sessions.seal(user)));
    var other = sessions.seal("another", Duration.ofMinutes(1), List.of("ann"));
    assertEquals(Optional.empty(), sessions.open(other));
    assertEquals(Optional.of(List.of("ann")), sessions.open("another", other));
    assertEquals(Optional.empty(), sessions.open("another", sessions.seal(user)));
  }

  @Test
  void noTwoBoxesAreAlike() {
    assertNotEquals(at(SECRET, NOW).seal(KEYS), at(SECRET, NOW).seal(KEYS));
  }
}
