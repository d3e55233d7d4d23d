package io.tributary.rating;

import java.time.Instant;
import java.util.List;

/**
 * Rows of cost, and how fresh they are.
 *
 * @param asOf append time up to which the usage in every row is complete
 */
public record CostRows(Instant asOf, List<CostRow> rows) {
  public CostRows {
    rows = List.copyOf(rows);
  }
}
