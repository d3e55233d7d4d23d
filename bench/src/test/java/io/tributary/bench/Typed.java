package io.tributary.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What became of a benchmark that was typed after {@code ./tributary bench}. */
public record Typed(int exit, String out, String err) {
  public static Typed bench(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
    return new Typed(exit, out.toString(), err.toString());
  }
}
