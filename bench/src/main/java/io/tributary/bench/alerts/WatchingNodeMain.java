package io.tributary.bench.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.model.Directory.Change;
import io.tributary.topics.ControlWriter.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A JVM with all of Tributary, as {@code ./tributary up} starts it, and the world that is watched: {@link Settings} as its argument, the
 * version of its directory as its one line of output when it is ready. It ends with its parent.
 */
final class WatchingNodeMain {
  /**
   * @param orgs of the world
   * @param watching whether its series are watched; probes always are
   */
  record Settings(String data, int orgs, boolean watching, int placedFrom) {}

  private WatchingNodeMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    ChildJvm.endWithParent();
    var settings = new ObjectMapper().readValue(args[0], Settings.class);
    var node = Node.start(new NodeSettings(Path.of(settings.data()), 0, 0, Optional.empty()), List.of(
        new Holder("partner", Watched.PARTNER, Sends.NOTHING, Set.of(Access.USAGE_READ))), step -> { });
    var changes = new ArrayList<Change>(new Watched(settings.orgs()).world(settings.placedFrom()));
    changes.add(Watched.probing(Instant.now()));
    if (settings.watching()) {
      changes.addAll(Watched.watching(Instant.now()));
    }
    node.ensure((directory, access) -> new Decision.Write(changes, List.of()));
    node.announce();
    System.out.println(ChildJvm.RESULT + node.directory().version());
    new CountDownLatch(1).await();
  }
}
