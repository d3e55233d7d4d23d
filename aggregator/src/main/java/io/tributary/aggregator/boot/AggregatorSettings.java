package io.tributary.aggregator.boot;

import io.tributary.aggregator.dedup.Dedup;
import io.tributary.aggregator.flow.Pace;
import io.tributary.topics.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything an aggregator process is told. Checked at start, all problems at once.
 *
 * @param bootstrap Kafka's address
 * @param serdes where schemas come from
 * @param applicationId the consumer group, the prefix of internal topics and of transactional ids
 * @param instanceId unique and stable per process: after a crash it takes its own place back at once; empty for none
 * @param host address of the internal endpoint as other aggregators reach it
 * @param port of the internal endpoint; 0 picks a free one
 * @param stateDir local state; losing it costs a restore, never usage
 * @param partitions of the usage topics; frozen by state
 * @param replication of every topic
 * @param threads stream threads
 * @param pace how long a fold may grow; freshness and cost both follow from it
 * @param sessionTimeout how long a dead process keeps its partitions
 * @param dedup how long a resend is recognised, in append time, and the heap that the recent ids may take
 * @param stallAfter without progress for this long while records wait, health is red
 */
public record AggregatorSettings(
    String bootstrap,
    AvroSerdes serdes,
    String applicationId,
    String instanceId,
    String host,
    int port,
    Path stateDir,
    int partitions,
    int replication,
    int threads,
    Pace pace,
    Duration sessionTimeout,
    Dedup dedup,
    Duration stallAfter) {

  public AggregatorSettings {
    var problems = new ArrayList<String>();
    require(problems, !bootstrap.isBlank(), "bootstrap: Kafka's address is required");
    require(problems, !serdes.registryUrl().isBlank(), "registry: the schema registry's URL is required");
    require(problems, applicationId.matches("[A-Za-z0-9._-]+"),
        "application id: only letters, digits, '.', '_' and '-': '" + applicationId + "'");
    require(problems, partitions > 0, "partitions: at least 1, not " + partitions);
    require(problems, replication > 0 && replication <= Short.MAX_VALUE, "replication: at least 1, not " + replication);
    require(problems, threads > 0, "threads: at least 1, not " + threads);
    require(problems, port >= 0 && port <= 65535, "port: 0 to 65535, not " + port);
    require(problems, sessionTimeout.toMillis() >= 1000, "session timeout: at least 1 s, not " + sessionTimeout);
    require(problems, dedup.horizon().toMinutes() >= 1, "dedup horizon: at least a minute, not " + dedup.horizon());
    require(problems, dedup.memoryBytes() >= 1 << 20, "dedup memory: at least 1 MB, not " + dedup.memoryBytes() + " bytes");
    require(problems, stallAfter.compareTo(pace.behind()) > 0, "stall after: longer than a commit interval, not " + stallAfter);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the aggregator's settings are wrong: " + String.join("; ", problems));
    }
  }

  private static void require(List<String> problems, boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  /**
   * What ships: 8 partitions, 2 threads, a commit every 100 ms or, while it catches up, every second, 72 hours of dedup with a
   * quarter of the heap for the recent ids.
   */
  public static AggregatorSettings defaults(String bootstrap, String registryUrl, Path stateDir) {
    return new AggregatorSettings(bootstrap, AvroSerdes.at(registryUrl), "tributary", "", "127.0.0.1", 0, stateDir, 8, 1, 2,
        new Pace(Duration.ofMillis(100), Duration.ofSeconds(1)), Duration.ofSeconds(6), Dedup.of(Duration.ofHours(72)),
        Duration.ofSeconds(30));
  }
}
