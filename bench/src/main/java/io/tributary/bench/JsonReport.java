package io.tributary.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What {@code --json} writes. */
public final class JsonReport {
  private JsonReport() {}

  /** Whole or not at all: a reader never sees half of it. */
  public static void write(Path to, Object report) throws IOException {
    var file = to.toAbsolutePath();
    Files.createDirectories(file.getParent());
    var part = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
    new ObjectMapper().registerModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.INDENT_OUTPUT).writeValue(part.toFile(), report);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
