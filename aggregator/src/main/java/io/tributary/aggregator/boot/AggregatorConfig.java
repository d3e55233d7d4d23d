package io.tributary.aggregator.boot;

import io.tributary.aggregator.dedup.Dedup;
import io.tributary.aggregator.flow.Pace;
import io.tributary.topics.AvroSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** Reads {@code aggregator.properties}: each value is {@code ${ENV:default}}. */
final class AggregatorConfig {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+):(.*)}");

  private final Properties values = new Properties();
  private final List<String> problems = new ArrayList<>();

  private AggregatorConfig(Map<String, String> environment) {
    var file = new Properties();
    try (var in = getClass().getResourceAsStream("/aggregator/aggregator.properties")) {
      file.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.forEach((key, value) -> {
      var placeholder = PLACEHOLDER.matcher((String) value);
      values.put(key, placeholder.matches() ? environment.getOrDefault(placeholder.group(1), placeholder.group(2)) : value);
    });
  }

  /** @throws IllegalArgumentException naming every value that is wrong */
  static AggregatorSettings read(Map<String, String> environment) {
    var config = new AggregatorConfig(environment);
    int port = config.number("port");
    int partitions = config.number("partitions");
    int replication = config.number("replication");
    int threads = config.number("threads");
    int live = config.number("commit-interval-live-ms");
    int behind = config.number("commit-interval-behind-ms");
    int session = config.number("session-timeout-ms");
    int horizon = config.number("dedup-horizon-hours");
    int memory = config.number("dedup-memory-mb");
    int stall = config.number("stall-after-seconds");
    if (live < 1 || live > behind) {
      config.problems.add("commit-interval-live-ms: 1 to commit-interval-behind-ms (" + behind + "), not " + live);
    }
    if (!config.problems.isEmpty()) {
      throw new IllegalArgumentException("the aggregator's settings are wrong: " + String.join("; ", config.problems));
    }
    return new AggregatorSettings(config.text("bootstrap"),
        new AvroSerdes(config.text("registry"), config.text("serializer"), config.text("deserializer")), config.text("application-id"),
        config.text("instance-id"), config.text("host"), port, Path.of(config.text("state-dir")), partitions, replication, threads,
        new Pace(Duration.ofMillis(live), Duration.ofMillis(behind)), Duration.ofMillis(session),
        dedup(Duration.ofHours(horizon), memory), Duration.ofSeconds(stall));
  }

  private static Dedup dedup(Duration horizon, int megabytes) {
    return megabytes == 0 ? Dedup.of(horizon) : new Dedup(horizon, (long) megabytes << 20);
  }

  private String text(String key) {
    return values.getProperty(key).strip();
  }

  private int number(String key) {
    try {
      return Integer.parseInt(text(key));
    } catch (NumberFormatException e) {
      problems.add(key + ": a whole number, not '" + text(key) + "'");
      return 0;
    }
  }
}
