package io.tributary.rating;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Pricing;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Freezes a month of one contract as billed, and says what came too late for it. */
public record Closing(Bills bills) {
  /**
   * The statement of a month whose usage is complete.
   *
   * @param orgs every org's own month by usage type id
   * @param adjustments of earlier months, charged in this one
   * @param parent the account's root org
   * @return empty when the contract prices none of the month's hours and there is nothing to adjust
   */
  public Optional<Statement> close(int month, AccountUsage usage, Map<String, Map<Integer, MonthCell>> orgs,
      List<Adjustment> adjustments, String parent) {
    return bills.month(month, Hours.start(Hours.firstOfMonth(month + 1)), usage, adjustments)
        .map(row -> new Statement(row, values(row, month, orgs), parent, version()));
  }

  /** Of what the amounts are made of besides usage; the records' texts have all of it. */
  private String version() {
    var made = bills.contract() + "\n" + bills.pricing().map(Pricing::published);
    return UUID.nameUUIDFromBytes(made.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Map<String, Map<String, BigDecimal>> values(CostRow row, int month, Map<String, Map<Integer, MonthCell>> orgs) {
    var values = new HashMap<String, Map<String, BigDecimal>>();
    orgs.forEach((org, cells) -> {
      var own = new TreeMap<String, BigDecimal>();
      row.buy().forEach(charge -> catalogue().byDimension(charge.dimension()).ifPresent(type -> {
        var cell = cells.get(type.id());
        if (cell != null) {
          own.put(charge.dimension(), value(cell, type, type.monthly(), month));
        }
      }));
      if (!own.isEmpty()) {
        values.put(org, own);
      }
    });
    return values;
  }

  /**
   * What is still to be charged for a closed month: its cost with the late usage, less what was billed for it so far.
   *
   * @param billed the statement of that month
   * @param before adjustments of that month in other statements
   * @param whole the month's usage, the late one included
   * @param late what of it came late, by org and usage type id
   */
  public List<Adjustment> adjustments(Statement billed, List<Adjustment> before, AccountUsage whole,
      Map<String, Map<Integer, MonthCell>> late) {
    int month = billed.row().month();
    var now = bills.month(month, Hours.start(Hours.firstOfMonth(month + 1)), whole);
    var buy = totals(now.map(CostRow::buy).orElse(List.of()));
    subtract(buy, billed.row().buy());
    var sell = totals(now.flatMap(CostRow::sell).orElse(List.of()));
    subtract(sell, billed.row().sell().orElse(List.of()));
    for (var each : before) {
      buy.merge(each.dimension(), each.buy().negate(), BigDecimal::add);
      sell.merge(each.dimension(), each.sell().negate(), BigDecimal::add);
    }
    var adjustments = new ArrayList<Adjustment>();
    var dimensions = new TreeSet<>(buy.keySet());
    dimensions.addAll(sell.keySet());
    for (var dimension : dimensions) {
      var owed = buy.getOrDefault(dimension, NOTHING);
      var charged = sell.getOrDefault(dimension, NOTHING);
      if (owed.signum() != 0 || charged.signum() != 0) {
        adjustments.addAll(byOrg(month, dimension, owed, charged, late, billed.parent()));
      }
    }
    return adjustments;
  }

  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(Rating.SCALE);

  private List<Adjustment> byOrg(int month, String dimension, BigDecimal buy, BigDecimal sell,
      Map<String, Map<Integer, MonthCell>> late, String parent) {
    SortedMap<String, BigDecimal> usage = new TreeMap<>();
    catalogue().byDimension(dimension).ifPresent(type -> late.forEach((org, cells) -> {
      var cell = cells.get(type.id());
      if (cell != null && cell.sum().signum() != 0) {
        usage.put(org, value(cell, type, MonthlyFunction.SUM, month));
      }
    }));
    SortedMap<String, BigDecimal> weights = new TreeMap<>();
    usage.forEach((org, value) -> weights.put(org, value.abs()));
    var owed = Shares.split(buy, weights, parent);
    var charged = Shares.split(sell, weights, parent);
    var orgs = new TreeSet<>(owed.keySet());
    orgs.addAll(charged.keySet());
    return orgs.stream()
        .map(org -> new Adjustment(OptionalInt.of(month), dimension, org, usage.getOrDefault(org, BigDecimal.ZERO.setScale(Quantity.SCALE)),
        owed.getOrDefault(org, NOTHING), charged.getOrDefault(org, NOTHING)))
        .filter(each -> each.buy().signum() != 0 || each.sell().signum() != 0).toList();
  }

  private static Map<String, BigDecimal> totals(List<Charge> charges) {
    var totals = new HashMap<String, BigDecimal>();
    charges.forEach(charge -> totals.put(charge.dimension(), charge.total()));
    return totals;
  }

  private static void subtract(Map<String, BigDecimal> totals, List<Charge> charges) {
    charges.forEach(charge -> totals.merge(charge.dimension(), charge.total().negate(), BigDecimal::add));
  }

  private static BigDecimal value(MonthCell cell, UsageType type, MonthlyFunction function, int month) {
    return Monthly.value(cell, function, Hours.inMonth(month), type.measure().unitsPerOne())
        .setScale(Quantity.SCALE, RoundingMode.HALF_EVEN);
  }

  private Catalogue catalogue() {
    return bills.catalogue();
  }
}
