package io.tributary.bench.freshness;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.avro.UsageEventRecord;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.node.Doors;
import io.tributary.bench.node.Feed;
import io.tributary.bench.node.HttpLoad;
import io.tributary.bench.node.KafkaLoad;
import io.tributary.bench.node.Latency;
import io.tributary.bench.node.Moment;
import io.tributary.bench.world.Drawn;
import io.tributary.bench.world.EventRecords;
import io.tributary.bench.world.Workload;
import io.tributary.bench.world.World;
import io.tributary.local.node.Node;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.query.reader.AggregatorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * A JVM that loads a node and measures it: a {@link Plan} as its argument; on standard output a line {@code progress N} now and then,
 * and one {@code result JSON}, a {@link Measured}, at the end.
 */
final class LoadMain {
  /** How long after the end of the load all must be visible. */
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(15);

  private final Plan plan;
  private final Doors doors;
  private final World world;
  private final Workload workload;
  private final EventRecords records;
  private final Expected expected;
  private final int firstHour = Hours.of(Instant.now());
  private long number;

  private LoadMain(Plan plan) {
    this.plan = plan;
    this.doors = Doors.of(Path.of(plan.data()));
    this.world = World.from(plan.placedFrom());
    this.workload = new Workload(world, Integer.MAX_VALUE, plan.seed(), plan.placedFrom());
    this.records = new EventRecords(world, plan.directoryVersion());
    this.expected = new Expected(world);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    ChildJvm.endWithParent();
    var json = new ObjectMapper();
    var measured = new LoadMain(json.readValue(args[0], Plan.class)).run();
    System.out.println(ChildJvm.RESULT + json.writeValueAsString(measured));
    System.exit(0);
  }

  private Measured run() throws InterruptedException {
    var every = Duration.ofMillis(plan.probeMillis());
    var ingestKey = doors.apiKey(Node.INGEST.name());
    try (var load = plan.direct() ? new KafkaLoad(doors.address("bootstrap"), doors.address("registry"))
            : new HttpLoad(doors.uri("ingest"), ingestKey);
        var probes = Probes.start(doors.uri("ingest"), ingestKey, world, every);
        var watch = Watch.start(doors, byKey(probes), Duration.ofMillis(plan.pollMillis()))) {
      var feed = new Feed(load, plan.rate(), this::next);
      feed.run(plan.warmUpMillis());
      watch.looks();
      var before = Moment.now(plan.nodePid(), load);
      feed.run(plan.measuredMillis());
      var after = Moment.now(plan.nodePid(), load);
      var looks = watch.looks();

      load.flush();
      probes.stop();
      var problems = new ArrayList<String>();
      until(() -> probes.lanes().values().stream().noneMatch(lane -> lane.missing() > 0));
      probes.lanes().forEach((type, lane) -> missing(type.key().toString(), lane.missing(), problems));
      problems.addAll(load.problems());
      problems.addAll(probes.problems());
      problems.addAll(watch.problems());
      if (load.accepted() != feed.sent() && load.problems().isEmpty()) {
        problems.add(load.accepted() + " of " + feed.sent() + " events of the load were accepted");
      }
      problems.addAll(differences(probes));
      double perSecond = after.acceptedPerSecondSince(before);
      if (!feed.isKeptBy(perSecond)) {
        problems.add("only %,.0f events a second were accepted of the %,d that were to be sent".formatted(perSecond, plan.rate()));
      }
      long lost = probes.lanes().values().stream().mapToLong(lane -> Math.max(0, lane.missing())).sum();
      var waits = probes.lanes().values().stream().map(lane -> lane.waits(before.at(), after.at())).flatMapToLong(LongStream::of).toArray();
      return new Measured(perSecond, feed.sent(), probes.lanes().values().stream().mapToLong(Lane::accepted).sum(), lost, probes.retried(),
          Latency.of(waits), looks, after.nodeCoresSince(before), after.loadCoresSince(before), problems);
    }
  }

  private static Map<String, Lane> byKey(Probes probes) {
    var lanes = new HashMap<String, Lane>();
    probes.lanes().forEach((type, lane) -> lanes.put(Probes.key(type), lane));
    return lanes;
  }

  /** The next event that is no resend, as if it had just happened. */
  private UsageEventRecord next() {
    do {
      number++;
    } while (workload.isResend(number));
    var drawn = workload.event(number);
    var event = new Drawn(drawn.leaf(), drawn.type(), System.currentTimeMillis(), drawn.amount(), drawn.entity(), drawn.identity());
    expected.add(event);
    return records.record(event);
  }

  private static void missing(String name, long missing, List<String> problems) {
    if (missing > 0) {
      problems.add(missing + " probes of " + name + " were accepted and never seen");
    } else if (missing < 0) {
      problems.add(-missing + " probes of " + name + " were seen and never accepted");
    }
  }

  /** Where the partner's hours do not say what was sent, after long enough for them to do so. */
  private List<String> differences(Probes probes) {
    var wanted = new TreeMap<>(expected.totals());
    probes.lanes().forEach((type, lane) -> {
      if (lane.accepted() > 0) {
        wanted.put(type.id(), Quantity.ofUnits(lane.accepted()));
      }
    });
    var problems = new ArrayList<String>();
    try (var reader = new AggregatorReader(List.of(doors.uri("aggregator")))) {
      var hours = RowQuery.hours(Level.PARTNER, List.of(World.PARTNER), Set.of(), firstHour - 1, Hours.of(Instant.now()) + 2);
      until(() -> totals(reader, hours).equals(wanted));
      var got = totals(reader, hours);
      var types = new TreeSet<>(wanted.keySet());
      types.addAll(got.keySet());
      types.removeIf(type -> wanted.getOrDefault(type, Quantity.ZERO).equals(got.getOrDefault(type, Quantity.ZERO)));
      types.forEach(type -> problems.add("the partner's total of usage type " + type + " is " + got.getOrDefault(type, Quantity.ZERO)
          + ", but " + wanted.getOrDefault(type, Quantity.ZERO) + " were accepted"));
    }
    return problems;
  }

  private static Map<Integer, Quantity> totals(AggregatorReader reader, RowQuery query) {
    var totals = new TreeMap<Integer, Quantity>();
    reader.read(query).rows().forEach(row -> row.cells().forEach((type, cell) -> totals.merge(type, cell.sum(), Quantity::plus)));
    totals.values().removeIf(total -> total.signum() == 0);
    return totals;
  }

  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (!holds.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
