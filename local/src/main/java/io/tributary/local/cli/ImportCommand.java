package io.tributary.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "import", mixinStandardHelpOptions = true, header = "Reads usage from other people's files.",
    synopsisSubcommandLabel = "FORMAT", subcommands = ImportFocusCommand.class)
final class ImportCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Without a format nobody can tell what the file is. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which format?");
  }
}
