package io.tributary.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A directory for what a benchmark writes. It is deleted when it is closed, and also after Ctrl-C. */
public final class Scratch implements AutoCloseable {
  private final Path dir;
  private final Thread hook;

  private Scratch(Path dir) {
    this.dir = dir;
    // Those that write there end first.
    this.hook = new Thread(() -> {
      ProcessHandle.current().children().toList().forEach(child -> {
        child.destroyForcibly();
        child.onExit().join();
      });
      clear();
    });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** @param parent created when missing; null for where temporary files go */
  public static Scratch in(Path parent) {
    try {
      return new Scratch(parent == null ? Files.createTempDirectory("tributary-bench")
          : Files.createTempDirectory(Files.createDirectories(parent.toAbsolutePath()), "tributary-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path dir() {
    return dir;
  }

  /** With all that is in it; nothing happens when it is not there. */
  public static void delete(Path dir) {
    if (!Files.exists(dir)) {
      return;
    }
    try (var files = Files.walk(dir)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of all files in a directory. */
  public static long size(Path dir) {
    try (var files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One after the other: at the end by Ctrl-C both come to it. */
  private synchronized void clear() {
    delete(dir);
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is what ends this JVM that closes.
    }
  }
}
