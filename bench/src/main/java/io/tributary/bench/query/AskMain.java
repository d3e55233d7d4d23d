package io.tributary.bench.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.node.Doors;
import io.tributary.bench.node.Feed;
import io.tributary.bench.node.HttpLoad;
import io.tributary.bench.node.KafkaLoad;
import io.tributary.bench.node.Load;
import io.tributary.bench.node.Moment;
import io.tributary.bench.world.Drawn;
import io.tributary.bench.world.EventRecords;
import io.tributary.local.node.Node;
import io.tributary.query.reader.AggregatorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM that fills a node, loads it and asks it: a {@link Plan} as its argument; on standard output lines {@code progress N}, and five
 * of {@code result JSON}: {@link Told}, {@link Rested}, {@link Measured}, again {@link Rested}, and {@link Scanned}.
 */
final class AskMain {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Between two looks at what is awaited. */
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final long TELL_EVERY = 10_000;
  /** How long there may be no step forward. */
  private static final Duration STANDSTILL = Duration.ofMinutes(3);

  private final Plan plan;
  private final Doors doors;
  private final FleetUsage usage;
  private final EventRecords records;
  private long written;

  private AskMain(Plan plan) {
    this.plan = plan;
    this.doors = Doors.of(Path.of(plan.data()));
    this.usage = new FleetUsage(plan.accounts(), plan.seed());
    this.records = new EventRecords(Fleet.types(), plan.fleet().orgs(), plan.directoryVersion());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    ChildJvm.endWithParent();
    var main = new AskMain(JSON.readValue(args[0], Plan.class));
    try (var client = new CostClient(main.doors)) {
      result(main.history());
      result(main.rest(client));
      result(main.measure(client));
      result(main.rest(client));
      result(main.scan());
    }
    System.exit(0);
  }

  private static void result(Object found) throws JsonProcessingException {
    System.out.println(ChildJvm.RESULT + JSON.writeValueAsString(found));
  }

  private static void progress(long done) {
    System.out.println(ChildJvm.PROGRESS + done);
  }

  private Scanned scan() {
    try (var reader = new AggregatorReader(List.of(doors.uri("aggregator")))) {
      return Scanned.month(reader, plan.accounts());
    }
  }

  /** Past the door, which would take ten times as long, as somebody does who brings a history along. */
  private Told history() throws InterruptedException {
    long began = System.nanoTime();
    long events;
    try (var load = new KafkaLoad(doors.address("bootstrap"), doors.address("registry"))) {
      usage.history(plan.historyFrom(), plan.historyTo(), event -> tell(load, event));
      load.flush();
      events = load.accepted();
      if (!load.problems().isEmpty()) {
        throw new IllegalStateException(String.join("; ", load.problems()));
      }
    }
    awaitCounted(Instant.now());
    return new Told(events, (System.nanoTime() - began) / 1e9);
  }

  private void tell(KafkaLoad load, Drawn event) {
    load.send(records.record(event));
    // The writing is fast and the counting is not: half of the bar is for each.
    if (++written % TELL_EVERY == 0) {
      progress(written / 2);
    }
  }

  /** Until all that was appended by then is in every cell. */
  private void awaitCounted(Instant appended) {
    long all = FleetUsage.events(plan.accounts(), plan.historyFrom(), plan.historyTo());
    try (var reader = new AggregatorReader(List.of(doors.uri("aggregator")))) {
      for (var now = reader.progress(); !now.asOf().isAfter(appended); now = reader.progress()) {
        progress(all - Math.min(all, now.lag()) / 2);
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  /** Until what is said by product is what is said by account, both are complete, and all that was used before is in both. */
  private Rested rest(CostClient client) throws IOException, InterruptedException {
    var rested = Instant.now();
    long began = System.nanoTime();
    long stepped = began;
    long most = -1;
    while (true) {
      var problems = new ArrayList<String>();
      var products = client.ask(Question.BY_PRODUCT);
      var accounts = client.ask(Question.BY_ACCOUNT);
      if (products.isPresent() && accounts.isPresent()) {
        var total = Costs.read(products.get().body());
        var each = Costs.read(accounts.get().body());
        problems.addAll(total.gaps(Question.BY_PRODUCT, plan.accounts()));
        problems.addAll(each.gaps(Question.BY_ACCOUNT, plan.accounts()));
        problems.addAll(Costs.differences(total, each));
        var asOf = accounts.get().asOf();
        if (asOf.isBefore(rested)) {
          problems.add("usage is rated up to " + asOf + " only");
        }
        if (problems.isEmpty()) {
          return new Rested((System.nanoTime() - began) / 1e9, List.of());
        }
        if (each.completeAccounts() > most) {
          most = each.completeAccounts();
          stepped = System.nanoTime();
          progress(most);
        }
      } else {
        problems.add("the API is not ready");
      }
      if (System.nanoTime() - stepped > STANDSTILL.toNanos()) {
        return new Rested((System.nanoTime() - began) / 1e9, problems);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private Measured measure(CostClient client) throws IOException, InterruptedException {
    try (var load = new HttpLoad(doors.uri("ingest"), doors.apiKey(Node.INGEST.name()))) {
      var feed = new Feed(load, plan.rate(), () -> records.record(usage.live(System.currentTimeMillis())));
      var feeding = new FutureTask<Void>(() -> {
        feed.run(plan.warmUpMillis() + plan.measuredMillis());
        load.flush();
        return null;
      });
      Thread.ofPlatform().name("feed").daemon().start(feeding);
      rounds(client).run(plan.warmUpMillis());
      var before = Moment.now(plan.nodePid(), load);
      var rounds = rounds(client);
      rounds.run(plan.measuredMillis());
      var after = Moment.now(plan.nodePid(), load);
      await(feeding);
      return new Measured(after.acceptedPerSecondSince(before), feed.sent(), rounds.asked(),
          rounds.behind(), after.nodeCoresSince(before), after.loadCoresSince(before),
          problems(rounds, load, feed, after.acceptedPerSecondSince(before)));
    }
  }

  private Rounds rounds(CostClient client) {
    return new Rounds(client, plan.accounts(), Duration.ofMillis(plan.askMillis()));
  }

  private static void await(FutureTask<Void> feeding) throws InterruptedException {
    try {
      feeding.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the feed ended early", e.getCause());
    }
  }

  private List<String> problems(Rounds rounds, Load load, Feed feed, double perSecond) {
    var problems = new ArrayList<>(rounds.problems());
    problems.addAll(load.problems());
    if (load.accepted() != feed.sent() && load.problems().isEmpty()) {
      problems.add(load.accepted() + " of " + feed.sent() + " events of the feed were accepted");
    }
    if (!feed.isKeptBy(perSecond)) {
      problems.add("only %,.0f events a second were accepted of the %,d that were to be sent".formatted(perSecond, plan.rate()));
    }
    return problems;
  }
}
