package io.tributary.rating;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one contract costs its account in a month, made from one cut of the account's cells: kept by the stream and rated again
 * whenever cells or contract change. At {@link io.tributary.model.CostQuery.Level#PARTNER} the sum over a partner's accounts.
 *
 * @param account public id; empty in a partner's total, as is {@code contract}
 * @param partner whose customer the account is by this contract; whose total it is
 * @param currency ISO 4217
 * @param month as {@link io.tributary.model.Hours#month}
 * @param day 1 to 31: what the month had cost at the end of that day; empty: the month so far
 * @param buy what is owed by the contract, by ascending dimension
 * @param sell what the partner charges for the same; empty where it has published no prices
 * @param adjustments what usage that came for closed months costs: charged in this month, beside {@code buy} and {@code sell};
 *     a partner's total has one for each dimension, with neither month nor org
 * @param projected the month's end; only of the running month
 * @param notProjected why not, in a row of the running month without {@code projected}
 */
public record CostRow(String account, String contract, Optional<String> partner, String currency, int month, OptionalInt day,
    List<Charge> buy, Optional<List<Charge>> sell, List<Adjustment> adjustments, Optional<ProjectedCost> projected,
    Optional<String> notProjected) {
  public CostRow {
    buy = List.copyOf(buy);
    sell = sell.map(List::copyOf);
    adjustments = List.copyOf(adjustments);
  }

  CostRow with(List<Adjustment> others) {
    return new CostRow(account, contract, partner, currency, month, day, buy, sell, others, projected, notProjected);
  }

  /** @param why for people, where it is not projected */
  public CostRow with(Optional<ProjectedCost> projected, String why) {
    return new CostRow(account, contract, partner, currency, month, day, buy, sell, adjustments, projected,
        projected.isPresent() ? Optional.empty() : Optional.of(why));
  }

  /** The same, said of the end of a day. */
  public CostRow atDay(int day) {
    return new CostRow(account, contract, partner, currency, month, OptionalInt.of(day), buy, sell, adjustments, Optional.empty(),
        Optional.empty());
  }

  /** @param withoutBand in a partner's total, how many charges of its accounts have no band; its total has one when it is 0 */
  public record ProjectedCost(List<ProjectedCharge> buy, Optional<List<ProjectedCharge>> sell, int withoutBand) {
    public ProjectedCost {
      buy = List.copyOf(buy);
      sell = sell.map(List::copyOf);
    }

    /**
     * The same where usage has come since it was made: what only grows never ends below what it has cost already.
     *
     * @param grows whether a dimension's month only grows with its usage: sums and maxima do, averages and percentiles do not
     */
    public ProjectedCost atLeast(CostRow row, Predicate<String> grows) {
      return new ProjectedCost(atLeast(buy, row.buy(), grows), sell.map(charges -> atLeast(charges, row.sell().orElse(List.of()), grows)),
          withoutBand);
    }

    private static List<ProjectedCharge> atLeast(List<ProjectedCharge> projected, List<Charge> soFar, Predicate<String> grows) {
      var least = soFar.stream().filter(charge -> grows.test(charge.dimension()))
          .collect(Collectors.toMap(Charge::dimension, Function.identity()));
      return projected.stream().map(each -> {
        var charge = least.get(each.charge().dimension());
        return charge == null ? each : new ProjectedCharge(each.charge().atLeast(charge), each.band());
      }).toList();
    }
  }
}
