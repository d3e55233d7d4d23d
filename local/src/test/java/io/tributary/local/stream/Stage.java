package io.tributary.local.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.aggregator.boot.Aggregator;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.flow.Pace;
import io.tributary.alerting.Alert;
import io.tributary.avro.UsageEventRecord;
import io.tributary.local.broker.EmbeddedBroker;
import io.tributary.local.demo.AlertTopic;
import io.tributary.local.registry.EmbeddedRegistry;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import io.tributary.topics.TopicSetup;
import io.tributary.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** A real broker and registry, a small world, a sender that knows what it sent, and room for aggregators. */
final class Stage implements AutoCloseable {
  static final int PARTITIONS = 4;
  static final Instant START = Hours.start(Hours.of(Instant.now()) - 48);
  static final List<String> ORGS = List.of("a-root", "a-mid", "a-leaf", "b-root", "b-leaf", "c-root");

  final String bootstrap;
  final EmbeddedRegistry registry;
  final Path dir;
  private final Runnable broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Serializer<UsageEventRecord> events;
  private final Random random = new Random(42);
  /** Units by {@code org|hour|type}, as the sender knows them. */
  final Map<String, Quantity> sent = new TreeMap<>();
  private int next;

  Stage(Path dir) {
    this(dir, EmbeddedBroker.start(dir.resolve("kafka")));
  }

  /** On a broker that stays its giver's. */
  Stage(Path dir, String bootstrap) {
    this(dir, bootstrap, () -> { });
  }

  private Stage(Path dir, EmbeddedBroker broker) {
    this(dir, broker.bootstrap(), broker::close);
  }

  private Stage(Path dir, String bootstrap, Runnable broker) {
    this.dir = dir;
    this.bootstrap = bootstrap;
    this.broker = broker;
    registry = EmbeddedRegistry.start(bootstrap);
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrap);
    var serdes = AvroSerdes.at(registry.url());
    try (var admin = Admin.create(kafka)) {
      TopicSetup.create(admin, PARTITIONS, (short) 1);
    }
    try (var plane = new ControlPlane(kafka, serdes); var writer = new ControlWriter(plane, kafka, serdes)) {
      writer.write((directory, access) -> new ControlWriter.Decision.Write(world(), List.of()));
    }
    producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap, "linger.ms", 5), new ByteArraySerializer(),
        new ByteArraySerializer());
    events = serdes.serializer();
  }

  private static List<Change> world() {
    int from = Hours.of(START) - 24;
    return List.of(
        new Change.PutPartner(new Partner("p", "Partner", "us1")),
        new Change.PutAccount(new Account("a", "A", List.of(new Connection("p", from, OptionalInt.empty())))),
        new Change.PutAccount(new Account("b", "B", List.of(new Connection("p", from, OptionalInt.empty())))),
        new Change.PutAccount(new Account("c", "C", List.of())),
        new Change.PutOrg(new Org("a-root", "A", "us1", List.of(Placement.rootOf("a", from)))),
        new Change.PutOrg(new Org("a-mid", "A mid", "us1", List.of(Placement.under("a-root", from)))),
        new Change.PutOrg(new Org("a-leaf", "A leaf", "us1", List.of(Placement.under("a-mid", from)))),
        new Change.PutOrg(new Org("b-root", "B", "us1", List.of(Placement.rootOf("b", from)))),
        new Change.PutOrg(new Org("b-leaf", "B leaf", "us1", List.of(Placement.under("b-root", from)))),
        new Change.PutOrg(new Org("c-root", "C", "us1", List.of(Placement.rootOf("c", from)))));
  }

  Aggregator aggregator(String name) {
    return aggregator(name, Duration.ofMillis(100));
  }

  Aggregator aggregator(String name, Duration commitInterval) {
    var defaults = AggregatorSettings.defaults(bootstrap, registry.url(), dir.resolve("state-" + name));
    return Aggregator.start(new AggregatorSettings(defaults.bootstrap(), defaults.serdes(), defaults.applicationId(), name, defaults.host(),
        0, defaults.stateDir(), PARTITIONS, 1, 2, Pace.every(commitInterval), Duration.ofSeconds(3), defaults.dedup(),
        Duration.ofSeconds(6)), new SimpleMeterRegistry());
  }

  /** Writes changes of the directory. */
  void learn(List<Change> changes) {
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrap);
    var serdes = AvroSerdes.at(registry.url());
    try (var plane = new ControlPlane(kafka, serdes); var writer = new ControlWriter(plane, kafka, serdes)) {
      writer.write((directory, access) -> new ControlWriter.Decision.Write(changes, List.of()));
    }
  }

  /** Logs that an org sent at some time. */
  void use(String org, Instant at, long bytes) {
    var record = new UsageEventRecord("used-" + next++, "stage", org, "logs", "billable_ingested_bytes", at,
        Quantity.ofUnits(bytes).toBigDecimal(), null, Map.of(), null);
    producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, org.getBytes(StandardCharsets.UTF_8),
        events.serialize(Topics.USAGE_EVENTS, record)));
  }

  void flush() {
    producer.flush();
  }

  /** Every alert so far that is committed. */
  List<Alert> alerts() {
    return AlertTopic.all(bootstrap, AvroSerdes.at(registry.url()));
  }

  /** Sends events of orgs, hours and two usage types at random, a tenth of them twice. */
  void send(int count) {
    for (int i = 0; i < count; i++) {
      var org = ORGS.get(random.nextInt(ORGS.size()));
      boolean host = random.nextInt(3) == 0;
      var time = START.plusSeconds(random.nextInt(48 * 3600));
      var units = Quantity.ofUnits(1 + random.nextInt(1000));
      var entity = "host-" + next;
      var record = new UsageEventRecord("id-" + next++, "stage", org, host ? "infra_hosts" : "logs",
          host ? "host_count" : "ingested_events_bytes", time, host ? null : units.toBigDecimal(), host ? entity : null, Map.of(), null);
      var bytes = events.serialize(Topics.USAGE_EVENTS, record);
      for (int copy = random.nextInt(10) == 0 ? 2 : 1; copy > 0; copy--) {
        producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, org.getBytes(StandardCharsets.UTF_8), bytes));
      }
      sent.merge(org + "|" + Hours.of(time) + "|" + (host ? "host" : "logs"), host ? Quantity.ONE : units, Quantity::plus);
    }
    producer.flush();
  }

  /** What an aggregator answers for the orgs' own hours, in the same form as {@link #sent}. */
  static Map<String, Quantity> own(Function<RowQuery, Rows> reader) {
    var found = new TreeMap<String, Quantity>();
    int from = Hours.of(START);
    for (var row : reader.apply(RowQuery.hours(Level.ORG_OWN, List.of("a", "b", "c"), Set.of(), from, from + 49)).rows()) {
      row.cells().forEach((type, cell) -> found.put(row.org().orElseThrow() + "|" + row.bucket() + "|" + name(type), cell.sum()));
    }
    return found;
  }

  /** Holds every level against what was sent: orgs' own, a subtree, an account, the partner. */
  void assertExact(Function<RowQuery, Rows> reader) {
    assertEquals(sent, own(reader));
    int from = Hours.of(START);
    for (var type : List.of("host", "logs")) {
      assertEquals(total(sent, type, "a-mid", "a-leaf"),
          total(reader.apply(RowQuery.hours(Level.ORG_SUBTREE, List.of("a"), Set.of("a-mid"), from, from + 49)), type));
      assertEquals(total(sent, type, "a-root", "a-mid", "a-leaf"),
          total(reader.apply(RowQuery.hours(Level.ACCOUNT, List.of("a"), Set.of(), from, from + 49)), type));
      assertEquals(total(sent, type, "a-root", "a-mid", "a-leaf", "b-root", "b-leaf"),
          total(reader.apply(RowQuery.hours(Level.PARTNER, List.of("p"), Set.of(), from, from + 49)), type));
    }
  }

  static Quantity total(Map<String, Quantity> cells, String type, String... orgs) {
    var total = Quantity.ZERO;
    for (var cell : cells.entrySet()) {
      var parts = cell.getKey().split("\\|");
      if (parts[2].equals(type) && List.of(orgs).contains(parts[0])) {
        total = total.plus(cell.getValue());
      }
    }
    return total;
  }

  static Quantity total(Rows rows, String type) {
    var total = Quantity.ZERO;
    for (var row : rows.rows()) {
      for (var cell : row.cells().entrySet()) {
        total = name(cell.getKey()).equals(type) ? total.plus(cell.getValue().sum()) : total;
      }
    }
    return total;
  }

  private static String name(int type) {
    return CATALOGUE.byId(type).orElseThrow().family().equals("logs") ? "logs" : "host";
  }

  private static final io.tributary.catalog.Catalogue CATALOGUE = io.tributary.catalog.Catalogue.builtIn();

  /** Waits until every event that was appended before now is in every cell. */
  static void settle(Aggregator aggregator) {
    var now = Instant.now();
    await("all events are counted", Duration.ofSeconds(60), () -> aggregator.progress().asOf().isAfter(now));
  }

  static void await(String what, Duration patience, BooleanSupplier holds) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }


  @Override
  public void close() {
    producer.close();
    registry.close();
    broker.run();
  }
}
