package io.tributary.bench.dedup;

import java.util.List;

/**
 * What a measuring JVM answers. CPU times are those of the one thread: on a machine that is shared they say more than the clock.
 *
 * @param memoryBytes heap that the tables were allowed to take
 * @param fillNanos for all ids, one after the other, spread over the horizon: with writing rows, files and merging
 * @param fresh ids that came after that, while as many old ones left
 * @param reads pages read for these
 * @param resendNanos for one resend of every id, the horizon full
 * @param tableIds in memory when the horizon was full, and the same below
 * @param slowestFlushNanos the longest that the stream was held up by one commit's flush
 * @param startNanos until all was open again after a stop
 * @param rebuildNanos the same without the files: all ids read back from the store
 * @param problems answers that were wrong; empty for a run that counts
 */
record Measured(long memoryBytes, long fillNanos, long fillCpuNanos, long fresh, long freshNanos, long freshCpuNanos, long reads,
    long resendNanos, long resendCpuNanos, long tableIds, long tableBytes, long fileIds, long fileBytes,
    long filterBytes, int files, long storeBytes, long slowestFlushNanos, long startNanos, long rebuildNanos, long rebuildCpuNanos,
    List<String> problems) {}
