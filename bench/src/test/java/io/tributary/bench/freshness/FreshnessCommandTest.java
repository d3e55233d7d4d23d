package io.tributary.bench.freshness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.aggregator.flow.Pace;
import io.tributary.bench.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark for two seconds: whether every probe is seen and every total right, never how fast. */
class FreshnessCommandTest {
  @TempDir
  private Path dir;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyProbeIsSeenAndEveryTotalIsRight() throws Exception {
    var json = dir.resolve("result/freshness.json");
    var typed = Typed.bench("freshness", "--rate", "200", "--for", "2s", "--warm-up", "1s", "--commit", "200ms", "--look-every", "20ms",
        "--data", dir.resolve("data").toString(), "--json", json.toString());
    assertTrue(Files.exists(json), typed::toString);

    var run = new ObjectMapper().readTree(json.toFile()).get("runs").get(0);
    // A busy machine may not keep even this rate, which is for the benchmark to say and not for the test to fail of.
    run.get("problems").forEach(problem -> assertTrue(problem.asText().contains("events a second were accepted"), run::toString));
    assertEquals("200ms/1s", run.get("commit").asText());
    assertFalse(run.get("ships").asBoolean());
    assertEquals(0, run.get("measured").get("lost").asLong());
    assertTrue(run.get("measured").get("probes").asLong() > 0, run::toString);
    assertTrue(run.get("measured").get("sent").asLong() > 0, run::toString);
    try (var left = Files.list(dir.resolve("data"))) {
      assertFalse(left.findAny().isPresent(), "the data is deleted");
    }
  }

  @Test
  void commitsWhileTheStreamIsBehindAreThoseThatShip() {
    var shipped = new Pace(Duration.ofMillis(100), Duration.ofSeconds(1));
    assertEquals("50ms/1s", Commits.text(Commits.of("50ms").pace(shipped)));
    assertEquals("2s/2s", Commits.text(Commits.of("2s").pace(shipped)));
    assertEquals("50ms/50ms", Commits.text(Commits.of("50ms/50ms").pace(shipped)));
    var refused = Typed.bench("freshness", "--commit", "1s/50ms");
    assertEquals(2, refused.exit());
    assertTrue(refused.err().contains("not more frequent"), refused::toString);
  }

  @Test
  void whatIsNoTimeSpanIsRefused() {
    var refused = Typed.bench("freshness", "--commit", "0ms");
    assertEquals(2, refused.exit());
    assertTrue(refused.err().contains("50ms, 60s or 5m"), refused::toString);
  }
}
