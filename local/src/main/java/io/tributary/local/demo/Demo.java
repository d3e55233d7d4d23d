package io.tributary.local.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.ingest.intake.KafkaEventSink;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.model.UsageEvent;
import io.tributary.topics.ControlWriter.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The invented world on a node: written once, its past told up to now, and from then on a live feed. */
public final class Demo implements AutoCloseable {
  /** Who gets keys to look around with. */
  public static final List<Holder> HOLDERS = List.of(
      new Holder("partner", World.PARTNER.publicId(), Sends.NOTHING, watching(Access.USAGE_READ, Access.BILLING_READ, Access.BILLING_EDIT)),
      new Holder("customer", World.customer(), Sends.OWN_TREE, watching(Access.USAGE_READ, Access.BILLING_READ)),
      new Holder("customer_no_cost", World.unpriced(), Sends.OWN_TREE, Set.of(Access.USAGE_READ, Access.BILLING_READ)),
      new Holder("usage_only", World.customer(), Sends.NOTHING, Set.of(Access.USAGE_READ)),
      new Holder("child", World.child(), Sends.OWN_TREE, watching(Access.USAGE_READ)),
      new Holder("direct", World.direct(), Sends.OWN_TREE, watching(Access.USAGE_READ, Access.BILLING_READ)),
      new Holder("partner_admin", World.PARTNER.publicId(), Sends.NOTHING, ManagedRoles.ADMIN),
      new Holder("customer_admin", World.customer(), Sends.NOTHING, ManagedRoles.ADMIN),
      new Holder("standard", World.customer(), Sends.NOTHING, ManagedRoles.STANDARD),
      new Holder("read_only", World.customer(), Sends.NOTHING, ManagedRoles.READ_ONLY),
      new Holder("child_admin", World.child(), Sends.NOTHING, ManagedRoles.ADMIN));

  private static final long SEED = 20_26;
  private static final int HOUR_SECONDS = 3600;
  /** A pause shorter than this is left to the live feed, which catches up by itself. */
  private static final int SHORT_PAUSE_SECONDS = 3;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Node node;
  private final InstantSource clock;
  private final CountDownLatch stop;
  private final Watcher watcher;
  private final CheckpointFile file;
  private LiveFeed feed;
  private Upset upset;
  private double share;
  private long counted;
  private boolean worthABar;

  /** These permissions, and those for metrics and monitors. */
  private static Set<String> watching(String... permissions) {
    return Stream.concat(Stream.of(permissions), Stream.of(Permission.TIMESERIES_QUERY, Permission.MONITORS_READ, Permission.MONITORS_WRITE,
        Permission.MONITORS_DOWNTIME).map(Permission::id)).collect(Collectors.toSet());
  }

  /** Hears how the start goes. */
  public interface Watcher {
    void step(String what);

    /** @param share of the past that is counted, 0 to 1; @param events counted since this start */
    void replayed(double share, long events);
  }

  /** @param stop once it is open, a start under way ends at the next checkpoint */
  public Demo(Node node, Path data, InstantSource clock, CountDownLatch stop, Watcher watcher) {
    this.node = node;
    this.clock = clock;
    this.stop = stop;
    this.watcher = watcher;
    this.file = new CheckpointFile(data.resolve("generator.json"));
  }

  /**
   * Writes the world unless it is there; finishes what an earlier start left unfinished; tells the past since then (all of it, the
   * first time); closes the months that ended; and starts the live feed. A pause is told too, unless the feed was off before and
   * stays off.
   *
   * @param history how far back the story begins, the first time
   * @param rate live events a second; 0 for none
   */
  public void start(Duration history, int rate) {
    start(history, rate, Optional.empty());
  }

  /** The same, and an org (its public id) is soon upset. */
  public void start(Duration history, int rate, Optional<String> spiking) {
    watcher.step("writing the demo's world");
    node.ensure((directory, access) -> new Decision.Write(
        directory.partner(World.PARTNER.publicId()).isPresent() ? List.of() : World.changes(clock.instant()), List.of()));
    watcher.step("replaying the past");
    var checkpoint = upToNow(history, rate);
    if (stop.getCount() == 0) {
      return;
    }
    watcher.step("closing the months that ended");
    MonthCloses.close(node, Instant.ofEpochSecond(checkpoint.begunAt()), clock.instant());
    checkpoint = checkpoint.feeding(rate > 0);
    file.save(checkpoint);
    if (rate > 0) {
      upset = spiking.map(org -> Upset.soon(org, clock.instant())).orElse(null);
      feed = LiveFeed.start(node.ingest(), node.keys().of(Node.INGEST.name()).apiKey(), rate, file, checkpoint, clock, upset());
    }
  }

  private Checkpoint upToNow(Duration history, int rate) {
    var known = file.load();
    Predicate<UsageEvent> isNew = known.isPresent() ? Appended.since(file.savedAt(), node, clock) : event -> true;
    long now = clock.instant().getEpochSecond();
    var checkpoint = known.orElseGet(() -> {
      long from = now - history.toSeconds();
      return Checkpoint.beginning(SEED, (int) (now / HOUR_SECONDS), from - from % HOUR_SECONDS);
    });
    try (var producer = producer()) {
      var sink = new KafkaEventSink(producer, node.serdes(), new SimpleMeterRegistry());
      var teller = new Teller(sink, () -> node.directory().version(), file, stop);
      if (checkpoint.isPlanned()) {
        checkpoint = tell(teller, checkpoint, isNew);
      }
      if (!checkpoint.feeding() && rate == 0 && !checkpoint.isPlanned()) {
        return checkpoint.skip(clock.instant().getEpochSecond());
      }
      while (stop.getCount() > 0 && clock.instant().getEpochSecond() - checkpoint.toldTo() > SHORT_PAUSE_SECONDS) {
        checkpoint = checkpoint.plan(clock.instant().getEpochSecond(), 0);
        file.save(checkpoint);
        checkpoint = tell(teller, checkpoint, event -> true);
      }
    }
    return checkpoint;
  }

  private Checkpoint tell(Teller teller, Checkpoint plan, Predicate<UsageEvent> isNew) {
    share = 0;
    counted = 0;
    worthABar = plan.plannedTo() - plan.toldTo() > HOUR_SECONDS;
    double span = plan.plannedTo() - plan.toldTo();
    var sent = new long[1];
    var told = teller.tell(plan, isNew, (events, second) -> {
      sent[0] = events;
      replayed(sent[0], (second - plan.toldTo()) / span);
    });
    awaitCounted(sent[0]);
    return told;
  }

  private void replayed(long sent, double told) {
    long lag = node.progress().lag();
    // A look at the stream that just ended says 0 although more was sent meanwhile; and a bar that goes back looks like a loss.
    if (lag > 0 && sent > 0) {
      counted = Math.max(counted, sent - lag);
      share = Math.max(share, told * counted / sent);
    }
    report(share, counted);
  }

  private void report(double done, long events) {
    // A pause of a minute is told before a bar can be drawn.
    if (worthABar) {
      watcher.replayed(done, events);
    }
  }

  /** Until everything that was appended before this call is in every cell. */
  private void awaitCounted(long sent) {
    var appended = clock.instant();
    try {
      while (!node.progress().asOf().isAfter(appended)) {
        replayed(sent, 1);
        if (stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      report(1, sent);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(Map.of("bootstrap.servers", node.bootstrap(), "client.id", "demo", "acks", "all",
        "enable.idempotence", true, "compression.type", "lz4", "batch.size", 131_072, "linger.ms", 2),
        new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Events of the live feed that were acknowledged since the start. */
  public Optional<Long> fed() {
    return Optional.ofNullable(feed).map(LiveFeed::accepted);
  }

  /** What will happen, or has happened, to the live feed. */
  public Optional<Upset> upset() {
    return Optional.ofNullable(upset);
  }

  /** Ends the live feed; the node stays. */
  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }
}
