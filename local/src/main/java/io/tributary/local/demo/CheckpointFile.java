package io.tributary.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.node.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Keeps the checkpoint. The file is always whole, so a crash leaves the last one or the one before it. */
final class CheckpointFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  CheckpointFile(Path file) {
    this.file = file;
  }

  /** @throws IllegalStateException when it cannot be read: without it the story would be told twice */
  Optional<Checkpoint> load() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Checkpoint.class));
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  void save(Checkpoint checkpoint) {
    try {
      WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(checkpoint), false);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** When the checkpoint was last saved. */
  Instant savedAt() {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
