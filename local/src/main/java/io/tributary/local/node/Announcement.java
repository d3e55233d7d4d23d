package io.tributary.local.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code demo.json} in a data directory: where a node that is ready can be reached, and the keys to use it. */
public final class Announcement {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Announcement() {}

  public static Path in(Path data) {
    return data.resolve("demo.json");
  }

  /**
   * Deletes what an earlier start left.
   *
   * @throws IllegalStateException when the node that wrote it still runs
   */
  public static void withdraw(Path data) {
    if (!Files.exists(in(data))) {
      return;
    }
    try (var lock = DirectoryLock.take(data)) {
      Files.deleteIfExists(in(data));
    } catch (IOException e) {
      throw new UncheckedIOException(in(data).toString(), e);
    }
  }

  static void write(Path data, Map<String, String> addresses, Keys keys) {
    var all = new LinkedHashMap<String, Object>(addresses);
    all.put("keys", keys.all());
    try {
      WholeFile.write(in(data), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all), true);
    } catch (IOException e) {
      throw new UncheckedIOException(in(data).toString(), e);
    }
  }
}
