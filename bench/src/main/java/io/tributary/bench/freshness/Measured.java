package io.tributary.bench.freshness;

import io.tributary.bench.node.Latency;
import java.util.List;

/**
 * What the loading JVM answers.
 *
 * @param eventsPerSecond of the load that were accepted in the measured time
 * @param sent events of the load from beginning to end
 * @param probes that were accepted from beginning to end
 * @param lost probes that were accepted and never seen
 * @param retried requests of probes that were not their first
 * @param visible from a probe's 202 to the answer that has it in the partner's total, of those accepted in the measured time
 * @param looks how long each look at the total took: what was visible was seen up to two of them later
 * @param nodeCores CPU time of the node, broker and doors included, per time
 * @param loadCores of the loading JVM
 * @param problems why the run does not count; empty for one that does
 */
record Measured(double eventsPerSecond, long sent, long probes, long lost, long retried, Latency visible, Latency looks, double nodeCores,
    double loadCores, List<String> problems) {}
