package io.tributary.local.demo;

import io.tributary.local.node.Node;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.RowQuery;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * What the partner's customers used this month, as the API would say it: each product by its own monthly function.
 *
 * @param asOf append time up to which the lines are complete
 */
public record Totals(Instant asOf, List<Line> lines) {
  /** @param value in the unit, not rounded */
  public record Line(String title, String unit, BigDecimal value) {}

  /**
   * The generator's own products first, in their order.
   *
   * @throws io.tributary.model.NotReady when they cannot be read now
   */
  public static Totals ofPartner(Node node, Instant now) {
    int month = Hours.monthOf(now);
    var rows = node.read(RowQuery.months(RowQuery.Level.PARTNER, List.of(World.PARTNER.publicId()), Set.of(), month, month + 1));
    var cells = new HashMap<Integer, MonthCell>();
    rows.rows().forEach(row -> row.cells().forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge)));
    var catalogue = node.directory().catalogue();
    var lines = cells.keySet().stream().flatMap(id -> catalogue.byId(id).stream())
        .sorted(Comparator.comparingInt(Totals::place).thenComparing(UsageType::id))
        .map(type -> new Line(title(type), type.unit(),
            Monthly.value(cells.get(type.id()), type.monthly(), Hours.elapsed(month, now), type.measure().unitsPerOne())))
        .toList();
    return new Totals(rows.asOf(), lines);
  }

  private static int place(UsageType type) {
    for (int i = 0; i < Product.ALL.size(); i++) {
      if (Product.ALL.get(i).type().equals(type.key())) {
        return i;
      }
    }
    return Product.ALL.size();
  }

  private static String title(UsageType type) {
    int place = place(type);
    return place < Product.ALL.size() ? Product.ALL.get(place).title() : type.key().toString();
  }
}
