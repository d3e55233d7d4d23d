package io.tributary.local.focus;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What became of the rows that did not simply count, a line for each, as it became known; and the sum of it at the end. */
final class Report implements AutoCloseable {
  /** So many are worth a terminal. */
  static final int FEW = 20;

  private final BufferedWriter out;
  private final List<String> refusals = new ArrayList<>();
  private long refused;

  private Report(BufferedWriter out) {
    this.out = out;
  }

  static Report create(Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      return new Report(Files.newBufferedWriter(path));
    } catch (IOException e) {
      throw new IllegalStateException("the report cannot be written: " + e, e);
    }
  }

  void refused(long line, List<String> reasons) {
    var text = "line " + line + ": refused: " + String.join("; ", reasons);
    refused++;
    if (refusals.size() < FEW) {
      refusals.add(text);
    }
    say(text);
  }

  void note(long line, String what) {
    say("line " + line + ": " + what);
  }

  void say(String line) {
    try {
      out.write(line);
      out.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException("the report", e);
    }
  }

  long refused() {
    return refused;
  }

  /** The first {@link #FEW}. */
  List<String> refusals() {
    return refusals;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the report", e);
    }
  }
}
