package io.tributary.sender;

import java.util.Optional;

/**
 * A {@link UsageSender}'s numbers at one moment. Those of events and requests count from its start and never fall, so a registry
 * reads them as they are: {@code FunctionCounter.builder("usage.accepted", sender, s -> s.metrics().accepted())}.
 *
 * @param accepted events stored
 * @param refused events that never will be, for what is wrong with them
 * @param gaveUp events of which nobody knows
 * @param buffered events that wait for a request, now
 * @param inFlight events that are in a request or between two attempts, now
 * @param bufferedBytes of JSON of both, now
 * @param requests attempts that were made
 * @param retried attempts that were not a batch's first
 * @param bytes of the bodies of all attempts, as they were sent
 * @param lastError the last answer or failure that was no decision; empty when there was none yet
 */
public record SenderMetrics(
    long accepted,
    long refused,
    long gaveUp,
    long buffered,
    long inFlight,
    long bufferedBytes,
    long requests,
    long retried,
    long bytes,
    Optional<String> lastError) {}
