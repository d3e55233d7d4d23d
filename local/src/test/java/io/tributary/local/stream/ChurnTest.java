package io.tributary.local.stream;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is folded in memory must reach the next level before every commit, also before those that a rebalance forces. */
class ChurnTest {
  @Test
  void threadsThatComeAndGoUnderLoadLoseAndDoubleNothing(@TempDir Path dir) {
    // A long commit interval, so that almost all commits are those of the churn.
    try (var stage = new Stage(dir); var aggregator = stage.aggregator("one", Duration.ofSeconds(2))) {
      aggregator.awaitReady(Duration.ofSeconds(60));
      for (int round = 0; round < 6; round++) {
        stage.send(5_000);
        aggregator.streams().addStreamThread();
        stage.send(5_000);
        aggregator.streams().removeStreamThread(Duration.ofSeconds(30));
      }
      Stage.settle(aggregator);
      stage.assertExact(aggregator::read);
    }
  }
}
