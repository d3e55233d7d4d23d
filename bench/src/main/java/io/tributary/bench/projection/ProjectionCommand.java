package io.tributary.bench.projection;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.ResultFile;
import io.tributary.model.MonthlyFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

/** {@code ./tributary bench projection}. */
@Command(name = "projection", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How far projected month ends are off, and how often they lie in their bands.",
    description = {
      "",
      "Runs the forecaster that ships over a file of series: a timestamp and a column per",
      "series, hourly or daily, without gaps, .csv or .csv.gz. After day 3, 7, 10, 15, 20",
      "and 25 of each month with 28 days of history it writes what the month will come to:",
      "series,month,cutoff_day,projected,lo80,hi80,lo95,hi95.",
      ""
    })
public final class ProjectionCommand implements Callable<Integer> {
  /** Series-rows a second, guessed low. */
  private static final long PER_SECOND = 500_000;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The series.")
  private Path data;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the projections.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write all that was measured to this file, when all is done.")
  private Path json;

  @Option(names = "--function", defaultValue = "sum", paramLabel = "NAME",
      description = "The month's function: sum, avg, max or top99p. Default ${DEFAULT-VALUE}. The last two need hours.")
  private String function;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var monthly = function();
    var csv = open();
    if (csv.step() > 1 && (monthly == MonthlyFunction.MAX || monthly == MonthlyFunction.TOP99P)) {
      throw new ParameterException(spec.commandLine(), data + " has no hours to find the highest of");
    }
    var step = new Step(data.getFileName().toString(), "file", csv.rows(),
        Duration.ofSeconds(1 + (long) csv.rows() * csv.series().size() * csv.step() / PER_SECOND));
    var measured = new Progress(spec.commandLine().getErr(), List.of(step)).take(step, told -> {
      try (var writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
        return new Backtest(csv, monthly, writer).run(told);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException(out.toString(), e);
      }
    }, result -> "%,d hours, %,d projections".formatted(result.hours(), result.forecasts()));
    var report = new Report("projection", Instant.now(), Machine.here(), data.getFileName().toString(), function, csv.series().size(),
        csv.rows(), csv.step(), measured);
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    if (json != null) {
      ResultFile.write(json, report);
    }
    return 0;
  }

  private MonthlyFunction function() {
    try {
      return MonthlyFunction.fromLabel(function);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private WideCsv open() throws IOException {
    if (!Files.isReadable(data)) {
      throw new ParameterException(spec.commandLine(), data + " cannot be read");
    }
    try {
      return WideCsv.open(data);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
