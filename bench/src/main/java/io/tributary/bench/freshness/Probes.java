package io.tributary.bench.freshness;

import io.tributary.bench.world.World;
import io.tributary.catalog.Catalogue;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import io.tributary.topics.Partitions;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** The probes: a lane for each partition of the usage events, so that no task hides behind another. */
final class Probes implements AutoCloseable {
  /** As many as the node has partitions. */
  private static final int LANES = 8;

  private final UsageSender sender;
  private final Map<UsageType, Lane> lanes = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<String> problem = new AtomicReference<>();

  private Probes(URI ingest, String apiKey) {
    this.sender = UsageSender.start(SenderSettings.of(ingest, apiKey).withLinger(Duration.ZERO).withGzip(false).withConnections(LANES));
  }

  /** @param every between two probes of a lane, on average */
  static Probes start(URI ingest, String apiKey, World world, Duration every) {
    var probes = new Probes(ingest, apiKey);
    var types = types(world);
    for (int lane = 0; lane < LANES; lane++) {
      var type = types.get(lane);
      probes.lanes.put(type, new Lane());
    }
    int partition = 0;
    for (var lane : probes.lanes.entrySet()) {
      var org = org(partition);
      var random = new Random(partition++);
      probes.threads.add(Thread.ofVirtual().start(() -> probes.send(org, lane.getKey(), lane.getValue(), every, random)));
    }
    return probes;
  }

  /** Sums that the load does not use, each with a key of its own in the months of the usage summary. */
  private static List<UsageType> types(World world) {
    return Catalogue.builtIn().types().stream()
        .filter(type -> type.measure() == Measure.SUM && !world.types().contains(type) && key(type) != null).limit(LANES).toList();
  }

  /** What the usage summary of a month calls the type's sum; null for a type that it has none for. */
  static String key(UsageType type) {
    return type.summaryKeys().stream().filter(key -> key.function() == MonthlyFunction.SUM).flatMap(key -> key.date().stream())
        .findFirst().orElse(null);
  }

  /** The largest org whose events are in this partition. */
  private static String org(int partition) {
    return IntStream.range(0, World.LEAVES).mapToObj(World::leaf).filter(org -> Partitions.of(org, LANES) == partition)
        .findFirst().orElseThrow();
  }

  private void send(String org, UsageType type, Lane lane, Duration every, Random random) {
    try {
      // By chance between half and one and a half, or the probes would keep step with the commits.
      for (long probe = 0; !stop.await((long) (every.toNanos() * (0.5 + random.nextDouble())), TimeUnit.NANOSECONDS); probe++) {
        var event = UsageEvent.used("probe-" + probe, "probe", org, type.key(), Instant.now(), BigDecimal.ONE);
        sender.send(event).thenAccept(fate -> {
          long now = System.nanoTime();
          switch (fate) {
            case Delivery.Accepted(int attempts) -> lane.accepted(now);
            case Delivery.Refused(var problems) -> problem.compareAndSet(null, "a probe was refused: " + problems);
            case Delivery.GaveUp(var reason, var cause, int attempts) -> problem.compareAndSet(null, "a probe was given up: " + reason);
          }
        }).join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Map<UsageType, Lane> lanes() {
    return lanes;
  }

  /** Requests that were not a probe's first: the 202 that counts was not the first answer there could have been. */
  long retried() {
    return sender.metrics().retried();
  }

  List<String> problems() {
    return problem.get() == null ? List.of() : List.of(problem.get());
  }

  /** Sends no more; returns when the fate of each is known. */
  void stop() throws InterruptedException {
    stop.countDown();
    for (var thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    sender.close();
  }
}
