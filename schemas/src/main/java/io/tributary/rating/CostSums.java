package io.tributary.rating;

import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.ProjectedCharge.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Adds up rows of cost, dimension by dimension: a partner's total is the sum over its accounts, kept by adding what each change
 * of an account's row adds. Amounts are sums already rounded, so it is exact in any order. Bands are added as squares: how far
 * accounts are off is taken as independent.
 */
public final class CostSums {
  private CostSums() {}

  /**
   * What a row's change adds to partners' totals: one difference, or two where the contract has another partner now.
   *
   * @param before as it was last added; empty the first time
   * @param after of the same contract and month; empty when there is none any more
   */
  public static List<CostRow> changes(Optional<CostRow> before, Optional<CostRow> after) {
    var was = before.filter(row -> row.partner().isPresent()).map(row -> negated(total(row)));
    var now = after.filter(row -> row.partner().isPresent()).map(CostSums::total);
    if (was.isPresent() && now.isPresent() && was.get().partner().equals(now.get().partner())) {
      return before.equals(after) ? List.of() : List.of(plus(now.get(), was.get()));
    }
    return Stream.concat(was.stream(), now.stream()).toList();
  }

  /** Both, where {@code change} is one of {@link #changes}. */
  public static CostRow plus(CostRow total, CostRow change) {
    return new CostRow("", "", total.partner(), total.currency(), total.month(), OptionalInt.empty(),
        charges(total.buy(), change.buy()), either(total.sell(), change.sell(), CostSums::charges),
        adjustments(total.adjustments(), change.adjustments()), either(total.projected(), change.projected(), CostSums::projected),
        Optional.empty());
  }

  /** A partner's total as its readers want it: bands of what was added up as squares. */
  public static CostRow readable(CostRow total) {
    return new CostRow(total.account(), total.contract(), total.partner(), total.currency(), total.month(), total.day(), total.buy(),
        total.sell(), total.adjustments(), total.projected().map(cost -> bands(cost, Band::root)), total.notProjected());
  }

  /** An account's row as a total of one. */
  private static CostRow total(CostRow row) {
    var adjustments = adjustments(row.adjustments().stream().map(Adjustment::ofTotal).toList(), List.of());
    return new CostRow("", "", row.partner(), row.currency(), row.month(), OptionalInt.empty(), row.buy(), row.sell(), adjustments,
        row.projected().or(() -> row.notProjected().map(why -> soFar(row))).map(CostSums::total), Optional.empty());
  }

  /** What cannot be foretold costs at least what it has cost: left out, a total would end below what it is already. */
  private static ProjectedCost soFar(CostRow row) {
    return new ProjectedCost(unsure(row.buy()), row.sell().map(CostSums::unsure), 0);
  }

  private static List<ProjectedCharge> unsure(List<Charge> charges) {
    return charges.stream().map(charge -> new ProjectedCharge(charge, Optional.empty())).toList();
  }

  private static ProjectedCost total(ProjectedCost cost) {
    int withoutBand = (int) cost.buy().stream().filter(charge -> charge.band().isEmpty()).count();
    return bands(new ProjectedCost(cost.buy(), cost.sell(), withoutBand), Band::squared);
  }

  private static CostRow negated(CostRow total) {
    return new CostRow("", "", total.partner(), total.currency(), total.month(), OptionalInt.empty(), negated(total.buy()),
        total.sell().map(CostSums::negated), total.adjustments().stream().map(Adjustment::negated).toList(),
        total.projected().map(cost -> new ProjectedCost(negatedProjected(cost.buy()), cost.sell().map(CostSums::negatedProjected),
            -cost.withoutBand())), Optional.empty());
  }

  private static List<Charge> negated(List<Charge> charges) {
    return charges.stream().map(CostSums::negated).toList();
  }

  private static Charge negated(Charge charge) {
    return new Charge(charge.dimension(), charge.usage().negate(), charge.included().negate(), charge.onDemandUsage().negate(),
        charge.committed().negate(), charge.onDemand().negate(), charge.list().negate());
  }

  private static List<ProjectedCharge> negatedProjected(List<ProjectedCharge> charges) {
    return charges.stream().map(each -> new ProjectedCharge(negated(each.charge()), each.band().map(Band.NONE::minus))).toList();
  }

  private static ProjectedCost bands(ProjectedCost cost, UnaryOperator<Band> change) {
    return new ProjectedCost(bands(cost.buy(), change), cost.sell().map(charges -> bands(charges, change)), cost.withoutBand());
  }

  private static List<ProjectedCharge> bands(List<ProjectedCharge> charges, UnaryOperator<Band> change) {
    return charges.stream().map(each -> new ProjectedCharge(each.charge(), each.band().map(change))).toList();
  }

  private static List<Charge> charges(List<Charge> one, List<Charge> other) {
    return Charges.merge(List.of(one, other));
  }

  private static List<Adjustment> adjustments(List<Adjustment> one, List<Adjustment> other) {
    var sums = new TreeMap<String, Adjustment>();
    Stream.concat(one.stream(), other.stream()).forEach(each -> sums.merge(each.dimension(), each, Adjustment::plus));
    return List.copyOf(sums.values());
  }

  private static ProjectedCost projected(ProjectedCost one, ProjectedCost other) {
    return new ProjectedCost(projectedCharges(one.buy(), other.buy()), either(one.sell(), other.sell(), CostSums::projectedCharges),
        one.withoutBand() + other.withoutBand());
  }

  private static List<ProjectedCharge> projectedCharges(List<ProjectedCharge> one, List<ProjectedCharge> other) {
    var bands = new TreeMap<String, Band>();
    var charges = new ArrayList<Charge>();
    for (var list : List.of(one, other)) {
      for (var each : list) {
        charges.add(each.charge());
        each.band().ifPresent(band -> bands.merge(each.charge().dimension(), band, Band::plus));
      }
    }
    return Charges.merge(List.of(charges)).stream()
        .map(charge -> new ProjectedCharge(charge, Optional.ofNullable(bands.get(charge.dimension())))).toList();
  }

  private static <T> Optional<T> either(Optional<T> one, Optional<T> other, BinaryOperator<T> both) {
    return one.isEmpty() ? other : other.isEmpty() ? one : Optional.of(both.apply(one.get(), other.get()));
  }
}
