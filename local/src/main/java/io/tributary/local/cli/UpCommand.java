package io.tributary.local.cli;

import io.tributary.local.node.Node;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    header = "Starts everything in one JVM, with an empty world.",
    description = "A real Kafka, the schema registry, ingest, aggregator and API, on 127.0.0.1 only. Keys for an operator and for"
        + " sending events are made at the first start; DIR/demo.json says where everything is. Ctrl-C stops it.")
final class UpCommand implements Callable<Integer>, Run.Work {
  @Mixin
  private Run run;

  private final Pulse pulse = new Pulse();

  @Override
  public Integer call() throws Exception {
    return run.run(List.of(), this);
  }

  @Override
  public AutoCloseable begin(Node node, Screen screen) {
    return () -> { };
  }

  @Override
  public Run.View look(Node node) {
    return pulse.look(node);
  }
}
