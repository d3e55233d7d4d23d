package io.tributary.local.demo;

import io.tributary.local.node.Node;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.topics.ControlWriter.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Closes the demo's months once nothing more is to be told of them. */
final class MonthCloses {
  /** Usage may come this much after a month: source of the rule, the reference system's 72 hours. */
  private static final Duration LATEST = Duration.ofHours(72);

  private MonthCloses() {}

  /** @param from when the story begins */
  static void close(Node node, Instant from, Instant now) {
    node.ensure((directory, access) -> new Decision.Write(due(directory, from, now), List.of()));
  }

  static List<Change> due(Directory directory, Instant from, Instant now) {
    return IntStream.range(Hours.monthOf(from), Hours.monthOf(now.minus(LATEST))).boxed()
        .flatMap(month -> World.accounts().stream()
            .filter(account -> directory.account(account).isPresent() && directory.close(account, month).isEmpty())
            .<Change>map(account -> new Change.CloseMonth(account, month, 0)))
        .toList();
  }
}
