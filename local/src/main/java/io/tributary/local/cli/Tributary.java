package io.tributary.local.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one command of the project: what {@code ./tributary} starts. */
@Command(
    name = "tributary",
    mixinStandardHelpOptions = true,
    version = "Tributary 0.1.0",
    header = "Raw usage events in; live, exact usage at every level of a reseller's world out.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "`tributary COMMAND --help` explains a command,",
      "`tributary bench --help` the benchmarks.",
      "",
      "Environment, read by the script ./tributary:",
      "  TRIBUTARY_JAVA_HOME  the JDK to use, 25 or newer; else JAVA_HOME, else found",
      "  TRIBUTARY_JAVA_OPTS  more flags for the JVM, e.g. -Xmx4g; it gets -Xmx2g"
    })
public final class Tributary implements Runnable {
  /** In module bench, which only the benchmarks' class path has. */
  private static final String BENCH = "io.tributary.bench.BenchCommand";

  @Spec
  private CommandSpec spec;

  public static void main(String[] args) {
    Logs.toStandardError();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var root = new CommandLine(new Tributary());
    for (var command : new Object[] {new DemoCommand(), new UpCommand(), new ApplyCommand(), new ImportCommand(), new ExportCommand(),
        new MonitorsCommand(), new SmokeCommand()}) {
      root.addSubcommand(command);
    }
    bench().ifPresent(command -> root.addSubcommand("bench", command));
    return root.setExecutionExceptionHandler(oneLine());
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private static Optional<Object> bench() {
    try {
      return Optional.of(Class.forName(BENCH).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(BENCH + " cannot be made", e);
    }
  }

  /** A port that is taken is the user's to solve and needs no trace; what nobody foresaw does. */
  private static IExecutionExceptionHandler oneLine() {
    return (failure, command, parsed) -> {
      command.getErr().println("tributary: " + (failure.getMessage() == null ? failure : failure.getMessage()));
      if (!(failure instanceof IllegalStateException)) {
        failure.printStackTrace(command.getErr());
      }
      return command.getCommandSpec().exitCodeOnExecutionException();
    };
  }
}
