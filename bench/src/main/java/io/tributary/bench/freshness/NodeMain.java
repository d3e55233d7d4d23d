package io.tributary.bench.freshness;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.aggregator.flow.Pace;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.world.World;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.topics.ControlWriter.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A JVM with all of Tributary, as {@code ./tributary up} starts it: {@link Settings} as its argument, the version of its directory as
 * its one line of output when it is ready. It ends with its parent.
 */
final class NodeMain {
  /** Who reads the partner's totals. */
  static final String PARTNER = "partner";

  /** @param placedFrom first hour of the world */
  record Settings(String data, long liveMillis, long behindMillis, int placedFrom) {}

  private NodeMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    ChildJvm.endWithParent();
    var settings = new ObjectMapper().readValue(args[0], Settings.class);
    var pace = new Pace(Duration.ofMillis(settings.liveMillis()), Duration.ofMillis(settings.behindMillis()));
    var node = Node.start(new NodeSettings(Path.of(settings.data()), 0, 0, Optional.of(pace)), List.of(
        new Holder(PARTNER, World.PARTNER, Sends.NOTHING, Set.of(Access.USAGE_READ))), step -> { });
    node.ensure((directory, access) -> new Decision.Write(World.changes(settings.placedFrom()), List.of()));
    node.announce();
    System.out.println(ChildJvm.RESULT + node.directory().version());
    new CountDownLatch(1).await();
  }
}
