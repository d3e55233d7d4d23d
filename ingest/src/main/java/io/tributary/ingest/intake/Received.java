package io.tributary.ingest.intake;

import io.tributary.model.Problem;
import io.tributary.model.UsageEvent;
import java.util.List;

/**
 * An event as it could be read.
 *
 * @param event what was readable of it, the rest {@code null}; {@code null} when it is no event at all
 * @param problems what was not readable
 */
public record Received(UsageEvent event, List<Problem> problems) {}
