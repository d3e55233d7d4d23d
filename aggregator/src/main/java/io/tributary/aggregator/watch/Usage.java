package io.tributary.aggregator.watch;

import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.rating.CostRow;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** The cells of one partition, as monitors ask for them: counting units of one usage type. What is not there was not used. */
public interface Usage {
  /** Five-minute cells from one slot on and before another. */
  NavigableMap<Integer, Quantity> slots(Place place, int type, int from, int to);

  /** Hour cells from one hour on and before another. */
  NavigableMap<Integer, Quantity> hours(Place place, int type, int from, int to);

  /** The month so far. */
  Optional<MonthCell> month(Place place, int type, int month);

  /** The orgs of an account that have five-minute cells: all who used anything within 7 days. */
  Set<String> orgs(String account);

  /** What the contracts of an account, or a partner's customers, cost in a month. */
  List<CostRow> costs(Place place, int month);
}
