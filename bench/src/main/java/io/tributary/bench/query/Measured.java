package io.tributary.bench.query;

import io.tributary.bench.node.Latency;
import java.util.List;

/**
 * What the asking JVM answers about the measured time.
 *
 * @param eventsPerSecond of the feed that were accepted
 * @param sent events of the feed from beginning to end
 * @param asked in the order of the questions
 * @param behind how long before it was asked for an answer's usage was complete: what was appended until then is in
 * @param nodeCores CPU time of the node, broker and doors included, per time
 * @param loadCores of the asking JVM, which feeds too
 * @param problems why the run does not count; empty for one that does
 */
record Measured(double eventsPerSecond, long sent, List<Asked> asked, Latency behind, double nodeCores, double loadCores,
    List<String> problems) {

  /**
   * One question.
   *
   * @param whole from asking to the last byte
   * @param first from asking to the first byte
   * @param bytes of the longest answer
   */
  record Asked(Question question, Latency whole, Latency first, long bytes) {}
}
