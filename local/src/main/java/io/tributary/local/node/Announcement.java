package io.tributary.local.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code demo.json} in a data directory: where a node that is ready can be reached, and the keys to use it. Beside it the same for
 * a shell: {@code . DIR/demo.env} sets API, INGEST, BOOTSTRAP, REGISTRY, AGGREGATOR, and each holder's three.
 */
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
      WholeFile.write(data.resolve("demo.env"), variables(addresses, keys), true);
      // Last: it says that everything is there.
      WholeFile.write(in(data), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all), true);
    } catch (IOException e) {
      throw new UncheckedIOException(in(data).toString(), e);
    }
  }

  private static String variables(Map<String, String> addresses, Keys keys) {
    var lines = new StringBuilder();
    addresses.forEach((what, address) -> lines.append(what.toUpperCase(Locale.ROOT)).append('=').append(address).append('\n'));
    keys.all().forEach((holder, pair) -> {
      var name = holder.toUpperCase(Locale.ROOT);
      lines.append(name).append("_API_KEY=").append(pair.apiKey()).append('\n')
          .append(name).append("_APPLICATION_KEY=").append(pair.applicationKey()).append('\n')
          .append(name).append("_PUBLIC_ID=").append(pair.publicId()).append('\n');
    });
    return lines.toString();
  }
}
