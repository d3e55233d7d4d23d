package io.tributary.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows as the stores hold them, and how fresh they are. A place without usage in a bucket has no row: the absence of a row
 * in an answer means that there was none, never that it could not be read.
 *
 * @param asOf append time up to which every row is complete; later events may be in too
 */
public record Rows(Instant asOf, List<Row> rows) {
  public Rows {
    rows = List.copyOf(rows);
  }

  /**
   * One bucket of one place.
   *
   * @param holder account, or partner
   * @param org at the org levels
   * @param owner the partner that the bucket's usage belongs to; a month split between owners has a row for each
   * @param bucket slot, hour or month, as {@link Hours} counts them
   * @param cells by usage type id; for a slot or an hour each has a sum only
   */
  public record Row(String holder, Optional<String> org, Optional<String> owner, int bucket, Map<Integer, MonthCell> cells) {
    public Row {
      cells = Map.copyOf(cells);
    }
  }
}
