package io.tributary.bench.nab;

import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tributary bench nab}. */
@Command(name = "nab", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Scores the series of a folder with the spike and drop detector.",
    description = {
      "",
      "Runs the detector that ships, as it ships, over each <category>/<file>.csv of a folder",
      "(timestamp,value, in the layout of the Numenta Anomaly Benchmark) and writes",
      "<category>/<file>.csv with timestamp,value,anomaly_score for that benchmark's scorers.",
      "Labels are not read.",
      ""
    })
public final class NabCommand implements Callable<Integer> {
  @Option(names = "--data", required = true, paramLabel = "DIR", description = "The categories, or a folder whose folder data has them.")
  private Path data;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the scores.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write all that was measured to this file, when all is done.")
  private Path json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var folder = open();
    var step = new Step(folder.files().size() + " files", "files", folder.files().size(),
        Duration.ofMillis(1000 + 20L * folder.files().size()));
    var measured = new Progress(spec.commandLine().getErr(), List.of(step)).take(step, told -> {
      try {
        return new Scoring(folder, out).run(told);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, result -> "%,d points".formatted(result.points()));
    var report = new Report("nab", Instant.now(), Machine.here(), String.valueOf(data.getFileName()), measured);
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    if (json != null) {
      ResultFile.write(json, report);
    }
    return 0;
  }

  private NabFolder open() throws IOException {
    try {
      var folder = NabFolder.open(data);
      if (folder.root().toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize())) {
        throw new IllegalArgumentException("--out would overwrite the data");
      }
      return folder;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
