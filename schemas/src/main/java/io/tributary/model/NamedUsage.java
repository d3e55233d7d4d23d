package io.tributary.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Usage by name, and how fresh it is. What no row is there for was not used.
 *
 * @param asOf append time up to which every row is complete; later events may be in too
 */
public record NamedUsage(Instant asOf, List<Row> rows) {
  public NamedUsage {
    rows = List.copyOf(rows);
  }

  /**
   * One name's part of a bucket.
   *
   * @param type id of the usage type
   * @param at the bucket, as the question counts them
   * @param name empty for the rest: names beyond those that are kept, together
   * @param sum counting units of all of its hours
   * @param peak counting units of its highest hour
   */
  public record Row(String org, int type, int at, Optional<String> name, Quantity sum, Quantity peak) {}
}
