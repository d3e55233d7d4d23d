package io.tributary.local.node;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.aggregator.boot.Aggregator;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.avro.UsageEventRecord;
import io.tributary.local.broker.EmbeddedBroker;
import io.tributary.local.registry.EmbeddedRegistry;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.query.reader.AggregatorReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.query.reader.UsageReaderContract;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import io.tributary.topics.TopicSetup;
import io.tributary.topics.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Both ways of reading the real stream keep the one contract. */
class ReadersTest {
  private static final int PARTITIONS = 4;
  private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

  @TempDir
  private static Path dir;

  private static Aggregator aggregator;

  private abstract static class OverTheStream extends UsageReaderContract {
    /** Both months are over, and young enough to be counted. */
    @Override
    protected int month() {
      return Hours.monthOf(Instant.now()) - 2;
    }
  }

  @Nested
  class InThisJvm extends OverTheStream {
    @Override
    protected UsageReader readerOf(Directory directory, List<Usage> usage) {
      return new LocalReader(fed(directory, usage));
    }
  }

  @Nested
  class OverHttp extends OverTheStream {
    @Override
    protected UsageReader readerOf(Directory directory, List<Usage> usage) {
      return begun(new AggregatorReader(List.of(URI.create("http://127.0.0.1:" + fed(directory, usage).port()))));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    while (!STARTED.isEmpty()) {
      STARTED.pop().close();
    }
  }

  private static <T extends AutoCloseable> T begun(T part) {
    STARTED.push(part);
    return part;
  }

  /** One aggregator for both: the contract's world is always the same. */
  private static Aggregator fed(Directory directory, List<UsageReaderContract.Usage> usage) {
    if (aggregator != null) {
      return aggregator;
    }
    var broker = begun(EmbeddedBroker.start(dir.resolve("kafka")));
    var serdes = AvroSerdes.at(begun(EmbeddedRegistry.start(broker.bootstrap())).url());
    Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrap());
    try (var admin = Admin.create(kafka)) {
      TopicSetup.create(admin, PARTITIONS, (short) 1);
    }
    try (var plane = new ControlPlane(kafka, serdes); var writer = new ControlWriter(plane, kafka, serdes)) {
      writer.write((before, access) -> new ControlWriter.Decision.Write(changes(directory), List.of()));
    }
    send(broker, serdes, usage);
    var sent = Instant.now();
    var defaults = AggregatorSettings.defaults(broker.bootstrap(), serdes.registryUrl(), dir.resolve("state"));
    aggregator = begun(Aggregator.start(new AggregatorSettings(defaults.bootstrap(), defaults.serdes(), defaults.applicationId(), "one",
        defaults.host(), 0, defaults.stateDir(), PARTITIONS, 1, 1, defaults.pace(), defaults.sessionTimeout(),
        defaults.dedup(), defaults.stallAfter()), new SimpleMeterRegistry()));
    aggregator.awaitReady(Duration.ofSeconds(60));
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!aggregator.progress().asOf().isAfter(sent)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the events were not counted within a minute: " + aggregator.progress());
      }
      LockSupport.parkNanos(20_000_000);
    }
    return aggregator;
  }

  private static List<Change> changes(Directory directory) {
    var changes = new ArrayList<Change>();
    directory.partners().forEach(partner -> changes.add(new Change.PutPartner(partner)));
    directory.accounts().forEach(account -> changes.add(new Change.PutAccount(account)));
    directory.orgs().forEach(org -> changes.add(new Change.PutOrg(org)));
    return changes;
  }

  private static void send(EmbeddedBroker broker, AvroSerdes serdes, List<UsageReaderContract.Usage> usage) {
    try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(),
        new ByteArraySerializer())) {
      var events = serdes.<UsageEventRecord>serializer();
      int next = 0;
      for (var one : usage) {
        var event = new UsageEventRecord("id-" + next++, "contract", one.org(), one.type().family(), one.type().name(),
            Hours.start(one.hour()).plusSeconds(61), Quantity.ofUnits(one.quantity()).toBigDecimal(), null, one.tags(), null);
        producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, one.org().getBytes(StandardCharsets.UTF_8),
            events.serialize(Topics.USAGE_EVENTS, event)));
      }
    }
  }
}
