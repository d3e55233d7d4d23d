package io.tributary.bench.alerts;

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

/** The whole benchmark, small: whether each probe raises one alert, which is told once, never how fast. */
class AlertsCommandTest {
  @TempDir
  private Path dir;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyProbeRaisesOneAlertAndAWebhookTellsIt() throws Exception {
    var json = dir.resolve("alerts.json");
    var typed = Typed.bench("alerts", "--series", "1k", "--rate", "500", "--probes", "5", "--flat-out", "3s", "--pairs", "1",
        "--data", dir.resolve("data").toString(), "--json", json.toString());
    assertTrue(Files.exists(json), typed::toString);
    var runs = new ObjectMapper().readTree(json.toFile()).get("runs");
    assertEquals(2, runs.size());
    assertFalse(runs.get(0).get("watching").asBoolean());
    assertTrue(runs.get(1).get("watching").asBoolean());
    runs.forEach(run -> {
      assertTrue(run.get("problems").isEmpty(), run::toString);
      assertEquals(5, run.get("alerts").get("samples").asInt());
      assertEquals(5, run.get("webhooks").get("samples").asInt());
      assertTrue(run.get("flatOutPerSecond").asDouble() > 0, run::toString);
    });
    assertTrue(typed.out().contains("throughput without monitors") && typed.out().contains("watching costs"), typed::toString);
    try (var left = Files.list(dir.resolve("data"))) {
      assertFalse(left.findAny().isPresent(), "the data is deleted");
    }
  }
}
