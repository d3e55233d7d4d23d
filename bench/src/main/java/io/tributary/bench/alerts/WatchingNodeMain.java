package io.tributary.bench.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.node.NodeProcess;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Directory.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** The node's JVM: {@link Settings} as its argument. */
final class WatchingNodeMain {
  /**
   * @param orgs of the world
   * @param watching whether its series are watched; probes always are
   */
  record Settings(String data, int orgs, boolean watching, int placedFrom) {}

  private WatchingNodeMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var settings = new ObjectMapper().readValue(args[0], Settings.class);
    var changes = new ArrayList<Change>(new Watched(settings.orgs()).world(settings.placedFrom()));
    changes.add(Watched.probing(Instant.now()));
    if (settings.watching()) {
      changes.addAll(Watched.watching(Instant.now()));
    }
    NodeProcess.serve(new NodeSettings(Path.of(settings.data()), 0, 0, Optional.empty()), Watched.PARTNER, changes);
  }
}
