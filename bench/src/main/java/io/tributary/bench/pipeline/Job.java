package io.tributary.bench.pipeline;

/**
 * All that a measuring JVM is told, as JSON in its one argument.
 *
 * @param application names the consumer group and the internal topics; a new one for every run
 * @param stateDir where Kafka Streams may write
 * @param events that the topic holds
 * @param seed and {@code firstHour}: of the workload
 * @param partnerMonths hash of the partner's month cells when all is counted; unused by those who count what they have read
 */
record Job(Variant variant, String application, String bootstrap, String registry, String stateDir, long events, long seed, int firstHour,
    String partnerMonths) {}
