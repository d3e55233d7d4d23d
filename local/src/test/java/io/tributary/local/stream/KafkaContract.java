package io.tributary.local.stream;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stream asks of a Kafka, whoever runs it: its topics, transactions, static membership and changelogs. */
abstract class KafkaContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** {@code host:port} of a broker that runs for as long as the test, and lets a session time out after 3 seconds. */
  abstract String bootstrap();

  @Test
  void totalsAreExactAlsoAfterAStartFromTheChangelogs(@TempDir Path dir) {
    try (var stage = new Stage(dir, bootstrap())) {
      try (var aggregator = stage.aggregator("one")) {
        aggregator.awaitReady(PATIENCE);
        stage.send(3_000);
        Stage.settle(aggregator);
        stage.assertExact(aggregator::read);
      }
      stage.send(3_000);
      // Another name is another directory for the state: everything comes back from Kafka.
      try (var aggregator = stage.aggregator("two")) {
        aggregator.awaitReady(PATIENCE);
        Stage.settle(aggregator);
        stage.assertExact(aggregator::read);
      }
    }
  }
}
