package io.tributary.alerting;

import io.tributary.monitor.Owner;
import io.tributary.monitor.Rule.Budget;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import io.tributary.rating.ProjectedCharge;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a month has cost, or will, by billing dimension: what a monitor of cost compares. A partner's monitor sees what it pays; a
 * customer's what its partner charges it, or nothing where that has set no prices.
 */
public final class Spending {
  private Spending() {}

  /**
   * @param rows the month's rows of one account, or one partner
   * @return empty while nothing is rated, or projected
   */
  public static Optional<Map<String, BigDecimal>> of(List<CostRow> rows, Budget.Of of, Owner.Kind seenBy) {
    var amounts = new TreeMap<String, BigDecimal>();
    boolean any = false;
    for (var row : rows) {
      boolean buys = seenBy == Owner.Kind.PARTNER || row.partner().isEmpty();
      var charges = charges(row, of, buys);
      if (charges.isPresent()) {
        any = true;
        charges.get().forEach(charge -> amounts.merge(charge.dimension(), charge.total(), BigDecimal::add));
        row.adjustments().forEach(one -> amounts.merge(one.dimension(), amount(one, buys), BigDecimal::add));
      }
    }
    return any ? Optional.of(amounts) : Optional.empty();
  }

  private static BigDecimal amount(Adjustment one, boolean buys) {
    return buys ? one.buy() : one.sell();
  }

  private static Optional<List<Charge>> charges(CostRow row, Budget.Of of, boolean buys) {
    if (of == Budget.Of.PROJECTED_COST) {
      return row.projected().flatMap(cost -> buys ? Optional.of(cost.buy()) : cost.sell())
          .map(all -> all.stream().map(ProjectedCharge::charge).toList());
    }
    return buys ? Optional.of(row.buy()) : row.sell();
  }
}
