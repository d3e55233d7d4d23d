package io.tributary.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.Typed;
import io.tributary.bench.lab.Count;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark on few events: whether every variant gets every cell right, never how fast. */
class PipelineCommandTest {
  @TempDir
  private Path dir;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyVariantGetsEveryCellRight() throws Exception {
    var json = dir.resolve("result/pipeline.json");
    var typed = Typed.bench("pipeline", "--events", "20k", "--naive-events", "2k", "--pairs", "1", "--data", dir.resolve("data").toString(),
        "--json", json.toString());
    assertEquals(0, typed.exit(), typed::toString);

    var result = new ObjectMapper().readTree(json.toFile());
    var seen = new HashSet<String>();
    for (var one : result.get("runs")) {
      seen.add(one.get("variant").asText() + " against " + one.get("against").asText());
      assertTrue(one.get("problems").isEmpty(), one::toString);
      assertEquals(12, one.get("measured").get("cells").size(), "four levels by five minutes, by hour and by month: " + one);
      assertTrue(one.get("measured").get("cpuNanos").asLong() > 0);
    }
    assertEquals(Set.of("limit against limit", "ours against limit", "ours-1s against limit", "naive against naive", "ours against naive"),
        seen);
    assertEquals(3, result.get("ratios").size());
    assertTrue(typed.out().contains("ours-1s"), typed::toString);
    try (var left = Files.list(dir.resolve("data"))) {
      assertFalse(left.findAny().isPresent(), "the data is deleted");
    }
  }

  @Test
  void aPartRunsAlone() {
    assertEquals(List.of(Variant.LIMIT, Variant.OURS), PipelineCommand.many(Set.of(Variant.OURS, Variant.LIMIT)));
    assertEquals(List.of(), PipelineCommand.few(Set.of(Variant.OURS, Variant.LIMIT)));
    assertEquals(List.of(), PipelineCommand.many(Set.of(Variant.OURS, Variant.NAIVE)));
    assertEquals(List.of(Variant.NAIVE, Variant.OURS), PipelineCommand.few(Set.of(Variant.OURS, Variant.NAIVE)));
    assertEquals(List.of(Variant.OURS), PipelineCommand.many(Set.of(Variant.OURS)));
  }

  @Test
  void variantsHaveNames() {
    for (var label : List.of("limit", "ours", "ours-50ms", "ours-1s", "naive")) {
      assertEquals(label, Variant.of(label).label());
    }
    assertEquals(Variant.OURS_1S, Variant.of("ours-1000ms"));
    var refused = Typed.bench("pipeline", "--variants", "limit,theirs");
    assertEquals(2, refused.exit());
    assertTrue(refused.err().contains("'theirs' is no variant"), refused::toString);
  }

  @Test
  void whatIsNoNumberOfEventsIsRefused() {
    var refused = Typed.bench("pipeline", "--events", "many");
    assertEquals(2, refused.exit());
    assertTrue(refused.err().contains("20m, 500k or 20000"), refused::toString);
  }

  @Test
  void numbersOfEventsMayBeShort() {
    var count = new Count();
    assertEquals(20_000_000, count.convert("20m"));
    assertEquals(500_000, count.convert("500K"));
    assertEquals(1_234, count.convert("1234"));
  }
}
