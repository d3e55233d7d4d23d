package io.tributary.rating;

import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import java.util.Map;
import java.util.SortedMap;

/** The cells of one account that its bills are made of: all its hours, whichever partner they belong to. Units are counting units. */
public interface AccountUsage {
  /** Of a whole month, by usage type id. */
  Map<Integer, MonthCell> month(int month);

  /** Rows by hour; an hour without usage is absent. */
  SortedMap<Integer, Map<Integer, Quantity>> hours(int from, int to);
}
