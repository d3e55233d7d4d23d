package io.tributary.bench.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark on five accounts for three seconds: whether every answer is right, never how fast. */
class QueryCommandTest {
  @TempDir
  private Path dir;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyAnswerIsCompleteAndAddsUp() throws Exception {
    var json = dir.resolve("result/query.json");
    var typed = Typed.bench("query", "--accounts", "5", "--rate", "50", "--for", "3s", "--warm-up", "1s", "--ask-every", "50ms",
        "--data", dir.resolve("data").toString(), "--json", json.toString());
    assertTrue(Files.exists(json), typed::toString);

    var found = new ObjectMapper().readTree(json.toFile());
    // A busy machine may not keep even this rate, which is for the benchmark to say and not for the test to fail of.
    found.get("measured").get("problems").forEach(problem ->
        assertTrue(problem.asText().contains("events a second were accepted"), found::toString));
    assertEquals("", found.get("failure").asText());
    assertEquals(5 * (48 + 28) * 25, found.get("told").get("events").asLong());
    for (var rest : new String[] {"rated", "settled"}) {
      assertTrue(found.get(rest).get("problems").isEmpty(), found::toString);
    }
    assertEquals(Question.values().length, found.get("measured").get("asked").size());
    for (var asked : found.get("measured").get("asked")) {
      assertTrue(asked.get("whole").get("samples").asInt() > 0, found::toString);
      assertTrue(asked.get("bytes").asLong() > 0, found::toString);
    }
    assertTrue(found.get("scanned").get("rows").asInt() > 0, found::toString);
    assertTrue(typed.out().contains("by account and product"), typed::toString);
    try (var left = Files.list(dir.resolve("data"))) {
      assertFalse(left.findAny().isPresent(), "the data is deleted");
    }
  }

  @Test
  void aHistoryThatForetellsNothingIsRefused() {
    var refused = Typed.bench("query", "--history", "1");
    assertEquals(2, refused.exit());
    assertTrue(refused.err().contains("2 to 90 days"), refused::toString);
  }
}
