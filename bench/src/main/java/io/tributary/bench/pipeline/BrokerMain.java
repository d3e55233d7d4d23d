package io.tributary.bench.pipeline;

import io.tributary.bench.lab.ChildJvm;
import io.tributary.local.broker.EmbeddedBroker;
import io.tributary.local.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM with a broker and a registry: the data directory as its argument, their addresses as its one line of output. */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws InterruptedException {
    ChildJvm.endWithParent();
    var broker = EmbeddedBroker.start(Path.of(args[0]));
    var registry = EmbeddedRegistry.start(broker.bootstrap());
    System.out.println(ChildJvm.RESULT + broker.bootstrap() + " " + registry.url());
    new CountDownLatch(1).await();
  }
}
