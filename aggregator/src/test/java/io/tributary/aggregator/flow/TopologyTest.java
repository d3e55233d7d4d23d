package io.tributary.aggregator.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.aggregator.dedup.Dedup;
import io.tributary.model.Directory;
import io.tributary.topics.AvroSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names are state: a store, topic or operator that changes its name loses what it kept. */
class TopologyTest {
  private final String description = new UsageTopology(Directory::empty, AvroSerdes.at("memory:names"), Dedup.of(Duration.ofHours(24)),
      Pace.every(Duration.ofMillis(100)), 8, new Cuts(), new Waiting(), new Waiting(), () -> Instant.EPOCH,
      new SimpleMeterRegistry()).build().describe().toString();

  @Test
  void theTopologyIsTheOneThatWasAgreed() throws IOException {
    try (var golden = getClass().getResourceAsStream("topology.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip(), description.strip(),
          "if the change is meant, say in a decision record how running state gets over it, and update topology.txt");
    }
  }

  @Test
  void everyNameIsOurs() {
    assertFalse(Pattern.compile("KSTREAM|KTABLE|STATE-STORE|\\d{10}").matcher(description).find(), description);
  }
}
