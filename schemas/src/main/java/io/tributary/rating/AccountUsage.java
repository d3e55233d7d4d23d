package io.tributary.rating;

import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cells of one account that its bills are made of: all its hours, whichever partner they belong to. Units are counting units. */
public interface AccountUsage {
  /** Of a whole month, by usage type id. */
  Map<Integer, MonthCell> month(int month);

  /** Rows by hour; an hour without usage is absent. */
  SortedMap<Integer, Map<Integer, Quantity>> hours(int from, int to);

  /** Of such rows, one usage type's; an hour without it is absent. */
  static SortedMap<Integer, Quantity> ofType(SortedMap<Integer, Map<Integer, Quantity>> hours, UsageType type) {
    var values = new TreeMap<Integer, Quantity>();
    hours.forEach((hour, units) -> {
      var value = units.get(type.id());
      if (value != null) {
        values.put(hour, value);
      }
    });
    return values;
  }
}
