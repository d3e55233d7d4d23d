package io.tributary.local.stream;

import io.tributary.local.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The broker that {@code ./tributary} brings. */
class EmbeddedKafkaTest extends KafkaContract {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start(@TempDir Path dir) {
    broker = EmbeddedBroker.start(dir.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  String bootstrap() {
    return broker.bootstrap();
  }
}
