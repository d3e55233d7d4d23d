package io.tributary.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A question that is asked of the cells all the time, and whom the answer is about.
 *
 * @param id positive and unique in the installation; ids from {@link BuiltIn#FIRST_ID} on are of monitors that nobody made
 * @param type as the reference system names it: {@code query alert}, {@code metric alert} or {@code cost alert}; it changes nothing
 * @param query the rule in the words of its author
 * @param rule what {@code query} says
 * @param message what a notification says besides, as its author wrote it
 * @param priority 1 (high) to 5 (low)
 * @param modified when it was last written; a monitor that was written again is judged anew from then on
 * @param creator name of the application key that it was made with
 */
public record Monitor(long id, Owner owner, String name, String type, String query, Rule rule, String message, List<String> tags,
    OptionalInt priority, Options options, Instant created, Instant modified, Optional<String> creator) {
  public Monitor {
    tags = List.copyOf(tags);
  }

  /** Whether it has a state for each group, not one. */
  public boolean isMulti() {
    return !rule.query().groupBy().isEmpty();
  }
}
