package io.tributary.bench.alerts;

import io.tributary.bench.lab.Count;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.RunOptions;
import io.tributary.bench.lab.Span;
import io.tributary.bench.node.NodeProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tributary bench alerts}. */
@Command(name = "alerts", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How long an alert takes, and what watching costs.",
    description = {
      "",
      "Starts all of Tributary in fresh JVMs, on 127.0.0.1, by turns with only the monitor",
      "of the probes and with monitors of every series. To each, events are sent as fast as",
      "they are counted, which says how much of the throughput watching costs. Then it is",
      "loaded at one rate, and beside the load probes are sent, each of which raises one",
      "alert, which a webhook tells. With what is the default this takes about half an hour.",
      ""
    })
public final class AlertsCommand implements Callable<Integer> {
  /** Starting a node, filling its world, and coming to rest. */
  private static final Duration AROUND = Duration.ofSeconds(75);

  @Option(names = "--series", defaultValue = "100k", converter = Count.class, paramLabel = "N",
      description = "Series that are watched, each for anomalies and by a threshold. Default ${DEFAULT-VALUE}.")
  private long series;

  @Option(names = "--rate", defaultValue = "10k", converter = Count.class, paramLabel = "N",
      description = "Events a second while probes are sent. Default ${DEFAULT-VALUE}.")
  private long rate;

  @Option(names = "--probes", defaultValue = "500", converter = Count.class, paramLabel = "N",
      description = "Alerts to raise in each run. Default ${DEFAULT-VALUE}.")
  private long probes;

  @Option(names = "--flat-out", defaultValue = "5m", converter = Span.class, paramLabel = "TIME",
      description = "How long events are sent as fast as they are counted. Five minutes have one end of five minutes in them, when every "
          + "watched series is looked at. Default ${DEFAULT-VALUE}.")
  private Duration flatOut;

  @Option(names = "--latency-only", description = "Nothing is sent as fast as it is counted: how long alerts take is all that is measured.")
  private boolean latencyOnly;

  @Option(names = "--warm-up", defaultValue = "60s", converter = Span.class, paramLabel = "TIME",
      description = "With --latency-only: how long the rate is sent before the probes. Default ${DEFAULT-VALUE}.")
  private Duration warmUp;

  @Option(names = "--pairs", defaultValue = "2", paramLabel = "N",
      description = "Runs without and with the monitors, by turns: without, with, with, without. Default ${DEFAULT-VALUE}.")
  private int pairs;

  @Mixin
  private RunOptions options;

  private record Turn(int pair, boolean watching, Step step) {}

  @Override
  public Integer call() {
    if (pairs < 1) {
      throw options.wrong("--pairs: at least 1, not " + pairs);
    }
    var length = latencyOnly ? Duration.ZERO : flatOut;
    var world = Watched.of(series);
    int many = (int) Math.min(probes, world.orgs());
    try (var scratch = options.scratch()) {
      var turns = turns(length, many);
      var progress = options.progress(turns.stream().map(Turn::step).toList());
      var runs = new ArrayList<Report.Run>();
      for (var turn : turns) {
        var trial = new Trial(world, turn.watching(), rate, many, length, warmUp);
        runs.add(progress.take(turn.step(), done -> trial.run(turn.pair(), scratch.dir().resolve("run-" + runs.size()), done),
            AlertsCommand::outcome));
      }
      return options.finish(new Report("alerts", Instant.now(), Machine.here(), NodeProcess.FLAGS, series, rate, length.toMillis(), runs));
    }
  }

  private ArrayList<Turn> turns(Duration length, int many) {
    var takes = AROUND.plus(latencyOnly ? warmUp : length).plusMillis(many * 75L);
    var turns = new ArrayList<Turn>();
    for (int run = 0; run < 2 * pairs; run++) {
      int pair = run / 2 + 1;
      // The order changes with each pair: what makes the machine slower all the time is shared fairly.
      boolean watching = (run + pair) % 2 == 0;
      var name = "%s, pair %d".formatted(watching ? "%,d series".formatted(series) : "probes only", pair);
      turns.add(new Turn(pair, watching, new Step(name, "run", Math.max(1, length.toSeconds()), takes)));
    }
    return turns;
  }

  private static String outcome(Report.Run run) {
    return run.problems().isEmpty() ? "p50 %.0f ms, p99 %.0f ms, %,.0f events/s".formatted(run.alerts().p50(), run.alerts().p99(),
        run.flatOutPerSecond()) : "DOES NOT COUNT: " + String.join("; ", run.problems());
  }
}
