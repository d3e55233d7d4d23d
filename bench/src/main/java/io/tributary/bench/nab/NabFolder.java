package io.tributary.bench.nab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The series of a folder: {@code <category>/<file>.csv}, directly or in its folder {@code data}, which other files stand beside.
 *
 * @param root of the categories
 * @param files relative to root, sorted
 */
record NabFolder(Path root, List<Path> files) {
  /** @throws IllegalArgumentException when there is no series in it */
  static NabFolder open(Path dir) throws IOException {
    var data = dir.resolve("data");
    var root = Files.isDirectory(data) ? data : dir;
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(dir + " is no folder");
    }
    try (Stream<Path> found = Files.walk(root, 2)) {
      var files = found.filter(file -> Files.isRegularFile(file) && file.toString().endsWith(".csv")).map(root::relativize)
          .filter(file -> file.getNameCount() == 2).sorted().toList();
      if (files.isEmpty()) {
        throw new IllegalArgumentException("no <category>/<file>.csv in " + root);
      }
      return new NabFolder(root, files);
    }
  }
}
