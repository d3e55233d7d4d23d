package io.tributary.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A time in which monitors of its owner tell of nothing; their states change all the same.
 *
 * @param id positive, unique among downtimes
 * @param scope of which groups; without conditions, of all
 * @param monitor only this one; empty: all that have {@code monitorTags}
 * @param monitorTags tags that a monitor must have, all of them; none: every monitor
 * @param end first moment after; empty: until it is cancelled
 * @param cancelled when it was, if it was
 * @param creator name of the application key that it was made with
 */
public record Downtime(long id, Owner owner, Filter scope, OptionalLong monitor, List<String> monitorTags, Instant start,
    Optional<Instant> end, Optional<Instant> cancelled, String message, Optional<String> creator) {
  public Downtime {
    monitorTags = List.copyOf(monitorTags);
  }

  public boolean isActive(Instant now) {
    return !now.isBefore(start) && end.filter(last -> !now.isBefore(last)).isEmpty() && cancelled.filter(at -> !now.isBefore(at)).isEmpty();
  }

  /** Whether it is about a monitor of its owner, at any time and for at least some groups. */
  public boolean concerns(Monitor other) {
    return owner.equals(other.owner()) && (monitor.isEmpty() || monitor.getAsLong() == other.id()) && other.tags().containsAll(monitorTags);
  }

  /** @param tags of the group that would be told of; those that are not known are not there */
  public boolean silences(Monitor other, Map<Tag, String> tags, Instant now) {
    return isActive(now) && concerns(other) && scope.takes(tags);
  }
}
