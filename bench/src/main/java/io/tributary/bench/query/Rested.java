package io.tributary.bench.query;

import java.util.List;

/**
 * What the asking JVM answers when nothing moves.
 *
 * @param seconds until both questions were answered completely and alike, with all usage from before
 * @param problems what is not so after long enough; empty where all is right
 */
record Rested(double seconds, List<String> problems) {}
