package io.tributary.local.node;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.aggregator.boot.Aggregator;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.boot.StreamMeters;
import io.tributary.ingest.boot.IngestServer;
import io.tributary.ingest.boot.IngestSettings;
import io.tributary.local.broker.EmbeddedBroker;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.registry.EmbeddedRegistry;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.model.Directory.Change;
import io.tributary.model.Directory;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.query.boot.QueryServer;
import io.tributary.query.boot.QuerySettings;
import io.tributary.rules.DirectoryRules;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import io.tributary.topics.ControlWriter.Decision;
import io.tributary.topics.TopicSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of Tributary in this JVM. It has no shutdown hook: whoever starts it closes it. */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** May send for every org. */
  public static final Holder INGEST = new Holder("ingest", DirectoryRules.OPERATOR_ORG, Sends.EVERY_ORG, Set.of());
  /** May change the world. */
  public static final Holder ADMIN = new Holder("admin", DirectoryRules.OPERATOR_ORG, Sends.EVERY_ORG, Set.of(Access.OPERATE));

  private final NodeSettings settings;
  private final Keys keys;
  /** What was started, the last first. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final PrometheusMeterRegistry metrics = StreamMeters.registry();
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final AvroSerdes serdes;
  private final ControlPlane plane;
  private final ControlWriter writer;
  private final Aggregator aggregator;
  private final QueryServer query;
  private final IngestServer ingest;

  private Node(NodeSettings settings, List<Holder> holders, Consumer<String> step) {
    this.settings = settings;
    try {
      Files.createDirectories(settings.data());
      begun(DirectoryLock.take(settings.data()));
      Files.deleteIfExists(Announcement.in(settings.data()));
      requireFree(settings.port());
      requireFree(settings.ingestPort());
      step.accept("starting Kafka");
      broker = begun(EmbeddedBroker.start(settings.kafka()));
      var all = new ArrayList<>(List.of(INGEST, ADMIN));
      all.addAll(holders);
      keys = Keys.at(settings.keys(), all);
      registry = begun(EmbeddedRegistry.start(broker.bootstrap()));
      serdes = AvroSerdes.at(registry.url());
      step.accept("reading the directory");
      try (var admin = Admin.create(kafka())) {
        TopicSetup.create(admin, PARTITIONS, (short) 1);
      }
      plane = begun(new ControlPlane(kafka(), serdes));
      plane.awaitCaughtUp(PATIENCE);
      writer = begun(new ControlWriter(plane, kafka(), serdes));
      step.accept("starting the aggregator");
      aggregator = begun(Aggregator.start(aggregator(), metrics, settings.streamClock()));
      step.accept("starting the servers");
      // A browser stays signed in through a restart. No key of its own: who has this one may do everything already.
      var secret = Access.hash("console" + keys.of(ADMIN.name()).applicationKey());
      var reader = new LocalReader(aggregator);
      query = begun(QueryServer.start(QuerySettings.local(settings.port(), broker.bootstrap(), registry.url())
          .withConsoleSecret(secret), plane, writer,
          reader, reader, metrics, InstantSource.system()));
      ingest = begun(IngestServer.start(IngestSettings.local(settings.ingestPort(), broker.bootstrap(), registry.url()), plane, metrics));
      write((directory, access) -> new Decision.Write(List.of(), keys.missing(access, all)));
      step.accept("waiting for the stream");
      aggregator.awaitReady(PATIENCE);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("the directory " + settings.data(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything, or nothing: about ten seconds. A later start on the same directory goes on where the last one ended, also
   * after {@code kill -9}.
   *
   * @param holders who gets keys, beside {@link #INGEST} and {@link #ADMIN}
   * @param step hears what is being done
   * @throws IllegalStateException when a port is taken, or another process runs on the directory
   */
  public static Node start(NodeSettings settings, List<Holder> holders, Consumer<String> step) {
    return new Node(settings, holders, step);
  }

  /** Known before anything is started: the servers come last, and would say so in a trace of their own. */
  private static void requireFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " of 127.0.0.1 is taken; 0 picks a free one", e);
    }
  }

  private <T extends AutoCloseable> T begun(T part) {
    started.push(part);
    return part;
  }

  /** As shipped, but with a name: after a crash it takes its own place back, where a stranger waits for the dead one's session to end. */
  private AggregatorSettings aggregator() {
    var as = AggregatorSettings.defaults(broker.bootstrap(), registry.url(), settings.state());
    return new AggregatorSettings(as.bootstrap(), as.serdes(), as.applicationId(), "local", as.host(), as.port(), as.stateDir(), PARTITIONS,
        1, as.threads(), settings.pace().orElse(as.pace()), as.sessionTimeout(), as.dedup(), as.stallAfter());
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }

  /**
   * Changes the directory by what the decider finds missing.
   *
   * @throws IllegalStateException with every problem, when the rules refuse it; then nothing was written
   */
  public void ensure(ControlWriter.Decider decider) {
    write(decider);
  }

  private void write(ControlWriter.Decider decider) {
    var problems = writer.write((directory, access) -> switch (decider.decide(directory, access)) {
      case Decision.Write(var changes, var keyChanges, var audit) -> {
        var wrong = DirectoryRules.check(directory, changes, Instant.now());
        yield wrong.isEmpty() ? new Decision.Write(changes, keyChanges, audit) : new Decision.Refuse(wrong);
      }
      case Decision.Refuse refuse -> refuse;
    });
    if (!problems.isEmpty()) {
      throw new IllegalStateException("the directory refuses a change: " + problems);
    }
  }

  public URI api() {
    return URI.create("http://127.0.0.1:" + query.port());
  }

  public URI ingest() {
    return URI.create("http://127.0.0.1:" + ingest.port());
  }

  /** Kafka's {@code host:port}. */
  public String bootstrap() {
    return broker.bootstrap();
  }

  public AvroSerdes serdes() {
    return serdes;
  }

  public Keys keys() {
    return keys;
  }

  public Directory directory() {
    return plane.directory();
  }

  public Progress progress() {
    return aggregator.progress();
  }

  /** Events that ingest has acknowledged since the start. */
  public long accepted() {
    var counter = metrics.find("tributary.ingest.events").tag("outcome", "accepted").counter();
    // Made with the first request: none came yet.
    return counter == null ? 0 : (long) counter.count();
  }

  /** @throws io.tributary.model.NotReady when some of the rows cannot be read now */
  public Rows read(RowQuery query) {
    return aggregator.read(query);
  }

  /** Writes where everything is and who may use it, whole: from now on, programs that wait for the file may begin. */
  public void announce() {
    var addresses = new LinkedHashMap<String, String>();
    addresses.put("api", api().toString());
    addresses.put("ingest", ingest().toString());
    addresses.put("bootstrap", bootstrap());
    addresses.put("registry", registry.url());
    addresses.put("aggregator", "http://127.0.0.1:" + aggregator.port());
    Announcement.write(settings.data(), addresses, keys);
  }

  /** Stops everything, the last started first, and the broker last: a few seconds. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      var part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        // The others must be stopped nevertheless, the broker above all.
        LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
