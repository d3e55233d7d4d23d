package io.tributary.bench.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.fuzz.Generator.Request;
import io.tributary.bench.fuzz.Wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What was answered, and what is wrong with it. */
final class Tally {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** A line of a trace, or the name of what was thrown. Nothing that is sent looks like it. */
  private static final Pattern INSIDE = Pattern.compile("\\bat [\\w$.]+\\([\\w$]+\\.java|"
      + "\\b(java|jdk|io\\.tributary|io\\.micronaut|io\\.netty|org\\.apache)\\.[\\w$.]+(Exception|Error)\\b");
  private static final int SHOWN = 600;
  /** Of each kind. */
  private static final int MOST_SHOWN = 5;

  private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();
  private final Map<String, Integer> wrongs = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private long requests;
  private long good;

  synchronized void answered(long number, Request request, Answer answer) {
    count(request, answer.status());
    if (answer.status() >= 500) {
      wrong("status " + answer.status(), number, request, answer.text());
    }
    var text = answer.text();
    if (INSIDE.matcher(text).find()) {
      wrong("a trace in the body", number, request, text);
    }
    if (answer.status() >= 400 && answer.status() < 500 && !request.isHead() && sentences(answer) == 0) {
      wrong("a refusal without a sentence", number, request, answer.status() + " " + text);
    }
  }

  private static int sentences(Answer answer) {
    try {
      return JSON.readTree(answer.body()).path("errors").size();
    } catch (IOException e) {
      return 0;
    }
  }

  /** One whose answer could not be read, which is nobody's fault. */
  synchronized void cut(Request request) {
    count(request, 0);
  }

  synchronized void silent(long number, Request request, String why) {
    count(request, 0);
    wrong("no answer", number, request, why);
  }

  private void count(Request request, int status) {
    requests++;
    good += status == 200 ? 1 : 0;
    statuses.computeIfAbsent(request.operation().toString(), any -> new TreeMap<>()).merge(status, 1, Integer::sum);
  }

  private void wrong(String what, long number, Request request, String answer) {
    if (wrongs.merge(what, 1, Integer::sum) <= MOST_SHOWN) {
      examples.add("%s, request %d %s\n  > %s\n  < %s".formatted(what, number, request.what(),
          shortened(new String(request.bytes(), StandardCharsets.ISO_8859_1)), shortened(answer)));
    }
  }

  private static String shortened(String text) {
    var line = text.replaceAll("(?i)(dd-[a-z-]*key): ?\\w+", "$1: ...").replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }

  synchronized long requests() {
    return requests;
  }

  /** Share of answers that were 200. */
  synchronized double good() {
    return requests == 0 ? 0 : (double) good / requests;
  }

  /** Everything that must not be, by what it is. */
  synchronized Map<String, Integer> wrongs() {
    return new TreeMap<>(wrongs);
  }

  synchronized List<String> examples() {
    return List.copyOf(examples);
  }

  /** Operations that nobody asked. */
  synchronized List<String> missed(Spec spec) {
    return spec.operations().stream().map(Object::toString).filter(operation -> !statuses.containsKey(operation)).toList();
  }

  /** A line for each endpoint, a column for each status. */
  synchronized String table() {
    var columns = new TreeSet<Integer>();
    statuses.values().forEach(counts -> columns.addAll(counts.keySet()));
    int width = statuses.keySet().stream().mapToInt(String::length).max().orElse(8);
    var table = new StringBuilder();
    table.append(("%-" + width + "s").formatted("endpoint"));
    columns.forEach(status -> table.append("%8s".formatted(status == 0 ? "silent" : status)));
    table.append('\n');
    statuses.forEach((operation, counts) -> {
      table.append(("%-" + width + "s").formatted(operation));
      columns.forEach(status -> table.append("%8s".formatted(counts.containsKey(status) ? counts.get(status) : "")));
      table.append('\n');
    });
    return table.toString();
  }
}
