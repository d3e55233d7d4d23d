package io.tributary.bench.dedup;

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

/** The whole benchmark on few ids: whether every answer is right, never how fast. */
class DedupCommandTest {
  @TempDir
  private Path dir;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void everyAnswerIsRight() throws Exception {
    var json = dir.resolve("result/dedup.json");
    var typed = Typed.bench("dedup", "--ids", "2k,50k", "--data", dir.resolve("data").toString(), "--json", json.toString());
    assertEquals(0, typed.exit(), typed::toString);

    var sizes = new ObjectMapper().readTree(json.toFile()).get("sizes");
    assertEquals(2, sizes.size());
    for (var size : sizes) {
      assertTrue(size.get("problems").isEmpty(), size::toString);
      assertTrue(size.get("freshPerSecond").asDouble() > 0, size::toString);
      assertTrue(size.get("heapBytesAnId").asDouble() > 20, size::toString);
    }
    assertTrue(typed.out().contains("50,000"), typed::toString);
    try (var left = Files.list(dir.resolve("data"))) {
      assertFalse(left.findAny().isPresent(), "the data is deleted");
    }
  }

  @Test
  void whatIsNoNumberOfIdsIsRefused() {
    assertEquals(2, Typed.bench("dedup", "--ids", "1m,some").exit());
    assertEquals(2, Typed.bench("dedup", "--ids", "10").exit());
  }
}
