package io.tributary.bench.node;

import io.tributary.bench.lab.ChildJvm;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.model.Directory.Change;
import io.tributary.model.Permission;
import io.tributary.topics.ControlWriter.Decision;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** What the main method of a JVM does that is to be a node, as {@code ./tributary up} starts it. */
public final class NodeProcess {
  /** What {@code ./tributary} gives a node. */
  public static final List<String> FLAGS = List.of("-Xmx2g", "-XX:G1HeapRegionSize=8m");
  /** For those that load it and ask. */
  public static final List<String> LOAD_FLAGS = List.of("-Xmx512m");
  /** Who has the partner's keys, to look at usage and cost and to set up webhooks. */
  public static final String PARTNER = "partner";

  private NodeProcess() {}

  /**
   * Starts a node, writes the version of its directory as its one line of output, and serves until its parent ends.
   *
   * @param partner public id of the one that {@link #PARTNER} has the keys of
   * @param world what its empty directory is filled with
   */
  public static void serve(NodeSettings settings, String partner, List<Change> world) throws InterruptedException {
    ChildJvm.endWithParent();
    var node = Node.start(settings, List.of(
        new Holder(PARTNER, partner, Sends.NOTHING,
            Set.of(Access.USAGE_READ, Access.BILLING_READ, Permission.MANAGE_INTEGRATIONS.id()))), step -> { });
    node.ensure((directory, access) -> new Decision.Write(world, List.of()));
    node.announce();
    System.out.println(ChildJvm.RESULT + node.directory().version());
    new CountDownLatch(1).await();
  }
}
