package io.tributary.local.cli;

import io.tributary.local.focus.FocusImport;
import io.tributary.local.focus.FocusImport.Job;
import io.tributary.local.focus.FocusImport.Outcome;
import io.tributary.local.focus.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
    header = "Imports a cloud bill: FOCUS 1.0 to 1.2, CSV.",
    description = {
      "",
      "Billing accounts become accounts, sub-accounts become orgs below their account's root org, and each service and unit becomes a"
          + " usage type; what the directory has already stays as it is. Rows of category Usage are sent with their ConsumedQuantity at"
          + " ChargePeriodStart. A row that is refused is in the report, with everything that is wrong with it.",
      "",
      "A row counts once, however often it is imported: DIR/imports remembers the rows that were sent, for good. docs/focus.md says"
          + " what makes two rows the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every row was sent, imported before, or refused", "1:nothing was sent, or not everything: the same command goes on",
      "2:the command cannot be understood"
    })
final class ImportFocusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec
  private CommandSpec spec;

  @Mixin
  private Operator operator;

  @Parameters(paramLabel = "FILE", description = "the bill, in UTF-8 with a header line")
  private Path file;

  @Option(names = "--month", paramLabel = "YYYY-MM", converter = MonthText.class,
      description = "where rows count that are older than hours are kept (15 months): in this month, which must not be closed, on the"
          + " same day at the same time; a day that it does not have becomes its last one. Without it such rows stop the import")
  private YearMonth month;

  @Option(names = "--org", paramLabel = "ID",
      description = "whose bill it is. An org's public id: billing accounts become orgs below it, and no accounts. A partner's: the"
          + " new accounts are connected to it, and it sees them. Without it they are direct customers' accounts")
  private String org;

  @Option(names = "--report", paramLabel = "FILE",
      description = "where the report is written (default: DIR/imports/NAME.report.txt)")
  private Path report;

  @Option(names = "--ingest", paramLabel = "URL", description = "address of ingest")
  private String ingest;

  @Option(names = "--quiet", description = "show nothing but errors and the last line")
  private boolean quiet;

  /** @throws IllegalStateException saying why nothing was sent */
  @Override
  public Integer call() throws InterruptedException {
    var imports = operator.data.resolve("imports");
    // What one installation has counted says nothing about another.
    var ledger = (ingest == null ? imports : imports.resolve(URI.create(ingest).getAuthority().replaceAll("[^A-Za-z0-9.]", "-")))
        .resolve("rows.txt");
    var written = report == null ? imports.resolve(file.getFileName() + ".report.txt") : report;
    var installation = new Installation(URI.create(operator.api()), URI.create(operator.found(ingest, "/ingest", "--ingest")),
        operator.apiKey(), operator.applicationKey(), PATIENCE);
    var screen = Screen.of(System.out, quiet);
    var outcome = FocusImport.run(new Job(file, Optional.ofNullable(month), Optional.ofNullable(org), written, ledger), installation,
        new Progress(screen), InstantSource.system());
    screen.say(List.of());
    tell(outcome, written);
    return outcome.unsent() == 0 ? 0 : 1;
  }

  private void tell(Outcome outcome, Path written) {
    var out = spec.commandLine().getOut();
    if (outcome.refused() == outcome.refusals().size() && !quiet) {
      outcome.refusals().forEach(out::println);
    }
    outcome.trouble().ifPresent(why -> spec.commandLine().getErr().println("tributary: " + why));
    out.println(outcome + "; report: " + written);
    out.flush();
  }

  /** The bar while rows are sent. */
  private static final class Progress implements FocusImport.Listener {
    private static final long EVERY_NANOS = 100_000_000;

    private final Screen screen;
    private long drawn = System.nanoTime() - EVERY_NANOS;

    Progress(Screen screen) {
      this.screen = screen;
    }

    @Override
    public void step(String what) {
      screen.step(what);
    }

    @Override
    public void progress(long done, long of) {
      if (System.nanoTime() - drawn >= EVERY_NANOS) {
        drawn = System.nanoTime();
        var line = "sending " + Figures.bar((double) done / of) + "   " + Figures.exact(done) + " of " + Figures.exact(of) + " rows";
        screen.draw(List.of(line), line);
      }
    }
  }
}
