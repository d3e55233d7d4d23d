package io.tributary.bench.detector;

import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.ResultFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tributary bench detector}. */
@Command(name = "detector", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How many buckets a second one core judges with the spike and drop detector.",
    description = {
      "",
      "Runs the detector that ships under JMH, one thread, over invented five-minute series:",
      "buckets judged and learned, running buckets judged, and the first with the model read",
      "before and written after, as from a store.",
      ""
    })
public final class DetectorCommand implements Callable<Integer> {
  private static final List<String> BENCHMARKS = List.of("observe", "peek", "readObserveWrite");
  private static final int WARM_UPS = 3;

  @Option(names = "--series", defaultValue = "1000", paramLabel = "N", description = "Series that take turns. Default ${DEFAULT-VALUE}.")
  private int series;

  @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "Measured rounds of a second. Default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--in-process", hidden = true, description = "No JVM of its own: for a test of the command, never for figures.")
  private boolean inProcess;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write all that was measured to this file, when all is done.")
  private Path json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (series < 1 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "at least one series and one round");
    }
    var steps = BENCHMARKS.stream().map(name -> new Step(name, "benchmark", 1, Duration.ofSeconds(6 + WARM_UPS + rounds))).toList();
    var progress = new Progress(spec.commandLine().getErr(), steps);
    var rates = steps.stream().map(step -> progress.take(step, told -> measure(step.name()), Report.Rate::text)).toList();
    var report = new Report("detector", Instant.now(), Machine.here(), series, rates);
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    if (json != null) {
      ResultFile.write(json, report);
    }
    return 0;
  }

  private Report.Rate measure(String name) {
    Options options = new OptionsBuilder().include("^" + DetectorBenchmark.class.getName().replace(".", "\\.") + "\\." + name + "$")
        .param("series", String.valueOf(series)).forks(inProcess ? 0 : 1).threads(1)
        .warmupIterations(WARM_UPS).warmupTime(TimeValue.milliseconds(inProcess ? 10 : 1000))
        .measurementIterations(rounds).measurementTime(TimeValue.milliseconds(inProcess ? 10 : 1000))
        .verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();
    try {
      RunResult result = new Runner(options).runSingle();
      var statistics = result.getPrimaryResult().getStatistics();
      return new Report.Rate(name, statistics.getMean(), statistics.getMin(), statistics.getMax());
    } catch (RunnerException e) {
      throw new IllegalStateException(name + " was not measured: " + e.getMessage(), e);
    }
  }
}
