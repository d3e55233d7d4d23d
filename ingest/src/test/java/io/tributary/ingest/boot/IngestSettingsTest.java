package io.tributary.ingest.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {
  private static Environment config(Map<String, Object> properties) {
    return ApplicationContext.builder().overrideConfigLocations("classpath:ingest/").deduceEnvironment(false).banner(false)
        .properties(properties).build().getEnvironment().start();
  }

  @Test
  void theConfigFilesDefaultsAreTheLocalOnes() {
    try (var config = config(Map.of())) {
      assertEquals(IngestSettings.local(8090, "127.0.0.1:9092", "http://127.0.0.1:8081"), IngestSettings.of(config));
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    try (var config = config(Map.of("tributary.ingest.port", "http", "tributary.ingest.bootstrap", "localhost",
        "tributary.ingest.registry-url", "localhost:8081", "tributary.ingest.serializer-class", "no.such.Serializer",
        "tributary.ingest.max-bytes-in-flight", "5"))) {
      var thrown = assertThrows(IllegalArgumentException.class, () -> IngestSettings.of(config));
      assertEquals(List.of("port", "bootstrap", "registry-url", "serializer-class", "max-bytes-in-flight"),
          thrown.getMessage().lines().map(line -> line.split(" ")[0]).toList());
    }
  }
}
