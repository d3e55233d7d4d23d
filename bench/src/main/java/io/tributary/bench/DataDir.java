package io.tributary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Where a benchmark puts its data: made anew, and deleted at the end, after Ctrl-C too. */
public final class DataDir implements AutoCloseable {
  private final Path path;
  private final Thread atExit;

  private DataDir(Path path) {
    this.path = path;
    // Those that write there end first.
    atExit = new Thread(() -> {
      ProcessHandle.current().children().toList().forEach(child -> {
        child.destroyForcibly();
        child.onExit().join();
      });
      delete(path);
    });
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** @param parent null for where temporary files go */
  public static DataDir in(Path parent) throws IOException {
    return new DataDir(parent == null ? Files.createTempDirectory("tributary-bench")
        : Files.createTempDirectory(Files.createDirectories(parent.toAbsolutePath()), "tributary-bench"));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  /** Deletes a directory with all that is in it, if it is there. */
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
}
