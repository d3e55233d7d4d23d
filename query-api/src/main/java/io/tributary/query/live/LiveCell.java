package io.tributary.query.live;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.VisibleSlots;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which cell.
 *
 * @param type usage type id
 */
public record LiveCell(Place place, int type) {
  /**
   * Where its usage was.
   *
   * @param slot as {@link io.tributary.model.Hours#slotOf} counts
   * @param account where cells are grouped by account or org
   * @param org where cells are grouped by org
   */
  public record Place(int slot, Optional<String> account, Optional<String> org) {}

  /** A cell that is not what it was. @param before empty when there was none */
  record Change(LiveCell cell, Optional<Quantity> before, Quantity after) {}

  /** A cell as it is, in counting units. */
  public record Value(LiveCell cell, Quantity units) {
    /** By time, then by account, org and type. */
    static final Comparator<Value> IN_ORDER = Comparator.comparing(Value::cell, Comparator.comparing(LiveCell::place, Comparator
        .comparingInt(Place::slot).thenComparing(place -> place.account().orElse("")).thenComparing(place -> place.org().orElse("")))
        .thenComparingInt(LiveCell::type));
  }

  /**
   * The cells that these rows make: units by usage type id, by place. Types that the catalogue has not got yet have no name to be
   * shown under: they are left out, and so are seen as new by the first look that knows them.
   */
  static Map<Place, Map<Integer, Quantity>> of(Rows rows, VisibleSlots visible, GroupBy groupBy, Catalogue catalogue) {
    var cells = new HashMap<Place, Map<Integer, Quantity>>();
    for (var row : rows.rows()) {
      if (visible.sees(row)) {
        var place = new Place(row.bucket(), groupBy == GroupBy.NONE ? Optional.empty() : Optional.of(row.holder()),
            groupBy == GroupBy.ORG ? row.org() : Optional.empty());
        var units = new HashMap<Integer, Quantity>();
        row.cells().forEach((type, cell) -> {
          if (catalogue.byId(type).isPresent()) {
            units.put(type, cell.sum());
          }
        });
        cells.merge(place, Map.copyOf(units), LiveCell::sum);
      }
    }
    return cells;
  }

  private static Map<Integer, Quantity> sum(Map<Integer, Quantity> some, Map<Integer, Quantity> others) {
    var sum = new HashMap<>(some);
    others.forEach((type, units) -> sum.merge(type, units, Quantity::plus));
    return Map.copyOf(sum);
  }
}
