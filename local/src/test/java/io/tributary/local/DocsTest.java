package io.tributary.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that names a file which is gone sends its reader away. */
class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void everyLinkLeadsToAFile() {
    var broken = new ArrayList<String>();
    for (var page : pages()) {
      LINK.matcher(text(page)).results().map(link -> link.group(1))
          .filter(target -> !Files.exists(page.resolveSibling(target)))
          .forEach(target -> broken.add(ROOT.relativize(page) + " -> " + target));
    }
    assertEquals(List.of(), broken);
  }

  private static List<Path> pages() {
    try (var docs = Files.walk(ROOT.resolve("docs")); var docker = Files.walk(ROOT.resolve("docker")); var modules = Files.list(ROOT)) {
      var rationales = modules.map(module -> module.resolve("RATIONALE.md")).filter(Files::exists);
      var root = Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve);
      return Stream.of(root, docs, docker, rationales).flatMap(pages -> pages).filter(page -> page.toString().endsWith(".md")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
