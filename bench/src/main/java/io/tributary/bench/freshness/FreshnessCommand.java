package io.tributary.bench.freshness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.flow.Pace;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.lab.Count;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.RunOptions;
import io.tributary.bench.lab.Scratch;
import io.tributary.bench.lab.Span;
import io.tributary.bench.node.NodeProcess;
import io.tributary.model.Hours;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tributary bench freshness}. */
@Command(name = "freshness", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How long usage takes from the answer 202 into the partner's total.",
    description = {
      "",
      "Starts all of Tributary in a fresh JVM, on 127.0.0.1, and loads it from another one",
      "through ingest. Beside the load, probes are sent one by one, and the partner's usage",
      "summary is read over the public API every few milliseconds: a probe is visible with",
      "the first answer that counts it. A run in which a probe is never seen, or whose",
      "totals are not exactly what was accepted, does not count, and the exit code is 1.",
      ""
    })
public final class FreshnessCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Reaching back this far, the world was there before the first event. */
  private static final int HOURS_BEFORE = 48;

  @Option(names = "--rate", defaultValue = "10k", split = ",", converter = Count.class, paramLabel = "N",
      description = "Events a second, one run for each. Default ${DEFAULT-VALUE}.")
  private List<Long> rates;

  @Option(names = "--for", defaultValue = "60s", converter = Span.class, paramLabel = "TIME",
      description = "How long to measure. Default ${DEFAULT-VALUE}.")
  private Duration length;

  @Option(names = "--warm-up", defaultValue = "30s", converter = Span.class, paramLabel = "TIME",
      description = "How long to load before. Default ${DEFAULT-VALUE}.")
  private Duration warmUp;

  @Option(names = "--commit", split = ",", converter = Commits.Converter.class, paramLabel = "TIME",
      description = "Commit intervals, one run for each: 50ms,200ms for what is fresh, 50ms/2s to say also how long while the stream"
          + " is behind. Default: what ships.")
  private List<Commits> commits = List.of();

  @Option(names = "--direct", description = "Write the load as Avro straight to Kafka, so that only the probes pass ingest.")
  private boolean direct;

  @Option(names = "--probe-every", defaultValue = "200ms", converter = Span.class, paramLabel = "TIME",
      description = "Between two probes of a partition. Default ${DEFAULT-VALUE}.")
  private Duration probeEvery;

  @Option(names = "--look-every", defaultValue = "20ms", converter = Span.class, paramLabel = "TIME",
      description = "Between two looks at the total. Default ${DEFAULT-VALUE}.")
  private Duration lookEvery;

  @Mixin
  private RunOptions options;

  @Override
  public Integer call() {
    if (rates.stream().anyMatch(rate -> rate < 1 || rate > 10_000_000)) {
      throw options.wrong("a rate is 1 to 10m events a second");
    }
    try (var scratch = options.scratch()) {
      return options.finish(new Report("freshness", Instant.now(), Machine.here(), NodeProcess.FLAGS, direct,
          warmUp.toMillis(), length.toMillis(), probeEvery.toMillis(), lookEvery.toMillis(), runs(scratch.dir())));
    }
  }

  private List<Report.Run> runs(Path dir) {
    var shipped = AggregatorSettings.defaults("any", "any", dir).pace();
    record Planned(Pace pace, long rate, Step step) {}
    var plan = new ArrayList<Planned>();
    for (var pace : commits.isEmpty() ? List.of(shipped) : commits.stream().map(commit -> commit.pace(shipped)).toList()) {
      for (var rate : rates) {
        long events = rate * (warmUp.toMillis() + length.toMillis()) / 1000;
        plan.add(new Planned(pace, rate, new Step("commit every %s, %,d events/s".formatted(Commits.text(pace), rate), "run",
            Math.max(1, events), warmUp.plus(length).plusSeconds(20))));
      }
    }
    var progress = options.progress(plan.stream().map(Planned::step).toList());
    var runs = new ArrayList<Report.Run>();
    for (var planned : plan) {
      runs.add(progress.take(planned.step(), count -> run(planned.pace(), planned.pace().equals(shipped), planned.rate(),
          dir.resolve("run-" + runs.size()), count), FreshnessCommand::outcome));
    }
    return runs;
  }

  private Report.Run run(Pace pace, boolean ships, long rate, Path dir, LongConsumer progress) {
    int placedFrom = Hours.of(Instant.now()) - HOURS_BEFORE;
    var node = dir.resolve("node");
    Measured measured = null;
    var problems = new ArrayList<String>();
    try (var running = ChildJvm.start(NodeMain.class, NodeProcess.FLAGS, dir.resolve("node.log"),
        JSON.writeValueAsString(new NodeMain.Settings(node.toString(), pace.live().toMillis(), pace.behind().toMillis(), placedFrom)))) {
      long version = Long.parseLong(running.result(any -> { }));
      var plan = new Plan(node.toString(), running.pid(), version, placedFrom, options.seed(), rate, direct, warmUp.toMillis(),
          length.toMillis(), probeEvery.toMillis(), lookEvery.toMillis());
      try (var load = ChildJvm.start(LoadMain.class, NodeProcess.LOAD_FLAGS, dir.resolve("load.log"), JSON.writeValueAsString(plan))) {
        measured = JSON.readValue(load.result(progress), Measured.class);
        problems.addAll(measured.problems());
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      problems.add(e.getMessage());
    }
    Scratch.delete(dir);
    return new Report.Run(Commits.text(pace), ships, rate, measured, problems);
  }

  private static String outcome(Report.Run run) {
    return run.counts() ? "p50 %.0f ms, p99 %.0f ms".formatted(run.measured().visible().p50(), run.measured().visible().p99())
        : "DOES NOT COUNT: " + String.join("; ", run.problems());
  }
}
