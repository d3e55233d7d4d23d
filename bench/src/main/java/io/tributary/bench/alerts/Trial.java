package io.tributary.bench.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.lab.Scratch;
import io.tributary.bench.node.Doors;
import io.tributary.bench.node.Latency;
import io.tributary.bench.node.NodeProcess;
import io.tributary.model.Hours;
import io.tributary.query.reader.AggregatorReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run: a node of its own, as much as it takes, and then probes beside a load. In this order, because what is measured is a node that
 * has been at work for a while.
 *
 * @param watching whether every series is watched; probes always are
 * @param rate events a second while probes are sent
 * @param probes alerts to raise
 * @param flatOut how long events are sent as fast as they are counted; zero: not at all
 * @param warmUp how long {@code rate} is sent before the probes where nothing is sent flat out
 */
record Trial(Watched world, boolean watching, long rate, int probes, Duration flatOut, Duration warmUp) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HOURS_BEFORE = 48;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  /** Events sent between two looks at how far the stream is, and how many may wait: some seconds' work, so that it never has none. */
  private static final int SLICE = 5_000;
  private static final int MOST_WAITING = 200_000;

  private record Doing(ChildJvm node, Sender sender, Sender prober, Alerts alerts, Receiver receiver, AggregatorReader reader) {}

  /** @param done hears how many seconds of {@link #flatOut} are over */
  Report.Run run(int pair, Path dir, LongConsumer done) {
    var settings = new WatchingNodeMain.Settings(dir.resolve("node").toString(), world.orgs(), watching,
        Hours.of(Instant.now()) - HOURS_BEFORE);
    // The receiver is on loopback, where no webhook may go unless the operator says so.
    var flags = Stream.concat(NodeProcess.FLAGS.stream(), Stream.of("-Dtributary.notify.allowed-networks=127.0.0.0/8")).toList();
    try (var node = ChildJvm.start(WatchingNodeMain.class, flags, dir.resolve("node.log"), JSON.writeValueAsString(settings))) {
      long version = Long.parseLong(node.result(any -> { }));
      var doors = Doors.of(dir.resolve("node"));
      try (var receiver = new Receiver();
          var sender = new Sender(doors.address("bootstrap"), doors.address("registry"), world.orgs(), version);
          var prober = new Sender(doors.address("bootstrap"), doors.address("registry"), world.orgs(), version);
          var alerts = new Alerts(doors.address("bootstrap"), doors.address("registry"));
          var reader = new AggregatorReader(List.of(doors.uri("aggregator")))) {
        receiver.register(doors);
        return measure(pair, new Doing(node, sender, prober, alerts, receiver, reader), done);
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } finally {
      Scratch.delete(dir);
    }
  }

  private Report.Run measure(int pair, Doing doing, LongConsumer done) {
    var problems = new ArrayList<String>();
    // Every series has been used, and is kept, before anything counts.
    doing.sender().send((long) world.orgs() * Watched.TYPES, rate);
    settled(doing, problems);
    double perSecond = 0;
    if (flatOut.isZero()) {
      doing.sender().send(warmUp.toSeconds() * rate, rate);
      settled(doing, problems);
    } else {
      perSecond = flatOut(doing, done, problems);
    }
    var sentAt = new long[probes];
    var probing = Thread.ofPlatform().start(() -> {
      for (int probe = 0; probe < probes; probe++) {
        sentAt[probe] = System.nanoTime();
        doing.prober().probe(probe);
        LockSupport.parkNanos(Duration.ofMillis(40 + probe * 7 % 60).toNanos());
      }
    });
    long cpuBefore = doing.node().cpu().toNanos();
    long began = System.nanoTime();
    long sent = 0;
    while (probing.isAlive()) {
      doing.sender().send(rate, rate);
      sent += rate;
    }
    settled(doing, problems);
    double cores = (doing.node().cpu().toNanos() - cpuBefore) / (double) (System.nanoTime() - began);
    until(() -> IntStream.range(0, probes).allMatch(probe -> doing.receiver().seenAt(Watched.org(probe)) != null));
    var alerted = waits(sentAt, doing.alerts()::seenAt, "raised no alert", problems);
    var told = waits(sentAt, doing.receiver()::seenAt, "reached no webhook", problems);
    problems.addAll(doing.alerts().problems());
    problems.addAll(doing.receiver().problems());
    return new Report.Run(pair, watching, alerted, told, sent, cores, perSecond, problems);
  }

  private static Latency waits(long[] sentAt, Function<String, Long> seenAt, String otherwise, List<String> problems) {
    var waits = new ArrayList<Long>();
    for (int probe = 0; probe < sentAt.length; probe++) {
      var seen = seenAt.apply(Watched.org(probe));
      if (seen == null) {
        problems.add("probe " + probe + " " + otherwise);
      } else {
        waits.add(seen - sentAt[probe]);
      }
    }
    return Latency.of(waits.stream().mapToLong(Long::longValue).toArray());
  }

  /** @return events a second, until all were counted */
  private double flatOut(Doing doing, LongConsumer done, List<String> problems) {
    long began = System.nanoTime();
    long sent = 0;
    for (long passed = 0; passed < flatOut.toNanos(); passed = System.nanoTime() - began) {
      if (doing.reader().progress().lag() > MOST_WAITING) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      } else {
        doing.sender().send(SLICE, 0);
        sent += SLICE;
      }
      done.accept(passed / 1_000_000_000);
    }
    settled(doing, problems);
    return sent * 1e9 / (System.nanoTime() - began);
  }

  /** Waits until all that was sent is counted. */
  private static void settled(Doing doing, List<String> problems) {
    doing.sender().flush();
    var now = Instant.now();
    if (!until(() -> doing.reader().progress().asOf().isAfter(now))) {
      problems.add("not everything was counted within " + PATIENCE.toSeconds() + " s");
    }
  }

  private static boolean until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return true;
  }
}
