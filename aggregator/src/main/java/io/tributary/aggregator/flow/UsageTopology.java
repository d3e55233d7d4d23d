package io.tributary.aggregator.flow;

import io.micrometer.core.instrument.MeterRegistry;
import io.tributary.aggregator.dedup.Dedup;
import io.tributary.avro.AccountDeltas;
import io.tributary.avro.AlertRecord;
import io.tributary.avro.CostRowRecord;
import io.tributary.avro.HourlyUsageRecord;
import io.tributary.avro.LateEventRecord;
import io.tributary.avro.PartnerDeltas;
import io.tributary.avro.RejectedEventRecord;
import io.tributary.avro.StatementRecord;
import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Directory;
import io.tributary.model.RowQuery.Level;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Partitions;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Usage events in; cells of every org, account and partner out. Read {@link #build()} from top to bottom: three levels, each
 * the same idea. What arrives is folded in memory; the first event after a flush rings a bell, one constant row in a small
 * cached table; Streams flushes that table inside every commit, and the row that comes out of it has the fold written and
 * forwarded in the same transaction (decision 0002).
 *
 * @param directory what is known of orgs and accounts now; read for every event
 * @param dedup how long a resend is recognised, and in how much memory
 * @param pace how often each level commits
 * @param partitions of usage-events and of both repartition topics
 * @param waiting told of what is parked
 * @param unrated told of what is counted but not yet rated
 * @param asOf append time up to which all usage is in the cells: when a closed month is complete
 */
public record UsageTopology(Supplier<Directory> directory, AvroSerdes serdes, Dedup dedup, Pace pace, int partitions, Cuts cuts,
    Waiting waiting, Waiting unrated, Supplier<Instant> asOf, MeterRegistry meters) {
  // Memory between commits, per task.
  static final String FOLD_ORG = "fold-org";
  static final String FOLD_ACCOUNT = "fold-account";
  static final String FOLD_PARTNER = "fold-partner";

  /** Batches of ids that were counted: read back at start as far as no file has them, dropped by segment. */
  static final String SEEN = "seen";

  /** Entity sets, append-only: read back by bucket. */
  static final String ENTITIES = "entities";

  /** The greatest value of an hour, for measure max. */
  static final String PEAKS = "peaks";

  /** Usage of metrics and log indexes by name, and the names: in the partition of their org, because nothing above it adds them up. */
  public static final String NAMES = "names";

  /** Events that wait for the directory. */
  static final String PARKED = "parked";

  /** Own and subtree cells of every org, in the partition of its account. */
  public static final String ESTIMATED_ORG = "estimated-org";

  /** Account totals. */
  public static final String ESTIMATED_ACCOUNT = "estimated-account";

  /** Partner totals. */
  public static final String ESTIMATED_PARTNER = "estimated-partner";

  /** A model of each usage type of each account, by which the rest of a month is foretold. */
  public static final String PROJECTED_ACCOUNT = "projected-account";

  /** What each account's contracts cost: the month so far, its projected end, and each day. */
  public static final String RATED_ACCOUNT = "rated-account";

  /** Closed months as billed. */
  public static final String STATEMENTS = "statements";

  /** What a partner's customers cost together. */
  public static final String RATED_PARTNER = "rated-partner";

  /** States of the monitors of accounts and their orgs, and the series that they look at when five minutes end. */
  public static final String WATCHED_ACCOUNT = "watched-account";

  /** The same of monitors of partners' totals. */
  public static final String WATCHED_PARTNER = "watched-partner";

  /** Five minutes are over for monitors this long after their end, if the cells are complete up to then. */
  private static final Duration GRACE = Duration.ofSeconds(30);
  /** A partner's are over later: until then accounts have told who used less. */
  private static final Duration PARTNER_GRACE = Duration.ofSeconds(40);

  public Topology build() {
    var flow = new StreamsBuilder();
    memory(flow);

    var judged = flow.stream(Topics.USAGE_EVENTS, Consumed.with(constantKey(), received()).withName("events")
        // Never from the beginning by default: if the group's offsets were lost, all that the stores hold would be counted again.
        .withOffsetResetPolicy(AutoOffsetReset.none()))
        .processValues(() -> new JudgeProcessor(orgLevel()), Named.as("judge"), FOLD_ORG, SEEN, ENTITIES, PEAKS, NAMES, PARKED);
    var orgs = bell("org", judged.filter((key, outcome) -> outcome instanceof Outcome.Bell, Named.as("rings-org")))
        .process(() -> new OrgFlush(orgLevel()), Named.as("flush-org"), FOLD_ORG, SEEN, ENTITIES, PEAKS, NAMES, PARKED);
    refusals(judged, orgs);

    var accountBell = bell("account", pick(orgs, "usage-by-account", this::deltas)
        .repartition(by("usage-by-account", AccountDeltas.class))
        .processValues(() -> new CellFold<AccountDeltas>(FOLD_ACCOUNT, pace, (deltas, state) -> Spread.account(deltas, state.fold())),
            Named.as("fold-account"), FOLD_ACCOUNT));
    var accounts = accountBell.process(() -> cellFlush(FOLD_ACCOUNT, Map.of(Level.ORG_OWN, ESTIMATED_ORG, Level.ORG_SUBTREE, ESTIMATED_ORG,
            Level.ORG_LATE, ESTIMATED_ORG, Level.ACCOUNT, ESTIMATED_ACCOUNT)),
        Named.as("flush-account"), FOLD_ACCOUNT, ESTIMATED_ORG, ESTIMATED_ACCOUNT);

    var partnerBell = bell("partner", pick(accounts, "usage-by-partner", record -> record instanceof PartnerDeltas deltas ? deltas : null)
        .repartition(by("usage-by-partner", PartnerDeltas.class))
        .processValues(() -> new CellFold<PartnerDeltas>(FOLD_PARTNER, pace, (deltas, state) -> {
          Spread.partner(deltas, state.fold());
          state.causes(deltas.getPartner(), deltas.getCauses());
        }), Named.as("fold-partner"), FOLD_PARTNER));
    var partners = partnerBell.process(() -> cellFlush(FOLD_PARTNER, Map.of(Level.PARTNER, ESTIMATED_PARTNER)), Named.as("flush-partner"),
        FOLD_PARTNER, ESTIMATED_PARTNER);

    // After the flush, in the same transaction: what it changed is noted, and rated within a second.
    var bills = accountBell.process(
        () -> new BillAccounts(directory, partitions, cuts, unrated, asOf, meters.config().clock()::monotonicTime),
        Named.as("bill-accounts"), FOLD_ACCOUNT, ESTIMATED_ORG, ESTIMATED_ACCOUNT, PROJECTED_ACCOUNT, RATED_ACCOUNT, STATEMENTS);
    pick(bills, "statements", record -> record instanceof StatementRecord statement ? statement : null)
        .to(Topics.STATEMENTS, Produced.with(Serdes.String(), serdes.serde(StatementRecord.class)).withName("to-statements"));
    pick(bills, "costs-by-partner", record -> record instanceof CostRowRecord change ? change : null)
        .repartition(by("costs-by-partner", CostRowRecord.class))
        .process(() -> new BillPartners(cuts), Named.as("bill-partners"), FOLD_PARTNER, ESTIMATED_PARTNER, RATED_PARTNER);

    // After the flush too: what it changed is compared with what monitors say of it.
    alert("accounts", accountBell.process(() -> new WatchCells(Level.ACCOUNT, directory, partitions, asOf, GRACE),
        Named.as("watch-accounts"), FOLD_ACCOUNT, ESTIMATED_ORG, ESTIMATED_ACCOUNT, RATED_ACCOUNT, WATCHED_ACCOUNT));
    alert("partners", partnerBell.process(() -> new WatchCells(Level.PARTNER, directory, partitions, asOf, PARTNER_GRACE),
        Named.as("watch-partners"), FOLD_PARTNER, ESTIMATED_PARTNER, RATED_PARTNER, WATCHED_PARTNER));

    publishHourly("hourly-accounts", accounts);
    publishHourly("hourly-partners", partners);
    return flow.build();
  }

  /**
   * The bell of a level. A constant key, never null, or the table would drop the row and the fold would never be flushed; a
   * cache, or it would ring for every event; no changelog, because the fold is memory too.
   */
  private static KStream<String, Outcome> bell(String level, KStream<String, Outcome> rings) {
    return rings.toTable(Named.as("bell-" + level), Materialized.<String, Outcome>as(Stores.inMemoryKeyValueStore("bell-" + level))
            .withKeySerde(constantKey()).withValueSerde(bellRow()).withCachingEnabled().withLoggingDisabled())
        .toStream(Named.as("flushes-" + level));
  }

  private void refusals(KStream<String, Outcome> judged, KStream<String, Outcome> orgs) {
    var refused = judged.filterNot((key, outcome) -> outcome instanceof Outcome.Bell, Named.as("refused-at-once"))
        .selectKey((key, outcome) -> outcome.key(), Named.as("refused-by-key"))
        .merge(orgs.filterNot((key, outcome) -> outcome instanceof Outcome.Upward, Named.as("refused-after-parking")), Named.as("refused"));
    pick(refused, "rejected", outcome -> outcome instanceof Outcome.Rejected(var org, var record) ? record : null)
        .to(Topics.USAGE_REJECTED, Produced.with(Serdes.String(), serdes.serde(RejectedEventRecord.class)).withName("to-usage-rejected"));
    pick(refused, "late", outcome -> outcome instanceof Outcome.Late(var record) ? record : null)
        .to(Topics.USAGE_LATE, Produced.with(Serdes.String(), serdes.serde(LateEventRecord.class)).withName("to-usage-late"));
    pick(refused, "misplaced", outcome -> outcome instanceof Outcome.Misplaced(var org, var bytes) ? bytes : null)
        .to(Topics.USAGE_EVENTS, Produced.with(Serdes.String(), Serdes.ByteArray()).withName("back-to-usage-events"));
  }

  private AccountDeltas deltas(Outcome outcome) {
    return outcome instanceof Outcome.Upward(var deltas) ? deltas : null;
  }

  private void publishHourly(String name, KStream<String, SpecificRecord> flushed) {
    pick(flushed, name, record -> record instanceof HourlyUsageRecord hourly ? hourly : null)
        .to(Topics.USAGE_HOURLY, Produced.with(Serdes.String(), serdes.serde(HourlyUsageRecord.class)).withName("to-usage-" + name));
  }

  private void alert(String name, KStream<String, AlertRecord> alerts) {
    alerts.to(Topics.USAGE_ALERTS, Produced.with(Serdes.String(), serdes.serde(AlertRecord.class)).withName("to-usage-alerts-" + name));
  }

  /** The values that {@code kind} knows; null for the others. */
  private static <V, W> KStream<String, W> pick(KStream<String, V> stream, String name, Function<V, W> kind) {
    return stream.filter((key, value) -> kind.apply(value) != null, Named.as("only-" + name))
        .mapValues(kind::apply, Named.as("as-" + name));
  }

  private <V extends SpecificRecord> Repartitioned<String, V> by(String name, Class<V> type) {
    // Written under the real key, read under a constant one: the record says whose it is, and the bell needs one key.
    return Repartitioned.with(constantKey(), serdes.serde(type)).withName(name).withNumberOfPartitions(partitions);
  }

  private OrgLevel orgLevel() {
    return new OrgLevel(directory, dedup, pace, partitions, () -> serdes.deserializer(UsageEventRecord.class),
        new Tally(meters), waiting, cuts);
  }

  private CellFlush cellFlush(String state, Map<Level, String> stores) {
    return new CellFlush(state, stores, cuts, directory,
        context -> stores.containsKey(Level.PARTNER) ? Optional.empty() : Optional.of(causing(context)));
  }

  private Causing causing(ProcessorContext<String, SpecificRecord> context) {
    var usage = new StoredUsage(new StoredCells(context.getStateStore(ESTIMATED_ACCOUNT)),
        new StoredCells(context.getStateStore(ESTIMATED_ORG)), Optional.empty());
    return new Causing(context, usage, directory, Partitions.in(context.taskId().partition(), partitions), asOf, GRACE);
  }

  private static void memory(StreamsBuilder flow) {
    flow.addStateStore(OrgState.builder(FOLD_ORG));
    flow.addStateStore(CellState.builder(FOLD_ACCOUNT));
    flow.addStateStore(CellState.builder(FOLD_PARTNER));
    for (var name : new String[] {SEEN, ENTITIES, PEAKS, NAMES, PARKED, ESTIMATED_ORG, ESTIMATED_ACCOUNT, ESTIMATED_PARTNER,
        PROJECTED_ACCOUNT, RATED_ACCOUNT, STATEMENTS, RATED_PARTNER, WATCHED_ACCOUNT,
        WATCHED_PARTNER}) {
      flow.addStateStore(durable(name));
    }
  }

  /** On disk and in a changelog; never cached, because a flush writes it while the caches of the commit are flushed already. */
  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> durable(String name) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.LARGEST_BYTES)));
  }

  private Serde<Received> received() {
    return Serdes.serdeFrom((topic, value) -> value.bytes(), Received.deserializer(serdes));
  }

  private static Serde<String> constantKey() {
    return Serdes.serdeFrom(Serdes.String().serializer(), (topic, bytes) -> "");
  }

  private static Serde<Outcome> bellRow() {
    return Serdes.serdeFrom((topic, bell) -> new byte[] {1}, (topic, bytes) -> Outcome.Bell.RINGS);
  }
}
