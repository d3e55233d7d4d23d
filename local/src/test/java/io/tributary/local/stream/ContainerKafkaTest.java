package io.tributary.local.stream;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The broker of {@code docker/single}. Skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerKafkaTest extends KafkaContract {
  @Container
  private static final KafkaContainer KAFKA =
      new KafkaContainer("apache/kafka:4.3.1").withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");

  @Override
  String bootstrap() {
    return KAFKA.getBootstrapServers();
  }
}
