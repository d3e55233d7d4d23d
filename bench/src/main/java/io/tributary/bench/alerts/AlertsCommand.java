package io.tributary.bench.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.lab.Count;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.RunOptions;
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
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tributary bench alerts}. */
@Command(name = "alerts", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How long an alert takes, and what watching costs.",
    description = {
      "",
      "Starts all of Tributary in a fresh JVM, on 127.0.0.1, twice: once with only the",
      "monitor of the probes, once with monitors of every series. Both are loaded at the",
      "same rate; beside the load, probes are sent, each of which raises one alert. Then a",
      "burst is sent as fast as it goes, and the time until it is counted says how much of",
      "the throughput watching costs.",
      ""
    })
public final class AlertsCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HOURS_BEFORE = 48;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Option(names = "--series", defaultValue = "100k", converter = Count.class, paramLabel = "N",
      description = "Series that are watched, each for anomalies and by a threshold. Default ${DEFAULT-VALUE}.")
  private long series;

  @Option(names = "--rate", defaultValue = "10k", converter = Count.class, paramLabel = "N",
      description = "Events a second while probes are sent. Default ${DEFAULT-VALUE}.")
  private long rate;

  @Option(names = "--probes", defaultValue = "500", converter = Count.class, paramLabel = "N",
      description = "Alerts to raise. Default ${DEFAULT-VALUE}.")
  private long probes;

  @Option(names = "--burst", defaultValue = "1m", converter = Count.class, paramLabel = "N",
      description = "Events to send as fast as it goes; 0 for none. Default ${DEFAULT-VALUE}.")
  private long burst;

  @Mixin
  private RunOptions options;

  @Override
  public Integer call() {
    try (var scratch = options.scratch()) {
      var runs = new ArrayList<Report.Run>();
      var load = new Step("probes only", "run", burst, Duration.ofSeconds(90));
      var watched = new Step("%,d series".formatted(series), "run", burst, Duration.ofSeconds(90));
      var progress = options.progress(List.of(load, watched));
      runs.add(progress.take(load, count -> run(false, scratch.dir().resolve("probes")), AlertsCommand::outcome));
      runs.add(progress.take(watched, count -> run(true, scratch.dir().resolve("watched")), AlertsCommand::outcome));
      return options.finish(new Report("alerts", Instant.now(), Machine.here(), NodeProcess.FLAGS, series, rate, burst, runs));
    }
  }

  private static String outcome(Report.Run run) {
    return run.problems().isEmpty() ? "p50 %.0f ms, p99 %.0f ms".formatted(run.alerts().p50(), run.alerts().p99())
        : "DOES NOT COUNT: " + String.join("; ", run.problems());
  }

  private Report.Run run(boolean watching, Path dir) {
    var world = Watched.of(series);
    var settings = new WatchingNodeMain.Settings(dir.resolve("node").toString(), world.orgs(), watching, Hours.of(Instant.now()) - HOURS_BEFORE);
    try (var node = ChildJvm.start(WatchingNodeMain.class, NodeProcess.FLAGS, dir.resolve("node.log"), JSON.writeValueAsString(settings))) {
      long version = Long.parseLong(node.result(any -> { }));
      var doors = Doors.of(dir.resolve("node"));
      try (var sender = new Sender(doors.address("bootstrap"), doors.address("registry"), world.orgs(), version);
          var prober = new Sender(doors.address("bootstrap"), doors.address("registry"), world.orgs(), version);
          var alerts = new Alerts(doors.address("bootstrap"), doors.address("registry"));
          var reader = new AggregatorReader(List.of(doors.uri("aggregator")))) {
        return measure(watching, world, node, sender, prober, alerts, reader);
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } finally {
      Scratch.delete(dir);
    }
  }

  private Report.Run measure(boolean watching, Watched world, ChildJvm node, Sender sender, Sender prober, Alerts alerts, AggregatorReader reader) {
    var problems = new ArrayList<String>();
    // Every series has been used, and is kept, before anything counts.
    sender.send((long) world.orgs() * Watched.TYPES, rate);
    settled(sender, reader, problems);
    int many = (int) Math.min(probes, world.orgs());
    var sentAt = new long[many];
    var probing = Thread.ofPlatform().start(() -> {
      for (int probe = 0; probe < many; probe++) {
        sentAt[probe] = System.nanoTime();
        prober.probe(probe);
        LockSupport.parkNanos(Duration.ofMillis(40 + probe * 7 % 60).toNanos());
      }
    });
    long cpuBefore = node.cpu().toNanos();
    long began = System.nanoTime();
    long sent = 0;
    while (probing.isAlive()) {
      sender.send(rate, rate);
      sent += rate;
    }
    settled(sender, reader, problems);
    double cores = (node.cpu().toNanos() - cpuBefore) / (double) (System.nanoTime() - began);
    until(() -> alerts.seenAt(Watched.org(many - 1)) != null);
    var waits = new ArrayList<Long>();
    for (int probe = 0; probe < many; probe++) {
      var seen = alerts.seenAt(Watched.org(probe));
      if (seen == null) {
        problems.add("probe " + probe + " raised no alert");
      } else {
        waits.add(seen - sentAt[probe]);
      }
    }
    double perSecond = burst == 0 ? 0 : burst(sender, reader, problems);
    problems.addAll(alerts.problems());
    return new Report.Run(watching, Latency.of(waits.stream().mapToLong(Long::longValue).toArray()), sent, cores, perSecond, problems);
  }

  private double burst(Sender sender, AggregatorReader reader, List<String> problems) {
    long began = System.nanoTime();
    sender.send(burst, 0);
    settled(sender, reader, problems);
    return burst * 1e9 / (System.nanoTime() - began);
  }

  /** Waits until all that was sent is counted. */
  private static void settled(Sender sender, AggregatorReader reader, List<String> problems) {
    sender.flush();
    var now = Instant.now();
    if (!until(() -> reader.progress().asOf().isAfter(now))) {
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
