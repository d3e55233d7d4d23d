package io.tributary.aggregator.flow;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.aggregator.dedup.Dedup;
import io.tributary.aggregator.serving.StoreRows;
import io.tributary.aggregator.watch.WatchStore;
import io.tributary.alerting.Alert;
import io.tributary.alerting.GroupStatus;
import io.tributary.avro.AlertRecord;
import io.tributary.avro.HourlyUsageRecord;
import io.tributary.avro.LateEventRecord;
import io.tributary.avro.RejectedEventRecord;
import io.tributary.avro.StatementRecord;
import io.tributary.avro.UsageEventRecord;
import io.tributary.codec.AlertsCodec;
import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.model.CostQuery;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.NameQuery;
import io.tributary.model.Org;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.model.UsageType;
import io.tributary.rating.CostRow;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/** The topology in the synchronous test driver: events in, cells out. One partition; the driver commits after every record. */
final class Flow implements AutoCloseable {
  /** As little as there can be, so that ids are soon in files. */
  private static final long DEDUP_MEMORY = 0;
  static final Instant NOW = Instant.parse("2026-06-15T12:30:00Z");

  private final AvroSerdes serdes = AvroSerdes.at("memory:" + UUID.randomUUID());
  private final Serializer<UsageEventRecord> events = serdes.serializer();
  private final Path state;
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, byte[]> input;
  /** Its clock stands still: a turn of rating ends when all is rated, not when a busy machine has taken its time. */
  final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MockClock());
  private Directory directory;
  private long version;
  private Instant asOf = NOW;
  private Instant now = NOW;

  Flow(Collection<Directory.Change> world) {
    this(world, Duration.ofHours(24));
  }

  Flow(Collection<Directory.Change> world, Duration dedupHorizon) {
    directory = Directory.empty();
    learn(world);
    try {
      state = Files.createTempDirectory("flow");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "flow");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    var topology = new UsageTopology(() -> directory, serdes, new Dedup(dedupHorizon, DEDUP_MEMORY), Pace.every(Duration.ofMillis(100)), 1,
        new Cuts(), new Waiting(), new Waiting(), () -> asOf, meters).build();
    driver = new TopologyTestDriver(topology, config, NOW);
    input = driver.createInputTopic(Topics.USAGE_EVENTS, new StringSerializer(), new ByteArraySerializer());
  }

  /** The directory after these changes, one version later. */
  void learn(Collection<Directory.Change> changes) {
    directory = directory.with(changes, ++version);
  }

  long version() {
    return version;
  }

  void event(Some event) {
    event(event, NOW);
  }

  void event(Some event, Instant appended) {
    bytes(event.org(), events.serialize(Topics.USAGE_EVENTS, event.record()), appended);
  }

  byte[] encoded(Some event) {
    return events.serialize(Topics.USAGE_EVENTS, event.record());
  }

  void bytes(String key, byte[] value, Instant appended) {
    input.pipeInput(key, value, appended.toEpochMilli());
  }

  void pass(Duration time) {
    asOf = asOf.plus(time);
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  List<RejectedEventRecord> rejected() {
    return output(Topics.USAGE_REJECTED, RejectedEventRecord.class).readValuesToList();
  }

  List<LateEventRecord> late() {
    return output(Topics.USAGE_LATE, LateEventRecord.class).readValuesToList();
  }

  /** What monitors told since this was last asked. */
  List<Alert> alerts() {
    return output(Topics.USAGE_ALERTS, AlertRecord.class).readValuesToList().stream().map(AlertsCodec::fromAvro).toList();
  }

  /** What is kept of a monitor's groups. */
  List<GroupStatus> states(Level level, long monitor) {
    return new WatchStore(driver.getKeyValueStore(level == Level.PARTNER ? UsageTopology.WATCHED_PARTNER : UsageTopology.WATCHED_ACCOUNT))
        .statuses(monitor);
  }

  /** The driver's wall clock. */
  Instant now() {
    return now;
  }

  List<HourlyUsageRecord> hourly() {
    return output(Topics.USAGE_HOURLY, HourlyUsageRecord.class).readValuesToList();
  }

  private <T extends org.apache.avro.specific.SpecificRecord> TestOutputTopic<String, T> output(String topic, Class<T> type) {
    return driver.createOutputTopic(topic, new StringDeserializer(), serdes.deserializer(type));
  }

  double verdicts(String verdict) {
    return meters.get("tributary.events").tag("verdict", verdict).counter().count();
  }

  List<StatementRecord> statements() {
    return output(Topics.STATEMENTS, StatementRecord.class).readValuesToList();
  }

  /** What an account's contracts, or a partner's customers, cost. */
  List<CostRow> costs(CostQuery.Level level, String holder, CostQuery.Grain grain, int month) {
    var rows = new ArrayList<CostRow>();
    new StoredCosts(driver.getKeyValueStore(level == CostQuery.Level.ACCOUNT ? UsageTopology.RATED_ACCOUNT : UsageTopology.RATED_PARTNER))
        .rows(holder, grain, month, month + 1, rows::add);
    return rows;
  }

  /** Sum and highest hour of every name, by {@code org|type|bucket|name}. */
  Map<String, String> named(NameQuery.Bucket bucket) {
    int to = switch (bucket) {
      case HOUR -> Hours.of(NOW) + 24;
      case DAY -> Hours.of(NOW) / 24 + 1;
      case MONTH -> Hours.monthOf(NOW) + 1;
    };
    var types = directory.catalogue().types().stream().map(UsageType::id).collect(Collectors.toSet());
    var orgs = directory.orgs().stream().map(Org::publicId).toList();
    var rows = new TreeMap<String, String>();
    var names = new StoredNames(driver.getKeyValueStore(UsageTopology.NAMES));
    orgs.forEach(org -> names.rows(org, new NameQuery(orgs, types, bucket, 0, to), row -> rows.put(String.join("|", org, "" + row.type(),
        "" + row.at(), row.name().orElse("")), row.sum() + " " + row.peak())));
    return rows;
  }

  /** Every hour cell of a level that is not zero, as readers see it. */
  Map<String, Quantity> hours(Level level) {
    return rows(Bucket.HOUR, level);
  }

  /** Every five-minute cell of a level that is not zero, as readers see it. */
  Map<String, Quantity> slots(Level level) {
    return rows(Bucket.FIVE_MINUTES, level);
  }

  private Map<String, Quantity> rows(Bucket bucket, Level level) {
    var cells = new TreeMap<String, Quantity>();
    read(new RowQuery(level, holders(level), Set.of(), bucket, 0, Integer.MAX_VALUE)).forEach(row -> row.cells().forEach((type, cell) -> {
      if (cell.sum().signum() != 0) {
        cells.put(name(row, type), cell.sum());
      }
    }));
    return cells;
  }

  /** Every month cell of a level that is not empty, as readers see it. */
  Map<String, MonthCell> months(Level level) {
    var cells = new TreeMap<String, MonthCell>();
    int last = Hours.monthOf(NOW) + 2;
    read(RowQuery.months(level, holders(level), Set.of(), last - 40, last)).forEach(row -> row.cells().forEach((type, cell) -> {
      if (cell.hours() > 0) {
        cells.put(name(row, type), cell);
      }
    }));
    return cells;
  }

  private static String name(Rows.Row row, int type) {
    return String.join("|", row.holder(), row.org().orElse(""), row.owner().orElse(""), "" + type, "" + row.bucket());
  }

  private List<Rows.Row> read(RowQuery query) {
    var rows = new ArrayList<Rows.Row>();
    var reader = new StoreRows(store(query.level()), query);
    query.holders().forEach(holder -> reader.collect(holder, rows));
    return rows;
  }

  private List<String> holders(Level level) {
    var holders = new TreeSet<String>();
    try (var all = store(level).all()) {
      all.forEachRemaining(row -> {
        if (CellKeys.bucketOf(row.key.get()) == Bucket.HOUR) {
          holders.add(RowKey.of(row.key.get()).holder());
        }
      });
    }
    return List.copyOf(holders);
  }

  private KeyValueStore<Bytes, byte[]> store(Level level) {
    return driver.getKeyValueStore(switch (level) {
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> UsageTopology.ESTIMATED_ORG;
      case ACCOUNT -> UsageTopology.ESTIMATED_ACCOUNT;
      case PARTNER -> UsageTopology.ESTIMATED_PARTNER;
    });
  }

  /** One hour cell; zero when there is none. */
  Quantity hour(Level level, String holder, String org, String owner, int type, int hour) {
    return hours(level).getOrDefault(String.join("|", holder, org, owner, "" + type, "" + hour), Quantity.ZERO);
  }

  @Override
  public void close() {
    driver.close();
    try (var files = Files.walk(state)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one vocabulary for events in tests: {@code Some.event("logs:ingested_events_bytes").of(3).at("…").by("org")}. */
  record Some(String id, String source, String org, String family, String type, Instant time, Quantity quantity, String entity,
      Map<String, String> tags, Long stamp) {
    private static int next;

    static Some event(String familyAndType) {
      var parts = familyAndType.split(":");
      return new Some("e" + next++, "test", "leaf", parts[0], parts[1], NOW, null, null, Map.of(), null);
    }

    Some id(String id) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, stamp);
    }

    Some by(String org) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, stamp);
    }

    Some at(Instant time) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, stamp);
    }

    Some of(String quantity) {
      return of(Quantity.parse(quantity));
    }

    Some of(Quantity quantity) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, stamp);
    }

    Some seeing(String entity) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, stamp);
    }

    Some tagged(Map<String, String> tags) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, stamp);
    }

    Some stamped(long version) {
      return new Some(id, source, org, family, type, time, quantity, entity, tags, version);
    }

    UsageEventRecord record() {
      return new UsageEventRecord(id, source, org, family, type, time,
          quantity == null ? null : quantity.toBigDecimal(), entity, tags, stamp);
    }
  }
}
