package io.tributary.query.query;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A row of cost: of an account, named by its parent org, or of an org in it.
 *
 * @param org public id; empty for an account that no parent org is known of
 * @param hour first hour of the row's date
 * @param currency ISO 4217; an account whose contracts of a month differ in it has a row for each
 * @param lines sorted by dimension, adjustments included; empty where the cost is not known
 * @param adjustments what usage costs that came after its month had been closed
 * @param unknown why there are no lines
 */
public record OrgCost(String account, Optional<String> org, int hour, String currency, Optional<List<CostLine>> lines,
    List<Adjusted> adjustments, Optional<String> unknown) {
  /**
   * @param month of the usage
   * @param org whose usage it was
   * @param usage that came late, in usage units
   */
  public record Adjusted(int month, String dimension, String org, BigDecimal usage, BigDecimal cost) {}

  /** Tells the row from all others, for good: 64 hex digits. */
  public String id(String type, OrgCostQuery query) {
    return Digests.sha256(List.of(type, query.view().label(), query.grain().name(), account, org.orElse(""), Integer.toString(hour),
        currency));
  }
}
