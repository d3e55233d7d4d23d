package io.tributary.aggregator.boot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tributary.aggregator.flow.Cuts;
import io.tributary.aggregator.flow.UsageTopology;
import io.tributary.aggregator.flow.Waiting;
import io.tributary.aggregator.serving.Router;
import io.tributary.aggregator.serving.RowServer;
import io.tributary.alerting.GroupStatus;
import io.tributary.avro.DirectoryChangeRecord;
import io.tributary.model.CostQuery;
import io.tributary.model.Directory;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.rating.CostRows;
import io.tributary.rating.Statement;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlTopic;
import io.tributary.topics.TopicSetup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One aggregator process: the stream, its stores, and the internal endpoint that reads them. */
public final class Aggregator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);
  private static final Duration START = Duration.ofSeconds(60);

  private final ControlTopic<DirectoryChangeRecord, Directory> directory;
  private final Admin admin;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics streamMeters;
  private volatile Frontier frontier;
  private final Router router;
  private final RowServer server;
  private final CountDownLatch running = new CountDownLatch(1);

  private Aggregator(AggregatorSettings settings, MeterRegistry meters, InstantSource clock) {
    Map<String, Object> kafka = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
    admin = Admin.create(kafka);
    TopicSetup.create(admin, settings.partitions(), (short) settings.replication());
    directory = ControlPlane.directory(kafka, settings.serdes());
    // Events without a stamp are judged by what is known now, so know everything first.
    directory.awaitCaughtUp(START);
    server = RowServer.bind(settings.host(), settings.port());
    var self = new HostInfo(settings.host(), server.port());
    StartOffsets.ensure(admin, settings.applicationId(), settings.partitions());
    var cuts = new Cuts();
    var waiting = new Waiting();
    var unrated = new Waiting();
    var topology = new UsageTopology(directory::state, settings.serdes(), settings.dedup(), settings.pace(), settings.partitions(), cuts,
        waiting, unrated, this::asOf, meters).build();
    streams = new KafkaStreams(topology, StreamsConfigs.of(settings, self.host() + ":" + self.port()),
        new StreamTime(clock));
    streams.setUncaughtExceptionHandler(error -> {
      // The transaction is rolled back and the thread begins again at the last commit: nothing is lost by trying.
      LOG.error("a stream thread failed and is replaced", error);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    streams.setStateListener((now, before) -> {
      if (now == KafkaStreams.State.RUNNING) {
        running.countDown();
      }
    });
    frontier = new Frontier(admin, settings.applicationId(), settings.partitions(), InstantSource.system(), settings.stallAfter(),
        this::flaw, running, waiting);
    router = new Router(streams, self, cuts, frontier::asOf, () -> costsAsOf(unrated), settings.partitions());
    streamMeters = new KafkaStreamsMetrics(streams);
    meters(meters);
    streams.start();
    server.open(router, this::progress, meters);
  }

  /** @throws IllegalStateException when the topics or the directory cannot be had */
  public static Aggregator start(AggregatorSettings settings, MeterRegistry meters) {
    return start(settings, meters, InstantSource.system());
  }

  /**
   * With another clock than the machine's.
   *
   * @param clock of the stream alone: it says which five minutes are running, and when timers are due. When events were appended, and so
   *     how far the cells are complete, stays the broker's and the machine's to say
   * @throws IllegalStateException when the topics or the directory cannot be had
   */
  public static Aggregator start(AggregatorSettings settings, MeterRegistry meters, InstantSource clock) {
    return new Aggregator(settings, meters, clock);
  }

  private void meters(MeterRegistry meters) {
    streamMeters.bindTo(meters);
    Gauge.builder("tributary.lag", this, self -> self.progress().lag()).description("records that wait to be counted").register(meters);
    Gauge.builder("tributary.freshness.seconds", frontier, f -> Math.max(0, System.currentTimeMillis() - f.asOf().toEpochMilli()) / 1000.0)
        .description("age of the append time up to which all cells are complete").register(meters);
    Gauge.builder("tributary.healthy", this, self -> self.progress().healthy() ? 1 : 0)
        .description("0 when the stream makes no progress while records wait").register(meters);
    Gauge.builder("tributary.directory.version", directory, ControlTopic::version)
        .description("offset of the directory topic").register(meters);
  }

  private String flaw() {
    return switch (streams.state()) {
      case CREATED, REBALANCING, RUNNING -> "";
      case PENDING_SHUTDOWN, PENDING_ERROR, ERROR, NOT_RUNNING -> "the stream is " + streams.state();
    };
  }

  /** @throws IllegalStateException when the stream does not run in time */
  public void awaitReady(Duration patience) {
    try {
      if (!running.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the stream does not run after " + patience.toSeconds() + " s; it is " + streams.state());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the stream starts", e);
    }
  }

  /** @throws io.tributary.model.NotReady when some of the rows cannot be read now */
  public Rows read(RowQuery query) {
    return router.read(query, false);
  }

  /** @throws io.tributary.model.NotReady when some of the rows cannot be read now */
  public CostRows costs(CostQuery query) {
    return router.costs(query, false);
  }

  /** @throws io.tributary.model.NotReady when some of the rows cannot be read now */
  public NamedUsage named(NameQuery query) {
    return router.named(query, false);
  }

  /** The frontier first: what becomes unrated after it was asked is later than it. */
  private Instant costsAsOf(Waiting unrated) {
    var complete = asOf();
    return unrated.oldest().filter(complete::isAfter).orElse(complete);
  }

  /** Called by the stream, which begins to exist before what knows how far it is. */
  private Instant asOf() {
    return frontier == null ? Instant.EPOCH : frontier.asOf();
  }

  /**
   * The closed months of accounts.
   *
   * @throws io.tributary.model.NotReady when some of them cannot be read now
   */
  public List<Statement> statements(CostQuery query) {
    return router.statements(query, false);
  }

  /**
   * The groups of some monitors that were ever anything but OK.
   *
   * @throws io.tributary.model.NotReady when some of them cannot be read now
   */
  public List<GroupStatus> monitorStates(Set<Long> monitors) {
    return router.monitorStates(monitors, false).groups();
  }

  public Progress progress() {
    return frontier.progress();
  }

  /** Port of the internal endpoint. */
  public int port() {
    return server.port();
  }

  /** For tests that remove and add threads under load. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Flushes and commits what is folded, then stops. */
  @Override
  public void close() {
    server.close();
    router.close();
    frontier.close();
    if (!streams.close(Duration.ofSeconds(20))) {
      LOG.warn("the stream did not stop in time; what it had not committed will be counted again from the last commit");
    }
    streamMeters.close();
    directory.close();
    admin.close(Duration.ofSeconds(2));
  }
}
