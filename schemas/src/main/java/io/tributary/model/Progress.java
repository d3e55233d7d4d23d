package io.tributary.model;

import java.time.Instant;

/**
 * How far the stream is.
 *
 * @param healthy false when the stream makes no progress while events wait, or is not running
 * @param detail one sentence for the operator
 * @param asOf append time up to which all cells are complete
 * @param lag events (and internal records) that wait
 */
public record Progress(boolean healthy, String detail, Instant asOf, long lag) {}
