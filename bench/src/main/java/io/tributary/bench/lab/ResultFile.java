package io.tributary.bench.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tributary.local.node.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --json} writes. */
public final class ResultFile {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .enable(SerializationFeature.INDENT_OUTPUT);

  private ResultFile() {}

  /** Whole or not at all: a reader never sees half of it. */
  public static void write(Path file, Object result) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file.toAbsolutePath(), JSON.writeValueAsString(result), false);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
