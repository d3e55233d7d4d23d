package io.tributary.bench.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.node.NodeProcess;
import io.tributary.local.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;

/** The node's JVM: {@link Settings} as its argument. */
final class NodeMain {
  /** @param firstHour of the fleet */
  record Settings(String data, int accounts, int firstHour) {}

  private NodeMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var settings = new ObjectMapper().readValue(args[0], Settings.class);
    NodeProcess.serve(new NodeSettings(Path.of(settings.data()), 0, 0), Fleet.PARTNER,
        new Fleet(settings.accounts(), settings.firstHour()).changes());
  }
}
