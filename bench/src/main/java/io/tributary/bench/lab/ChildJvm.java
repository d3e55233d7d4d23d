package io.tributary.bench.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A JVM of its own, on this one's class path. It ends with this one, however this one ends. */
public final class ChildJvm implements AutoCloseable {
  public static final String RESULT = "result ";
  public static final String PROGRESS = "progress ";

  private static final List<String> QUIET = List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
      "-Dlogback.configurationFile=logback-tributary.xml");

  private final Process process;
  private final BufferedReader out;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  /** @param log takes its standard error */
  public static ChildJvm start(Class<?> main, List<String> flags, Path log, String argument) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(QUIET);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), argument));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return new ChildJvm(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("a JVM could not be started", e);
    }
  }

  /** To be called in a child: ends it when its parent has gone, however that came. */
  public static void endWithParent() {
    Thread.ofPlatform().daemon().name("parent").start(() -> {
      try {
        while (System.in.read() >= 0) {
          // The parent never writes: all that can come is the end.
        }
      } catch (IOException e) {
        // It is gone, too.
      }
      Runtime.getRuntime().halt(3);
    });
  }

  /**
   * Waits for the line that the child was started for.
   *
   * @throws IllegalStateException with the end of its log when it ends without one
   */
  public String result(LongConsumer progress) {
    try {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(RESULT)) {
          return line.substring(RESULT.length());
        }
        if (line.startsWith(PROGRESS)) {
          progress.accept(Long.parseLong(line.substring(PROGRESS.length())));
        }
      }
      var lines = Files.readAllLines(log);
      throw new IllegalStateException("a JVM of the benchmark ended early:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a child that has answered end by itself; what it writes at its end, such as a recording, is whole then. */
  public void awaitEnd() {
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whom the system knows it as. */
  public long pid() {
    return process.pid();
  }

  /** CPU time that it has taken so far; zero where the system does not say. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
