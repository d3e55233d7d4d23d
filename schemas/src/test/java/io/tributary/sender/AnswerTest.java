package io.tributary.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Problem;
import io.tributary.sender.Answer.Decided;
import io.tributary.sender.Answer.Later;
import io.tributary.sender.Answer.Never;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  private static Answer answer(int status, String body) {
    return Answer.of(status, Optional.empty(), body, 2, NOW);
  }

  @Test
  void aDecisionIsAboutEveryEventThatWasSent() {
    assertEquals(new Decided(Map.of()), answer(202, "{\"accepted\":2,\"rejected\":[]}"));
    assertEquals(new Decided(Map.of(1, List.of(new Problem("f", "c", "d")))),
        answer(207, "{\"accepted\":1,\"rejected\":[{\"index\":1,\"problems\":[{\"field\":\"f\",\"code\":\"c\",\"detail\":\"d\"}]}]}"));
    for (var broken : List.of("", "{", "[]", "{\"accepted\":2}", "{\"accepted\":3,\"rejected\":[]}", "{\"accepted\":1,\"rejected\":[]}",
        "{\"accepted\":1,\"rejected\":[{\"index\":2}]}", "{\"accepted\":1,\"rejected\":[{}]}",
        "{\"accepted\":0,\"rejected\":[{\"index\":0},{\"index\":0}]}")) {
      assertEquals(new Later("202: " + broken, null, Optional.empty()), answer(202, broken));
    }
  }

  @Test
  void whatMayPassIsAskedAgainAndWhatMayNotIsNot() {
    for (int status : List.of(408, 429, 500, 502, 503, 504)) {
      assertEquals(new Later(status + ": busy", null, Optional.empty()), answer(status, "{\"errors\":[\"busy\"]}"));
    }
    for (int status : List.of(301, 400, 401, 403, 404, 413, 415)) {
      assertEquals(new Never(status + ": no"), answer(status, "no"));
    }
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    var waits = Map.of("0", Optional.of(Duration.ZERO), "7", Optional.of(Duration.ofSeconds(7)),
        "Sat, 31 Jan 2026 10:00:30 GMT", Optional.of(Duration.ofSeconds(30)), "Sat, 31 Jan 2026 09:00:00 GMT", Optional.of(Duration.ZERO),
        "soon", Optional.<Duration>empty(), "-1", Optional.<Duration>empty(), "99999999999", Optional.<Duration>empty());
    waits.forEach((text, wait) -> assertEquals(new Later("503: ", null, wait), Answer.of(503, Optional.of(text), "", 2, NOW)));
  }
}
