package io.tributary.local.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * What a running command shows. On a terminal a few lines that are drawn again in place; elsewhere a line now and then; quiet, only
 * what is said for good.
 */
final class Screen {
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean quiet;
  private final boolean terminal;
  private int drawn;
  private long lastLine;

  Screen(PrintStream out, boolean quiet, boolean terminal) {
    this.out = out;
    this.quiet = quiet;
    this.terminal = terminal;
  }

  /** For a person at a terminal, or for a log. */
  static Screen of(PrintStream out, boolean quiet) {
    return new Screen(out, quiet, System.console() != null && System.console().isTerminal());
  }

  /** Replaces what was drawn last. @param summary what stands for it where nothing can be drawn in place */
  synchronized void draw(List<String> lines, String summary) {
    if (quiet) {
      return;
    }
    if (terminal) {
      erase();
      lines.forEach(line -> out.print(line + "\033[K\n"));
      drawn = lines.size();
      out.flush();
    } else if (System.nanoTime() - lastLine > LINE_EVERY.toNanos()) {
      lastLine = System.nanoTime();
      out.println(summary);
    }
  }

  /** A new chapter: also in a log it is said at once. */
  synchronized void step(String what) {
    lastLine = System.nanoTime() - LINE_EVERY.toNanos() - 1;
    draw(List.of(what), what);
  }

  /** Stays. */
  void tell(List<String> lines) {
    if (!quiet) {
      say(lines);
    }
  }

  /** Stays, also when quiet. */
  synchronized void say(List<String> lines) {
    if (terminal) {
      erase();
      drawn = 0;
    }
    lines.forEach(out::println);
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\033[" + drawn + "A" + ERASE_LINE + "\033[J");
    }
  }
}
