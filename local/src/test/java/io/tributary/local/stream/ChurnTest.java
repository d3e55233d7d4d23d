package io.tributary.local.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Hours;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
      assertEquals(stage.sent, Stage.own(aggregator::read));
      int from = Hours.of(Stage.START);
      for (var type : List.of("host", "logs")) {
        assertEquals(Stage.total(stage.sent, type, "a-root", "a-mid", "a-leaf", "b-root", "b-leaf"),
            Stage.total(aggregator.read(RowQuery.hours(Level.PARTNER, List.of("p"), Set.of(), from, from + 49)), type));
        assertEquals(Stage.total(stage.sent, type, "a-root", "a-mid", "a-leaf"),
            Stage.total(aggregator.read(RowQuery.hours(Level.ACCOUNT, List.of("a"), Set.of(), from, from + 49)), type));
        assertEquals(Stage.total(stage.sent, type, "a-mid", "a-leaf"),
            Stage.total(aggregator.read(RowQuery.hours(Level.ORG_SUBTREE, List.of("a"), Set.of("a-mid"), from, from + 49)), type));
      }
    }
  }
}
