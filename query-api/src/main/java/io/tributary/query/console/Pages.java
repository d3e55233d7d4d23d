package io.tributary.query.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the console as its build left them on the class path, all in memory: about a megabyte. Only what the build listed exists.
 */
final class Pages {
  private static final String FOLDER = "/console/";
  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8",
      "css", "text/css; charset=utf-8", "svg", "image/svg+xml", "woff2", "font/woff2", "txt", "text/plain; charset=utf-8");

  private final Map<String, byte[]> files;

  private Pages(Map<String, byte[]> files) {
    this.files = Map.copyOf(files);
  }

  /** @param encoding how the bytes are compressed; empty for not at all */
  record Page(byte[] bytes, String type, Optional<String> encoding) {}

  /** None of them where the console was left out of the build. */
  static Pages fromClassPath() {
    var files = new HashMap<String, byte[]>();
    try (var list = open("files.txt")) {
      if (list != null) {
        for (var name : new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          try (var file = open(name)) {
            files.put(name, file.readAllBytes());
          }
        }
      }
      return new Pages(files);
    } catch (IOException e) {
      throw new UncheckedIOException("the console's files", e);
    }
  }

  private static InputStream open(String name) {
    return Pages.class.getResourceAsStream(FOLDER + name);
  }

  /**
   * A file, compressed as well as its reader understands.
   *
   * @param accepted codings that the reader takes, as its header says
   */
  Optional<Page> find(String name, String accepted) {
    if (!files.containsKey(name)) {
      return Optional.empty();
    }
    var type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    if (accepts(accepted, "br") && files.containsKey(name + ".br")) {
      return Optional.of(new Page(files.get(name + ".br"), type, Optional.of("br")));
    }
    if (accepts(accepted, "gzip") && files.containsKey(name + ".gz")) {
      return Optional.of(new Page(files.get(name + ".gz"), type, Optional.of("gzip")));
    }
    return Optional.of(new Page(files.get(name), type, Optional.empty()));
  }

  private static boolean accepts(String accepted, String coding) {
    for (var one : accepted.split(",")) {
      var parts = one.strip().split("\\s*;\\s*", 2);
      if (parts[0].equalsIgnoreCase(coding)) {
        return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
