package io.tributary.bench.lab;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every benchmark has, and what they are for. */
public final class RunOptions {
  @Option(names = "--json", paramLabel = "FILE", description = "Also write all that was measured to this file, when all is done.")
  private Path json;

  @Option(names = "--data", paramLabel = "DIR",
      description = "Where to put the data, which is deleted at the end. Default: where temporary files go.")
  private Path data;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Draws other data. Default ${DEFAULT-VALUE}.")
  private long seed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Close it. */
  public Scratch scratch() {
    return Scratch.in(data);
  }

  public long seed() {
    return seed;
  }

  /** On standard error, so that what was found stands alone on standard output. */
  public Progress progress(List<Progress.Step> steps) {
    return new Progress(spec.commandLine().getErr(), steps);
  }

  /** To be thrown for options that cannot be. */
  public ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Prints what was found, keeps it on wish, and says what the command ends with. */
  public int finish(Finding found) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(found.text());
    out.flush();
    if (json != null) {
      ResultFile.write(json, found);
    }
    return found.isRight() ? 0 : 1;
  }
}
