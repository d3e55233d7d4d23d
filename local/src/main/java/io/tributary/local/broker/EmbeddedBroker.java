package io.tributary.local.broker;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka in this JVM: one node that is both broker and controller (KRaft), on 127.0.0.1, without encryption. All its
 * state is in one directory, so a later start on the same directory goes on with the same cluster id, topics, offsets and open
 * transactions, also after {@code kill -9}. Topics are never created by accident, and keep their data for ever unless their own
 * {@code retention.ms} says otherwise. None of its threads keeps the JVM alive.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;

  private static final Map<String, String> KEEP = Map.of(
      "auto.create.topics.enable", "false",
      "log.retention.ms", "-1");

  private static final Map<String, String> ONE_NODE = Map.ofEntries(
      entry("offsets.topic.replication.factor", "1"),
      entry("offsets.topic.num.partitions", "4"),
      // Ten years: a group that was away for long must find where it stopped, or it may not go on at all.
      entry("offsets.retention.minutes", "5256000"),
      entry("transaction.state.log.replication.factor", "1"),
      entry("transaction.state.log.num.partitions", "4"),
      entry("transaction.state.log.min.isr", "1"),
      entry("share.coordinator.state.topic.replication.factor", "1"),
      entry("share.coordinator.state.topic.num.partitions", "1"),
      entry("share.coordinator.state.topic.min.isr", "1"));

  /** Consumers join at once; what was killed is missed for seconds. */
  private static final Map<String, String> QUICK = Map.of(
      "group.initial.rebalance.delay.ms", "0",
      "group.min.session.timeout.ms", "1000",
      "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
      // Never found missing while it runs: no other node could take over, and see Fencing for what is lost with the leader.
      "broker.session.timeout.ms", "3600000",
      "broker.heartbeat.interval.ms", "500");

  /** For a laptop that runs everything else too: the defaults take 50 threads, and 128 MB for the log cleaner alone. */
  private static final Map<String, String> SMALL = Map.of(
      "num.network.threads", "2",
      "num.io.threads", "4",
      "background.threads", "2",
      "num.recovery.threads.per.data.dir", "2",
      "group.coordinator.threads", "1",
      "share.coordinator.threads", "1",
      "log.cleaner.dedupe.buffer.size", "4194304");

  private final KafkaRaftServer server;
  private final String clusterId;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, String clusterId, int port) {
    this.server = server;
    this.clusterId = clusterId;
    this.port = port;
  }

  /** As {@link #start(Path, int)}, on a free port. */
  public static EmbeddedBroker start(Path directory) {
    return start(directory, 0);
  }

  /**
   * Starts, and returns when clients can connect: about two seconds.
   *
   * @param directory where the data lives; created when missing
   * @param port of 127.0.0.1 for clients; 0 picks a free one. The controller always takes a free one
   * @throws IllegalStateException when the port is taken, or another broker runs on the directory: nothing was started
   * @throws UncheckedIOException when the directory cannot be written
   */
  public static EmbeddedBroker start(Path directory, int port) {
    var data = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(data);
      // Kafka ends the whole JVM when it finds one of these half-way through its start, so they are found out before.
      requireUnused(data);
      var ports = freePorts(port);
      var clusterId = clusterIdOf(data);
      format(data, clusterId);
      if (wasKilled(data)) {
        Fencing.run(settings(data, ports));
      }
      var server = new KafkaRaftServer(new KafkaConfig(settings(data, ports), false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, clusterId, ports.client());
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka's data directory " + data, e);
    }
  }

  /** Where clients connect: {@code 127.0.0.1:port}. */
  public String bootstrap() {
    return HOST + ":" + port;
  }

  /** Chosen at the first start on the directory; it stays with the data. */
  public String clusterId() {
    return clusterId;
  }

  /** Stops and waits until the data is on disk: under a second. Close the clients first, or they wait for a broker in vain. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Map<String, String> settings(Path data, Ports ports) {
    var all = new HashMap<>(Map.of(
        "process.roles", "broker,controller",
        "node.id", "" + NODE,
        "controller.quorum.voters", NODE + "@" + HOST + ":" + ports.controller(),
        "controller.listener.names", "CONTROLLER",
        "inter.broker.listener.name", "PLAINTEXT",
        "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "listeners", "PLAINTEXT://" + HOST + ":" + ports.client() + ",CONTROLLER://" + HOST + ":" + ports.controller(),
        "advertised.listeners", "PLAINTEXT://" + HOST + ":" + ports.client(),
        "log.dirs", data.toString()));
    all.putAll(KEEP);
    all.putAll(ONE_NODE);
    all.putAll(QUICK);
    all.putAll(SMALL);
    return all;
  }

  private static String clusterIdOf(Path data) throws IOException {
    var file = data.resolve("meta.properties");
    if (!Files.exists(file)) {
      return Uuid.randomUuid().toString();
    }
    var meta = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      meta.load(in);
    }
    return meta.getProperty("cluster.id");
  }

  /** Kafka leaves this file behind when it stops in order. */
  private static boolean wasKilled(Path data) {
    return Files.exists(data.resolve("__cluster_metadata-0")) && !Files.exists(data.resolve(".kafka_cleanshutdown"));
  }

  private static void format(Path data, String clusterId) throws IOException {
    try {
      new Formatter()
          .setNodeId(NODE)
          .setClusterId(clusterId)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(data.toString())
          .setDirectories(List.of(data.toString()))
          .setIgnoreFormatted(true)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot be formatted", e);
    }
  }

  /** Kafka holds a lock on this file while it runs; the system takes it back from a process that was killed. */
  private static void requireUnused(Path data) throws IOException {
    try (var file = FileChannel.open(data.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = file.tryLock()) {
      if (lock == null) {
        throw new IllegalStateException("another process is running on " + data);
      }
    } catch (OverlappingFileLockException e) {
      throw new IllegalStateException("this process is already running on " + data, e);
    }
  }

  private record Ports(int client, int controller) {}

  /** Both sockets are held at once, so that the two ports differ. */
  private static Ports freePorts(int wanted) throws IOException {
    try (var client = new ServerSocket();
        var controller = new ServerSocket()) {
      client.setReuseAddress(true);
      client.bind(new InetSocketAddress(InetAddress.getByName(HOST), wanted));
      controller.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
      return new Ports(client.getLocalPort(), controller.getLocalPort());
    } catch (BindException e) {
      throw new IllegalStateException("port " + wanted + " of " + HOST + " is taken", e);
    }
  }
}
