package io.tributary.local.cli;

import io.tributary.local.focus.FocusExport;
import io.tributary.local.focus.FocusExport.Job;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "focus",
    mixinStandardHelpOptions = true,
    header = "Writes a month's charges: FOCUS 1.2, CSV.",
    description = {
      "",
      "One row for each org, billing dimension and kind of charge: of the statement once the month is closed, until then what the month"
          + " has cost so far. docs/focus.md says what is in the columns.",
      "",
      "The file is written whole or not at all. The keys' role must read usage and billing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:written", "1:nothing was written", "2:the command cannot be understood"})
final class ExportFocusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec
  private CommandSpec spec;

  @Mixin
  private Holder holder;

  @Parameters(paramLabel = "FILE", description = "where to write; what is there is replaced")
  private Path file;

  @Option(names = "--month", paramLabel = "YYYY-MM", required = true, converter = MonthText.class, description = "the month of the charges")
  private YearMonth month;

  @Option(names = "--account", paramLabel = "ID", description = "only this account")
  private String account;

  @Option(names = "--side", paramLabel = "SIDE",
      description = "with a partner's keys: buy, what the partner pays (the default), or sell, what its customers pay to it")
  private String side;

  @Option(names = "--quiet", description = "show nothing but errors and the last line")
  private boolean quiet;

  /** @throws IllegalStateException saying why nothing was written */
  @Override
  public Integer call() throws InterruptedException {
    var job = new Job(URI.create(holder.api()), holder.apiKey(), holder.applicationKey(), month, Optional.ofNullable(account),
        Optional.ofNullable(side), file, PATIENCE);
    var screen = Screen.of(System.out, quiet);
    screen.step("asking for " + month);
    long rows = FocusExport.run(job, (done, of, written) -> {
      var line = "writing " + Figures.bar(of == 0 ? 1 : (double) done / of) + "   " + Figures.exact(done) + " of " + Figures.exact(of)
          + " accounts, " + Figures.exact(written) + " rows";
      screen.draw(List.of(line), line);
    });
    screen.say(List.of());
    spec.commandLine().getOut().println(Figures.exact(rows) + (rows == 1 ? " row" : " rows") + " of " + month + " written to " + file);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
