package io.tributary.bench.freshness;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.aggregator.flow.Pace;
import io.tributary.bench.node.NodeProcess;
import io.tributary.bench.world.World;
import io.tributary.local.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The node's JVM: {@link Settings} as its argument. */
final class NodeMain {
  /** @param placedFrom first hour of the world */
  record Settings(String data, long liveMillis, long behindMillis, int placedFrom) {}

  private NodeMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var settings = new ObjectMapper().readValue(args[0], Settings.class);
    var pace = new Pace(Duration.ofMillis(settings.liveMillis()), Duration.ofMillis(settings.behindMillis()));
    NodeProcess.serve(new NodeSettings(Path.of(settings.data()), 0, 0, Optional.of(pace)), World.PARTNER,
        World.changes(settings.placedFrom()));
  }
}
