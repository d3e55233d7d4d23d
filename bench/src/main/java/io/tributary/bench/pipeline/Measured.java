package io.tributary.bench.pipeline;

import io.tributary.bench.pipeline.CellDigest.Part;
import java.util.Map;

/**
 * What a measuring JVM answers.
 *
 * @param nanos from the first poll, or the start of the stream, until the last event is in every cell
 * @param cpuNanos of the whole process in that time: compiling and collecting garbage too
 * @param topicBytes written to the variant's own internal topics, compressed; 0 for one that has none
 * @param storePuts records written to changelogs: one for each put into a store that survives
 * @param outputBytes written to other topics, compressed
 * @param stateBytes on disk after it was closed
 * @param cells by level and bucket
 */
record Measured(long nanos, long cpuNanos, long topicBytes, long storePuts, long outputBytes, long stateBytes, Map<String, Part> cells) {}
