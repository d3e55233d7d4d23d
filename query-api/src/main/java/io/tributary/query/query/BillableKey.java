package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Measure;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A key of the billable summary: a billing dimension and one way to add up its month.
 *
 * @param name e.g. {@code infra_host_top99p}
 */
record BillableKey(String name, UsageType type, MonthlyFunction function) {
  private static final Map<String, MonthlyFunction> SUFFIXES = Map.of("_sum", MonthlyFunction.SUM, "_average", MonthlyFunction.AVG,
      "_top99p", MonthlyFunction.TOP99P, "_maximum", MonthlyFunction.MAX);

  /** By name. */
  static List<BillableKey> all(Catalogue catalogue) {
    return catalogue.types().stream().filter(type -> type.billingDimension().isPresent())
        .flatMap(type -> type.billableKeys().stream().map(name -> new BillableKey(name, type, function(name, type))))
        .sorted(Comparator.comparing(BillableKey::name)).toList();
  }

  private static MonthlyFunction function(String name, UsageType type) {
    var function = SUFFIXES.entrySet().stream().filter(suffix -> name.endsWith(suffix.getKey())).map(Map.Entry::getValue).findFirst()
        .orElse(type.monthly());
    // What is counted from the month's beginning on is at its maximum what its hours add up to.
    return function == MonthlyFunction.MAX && type.measure() == Measure.MTD_DISTINCT ? MonthlyFunction.SUM : function;
  }

  /** Whether the dimension is billed by it. */
  boolean isBilled() {
    return function == type.monthly();
  }

  /** Of what a sum is that is not counted but there for a time: host-hours. */
  String unit() {
    boolean level = type.monthly() != MonthlyFunction.SUM;
    return level && function == MonthlyFunction.SUM ? type.unit() + "_hours" : type.unit();
  }

  BigDecimal value(Map<Integer, MonthCell> cells, int elapsed) {
    return Monthly.value(cells.getOrDefault(type.id(), MonthCell.EMPTY), function, elapsed, type.measure().unitsPerOne());
  }
}
