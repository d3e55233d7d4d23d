package io.tributary.local.cli;

import io.tributary.local.cli.Run.View;
import io.tributary.local.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The first lines of the live view: how much comes in, and how far behind the cells are. */
final class Pulse {
  private long seenAt = System.nanoTime();
  private long seen;

  View look(Node node) {
    long now = System.nanoTime();
    long accepted = node.accepted();
    double perSecond = (accepted - seen) * 1e9 / Math.max(1, now - seenAt);
    seen = accepted;
    seenAt = now;
    var progress = node.progress();
    var age = Duration.between(progress.asOf(), Instant.now());
    var line = "%d events/s   %s accepted   lag %s   fresh to %s ago%s".formatted(Math.round(perSecond), Figures.exact(accepted),
        Figures.exact(progress.lag()), Figures.time(age), progress.healthy() ? "" : "   NOT HEALTHY: " + progress.detail());
    return new View(List.of(line), line);
  }

  /** This view and more lines below it. */
  static View with(View view, List<String> more) {
    var lines = new ArrayList<>(view.lines());
    lines.addAll(more);
    return new View(lines, view.summary());
  }
}
