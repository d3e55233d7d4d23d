package io.tributary.bench;

import io.tributary.bench.alerts.AlertsCommand;
import io.tributary.bench.dedup.DedupCommand;
import io.tributary.bench.detector.DetectorCommand;
import io.tributary.bench.freshness.FreshnessCommand;
import io.tributary.bench.fuzz.FuzzCommand;
import io.tributary.bench.nab.NabCommand;
import io.tributary.bench.pipeline.PipelineCommand;
import io.tributary.bench.projection.ProjectionCommand;
import io.tributary.bench.query.QueryCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks. {@code ./tributary} finds this class by its name, because only the benchmarks' class path has it. */
@Command(name = "bench", mixinStandardHelpOptions = true, header = "Measures Tributary on this machine.",
    synopsisSubcommandLabel = "BENCHMARK", subcommands = {PipelineCommand.class, FreshnessCommand.class, DedupCommand.class,
        ProjectionCommand.class, QueryCommand.class, FuzzCommand.class, NabCommand.class, DetectorCommand.class,
        AlertsCommand.class})
public final class BenchCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Without a benchmark there is nothing to measure. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which benchmark?");
  }
}
