package io.tributary.rating;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A closed month of one contract, frozen as billed. Made once, from committed usage, by the one process that owns the account;
 * made of the same events it is the same to the byte.
 *
 * @param row its charges; no day, no projection
 * @param adjustments usage that came for earlier months after they had closed, and what it costs; charged in this month
 * @param orgs by public id: each org's own monthly value by billing dimension, in usage units: what the charges are shared out by
 * @param parent the account's root org, which bears what nobody used
 */
public record Statement(CostRow row, List<Adjustment> adjustments, Map<String, Map<String, BigDecimal>> orgs, String parent) {
  public Statement {
    adjustments = List.copyOf(adjustments);
    orgs = Map.copyOf(orgs);
  }

  /**
   * What late usage changes in a closed month's cost.
   *
   * @param month the closed month that the usage is of
   * @param org whose usage it is
   * @param usage billable usage that came late, in usage units; the month's value with it minus that without it
   * @param buy amount by the contract of that month
   * @param sell amount by the sell prices of that month; zero where none were published
   */
  public record Adjustment(int month, String dimension, String org, BigDecimal usage, BigDecimal buy, BigDecimal sell) {}
}
