package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micronaut.context.ApplicationContext;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorKeysTest {
  @Test
  void theyComeInPairsOrNotAtAll() {
    assertEquals(Optional.empty(), keys(Map.of()));
    assertEquals(Optional.of(new OperatorKeys("a", "b")),
        keys(Map.of("tributary.query.admin-api-key", "a", "tributary.query.admin-application-key", "b")));
    assertThrows(IllegalArgumentException.class, () -> keys(Map.of("tributary.query.admin-api-key", "a")));
  }

  @Test
  void theyAreNotPrinted() {
    assertFalse(new OperatorKeys("secret-a", "secret-b").toString().contains("secret"));
  }

  private static Optional<OperatorKeys> keys(Map<String, Object> properties) {
    try (var config = ApplicationContext.builder().overrideConfigLocations("classpath:query-api/").deduceEnvironment(false)
        .properties(properties).build().getEnvironment().start()) {
      return OperatorKeys.of(config);
    }
  }
}
