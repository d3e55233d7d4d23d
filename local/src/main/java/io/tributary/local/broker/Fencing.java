package io.tributary.local.broker;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * Has the controller note that the broker is gone, before the broker comes back. A node that was killed still counts as alive in
 * its metadata. It would lead its partitions at once when it starts, be found missing a moment later, and lose them until it has
 * registered again; and a transaction that is ended in that moment gets no end on the partitions without a leader (the
 * coordinator takes them for deleted). Readers of committed records would then wait there for ever.
 */
final class Fencing {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** A node that was killed before it had registered is not missed; there is no topic either. */
  private static final Duration NOBODY = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(20);

  private Fencing() {}

  /**
   * Runs the controller alone until it has missed the broker: about two seconds.
   *
   * @param node settings of the whole node
   */
  static void run(Map<String, String> node) {
    var settings = new HashMap<>(node);
    settings.put("process.roles", "controller");
    settings.put("listeners", node.get("listeners").replaceFirst("PLAINTEXT://[^,]*,", ""));
    settings.remove("advertised.listeners");
    settings.remove("inter.broker.listener.name");
    settings.put("broker.session.timeout.ms", "500");
    settings.put("broker.heartbeat.interval.ms", "100");
    var controller = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    controller.startup();
    try {
      long begun = System.nanoTime();
      while (brokers("Active") > 0 || brokers("Fenced") == 0 && System.nanoTime() - begun < NOBODY.toNanos()) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw new IllegalStateException("Kafka's controller does not notice that its broker was killed");
        }
        Thread.sleep(LOOK); // the controller tells nobody: it has to be asked again
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /** Kafka's own count, as it offers it to monitoring. */
  private static long brokers(String state) {
    try {
      var name = new ObjectName("kafka.controller:type=KafkaController,name=" + state + "BrokerCount");
      return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Value")).longValue();
    } catch (JMException e) {
      return 0; // not counted yet
    }
  }
}
