package io.tributary.query.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * OpenMetrics 1.0 as its specification writes it, read strictly: one family after another, each with its type first and its samples
 * together, no series twice, suffixes as the type demands, and {@code # EOF} at the end.
 */
public final class OpenMetricsText {
  private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)})? (-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"(,|$)");

  private final Map<String, Map<Map<String, String>, BigDecimal>> samples = new LinkedHashMap<>();
  private final Map<String, String> types = new HashMap<>();

  private OpenMetricsText() {}

  /** Fails where the text is not as it must be. */
  public static OpenMetricsText parse(String text) {
    assertTrue(text.endsWith("\n# EOF\n") || text.equals("# EOF\n"), "the text ends with # EOF and a line break");
    var read = new OpenMetricsText();
    var ended = new HashSet<String>();
    String family = null;
    boolean hasSamples = false;
    var lines = text.substring(0, text.length() - "# EOF\n".length()).split("\n");
    for (var line : lines) {
      if (line.startsWith("#")) {
        var head = HEAD.matcher(line);
        assertTrue(head.matches(), line);
        if (!head.group(2).equals(family) || hasSamples) {
          assertFalse(ended.contains(head.group(2)), "a family twice: " + line);
          family = head.group(2);
          ended.add(family);
          hasSamples = false;
        }
        if (head.group(1).equals("TYPE")) {
          assertNull(read.types.put(family, head.group(3)), line);
        }
        continue;
      }
      var sample = SAMPLE.matcher(line);
      assertTrue(sample.matches(), line);
      assertNotNull(family, line);
      hasSamples = true;
      assertEquals(read.types.get(family).equals("counter") ? family + "_total" : family, sample.group(1),
          "the suffix of its type: " + line);
      if (read.types.get(family).equals("counter")) {
        assertTrue(new BigDecimal(sample.group(4)).signum() >= 0, line);
      }
      var labels = labels(sample.group(3), line);
      assertNull(read.samples.computeIfAbsent(sample.group(1), any -> new HashMap<>()).put(labels, new BigDecimal(sample.group(4))),
          "a series twice: " + line);
    }
    return read;
  }

  private static Map<String, String> labels(String text, String line) {
    var labels = new HashMap<String, String>();
    if (text == null) {
      return labels;
    }
    var label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      assertTrue(label.find(at) && label.start() == at, "a label at " + at + ": " + line);
      var value = label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
      assertNull(labels.put(label.group(1), value), "a label twice: " + line);
      assertFalse(label.group(1).startsWith("__"), line);
      at = label.end();
    }
    return labels;
  }

  public Map<Map<String, String>, BigDecimal> samples(String name) {
    return samples.getOrDefault(name, Map.of());
  }

  public String type(String family) {
    return types.get(family);
  }
}
