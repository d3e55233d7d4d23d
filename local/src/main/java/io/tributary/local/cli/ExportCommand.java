package io.tributary.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "export", mixinStandardHelpOptions = true, header = "Writes bills into files that other people read.",
    synopsisSubcommandLabel = "FORMAT", subcommands = ExportFocusCommand.class)
final class ExportCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Without a format nobody can tell what to write. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which format?");
  }
}
