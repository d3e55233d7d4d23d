package io.tributary.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "monitors", mixinStandardHelpOptions = true, header = "Tries monitors on the usage that there was.",
    synopsisSubcommandLabel = "WHAT", subcommands = BacktestCommand.class)
final class MonitorsCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Without a word nobody can tell what to do with monitors. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do with monitors?");
  }
}
