package io.tributary.rules;

import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a partner's prices must keep: they are for one of its contracts, for what that contract prices, and they leave closed
 * months alone. The {@code field} of a problem begins with {@code pricing.CONTRACT}.
 */
public final class PricingRules {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Pricing pricing;
  private final String subject;
  private final List<Problem> problems = new ArrayList<>();

  private PricingRules(Pricing pricing) {
    this.pricing = pricing;
    this.subject = "pricing." + pricing.contract();
  }

  /**
   * Everything that is wrong with a pricing; none when it may be written.
   *
   * @param contract the one that it names, as it will be; empty when there is none
   * @param before the contract's pricing as it was until now
   * @param closedMonths months of the contract's account that were closed before this change, as {@link Hours#month}
   */
  public static List<Problem> check(Pricing pricing, Optional<Contract> contract, Optional<Pricing> before, Set<Integer> closedMonths) {
    var rules = new PricingRules(pricing);
    rules.contract(contract);
    pricing.draft().ifPresent(prices -> rules.prices("draft", prices, contract));
    for (int i = 0; i < pricing.published().size(); i++) {
      rules.time(i, contract);
      rules.prices("published[" + i + "]", pricing.published().get(i).prices(), contract);
    }
    contract.ifPresent(known -> rules.closedMonths(known, before, closedMonths));
    return List.copyOf(rules.problems);
  }

  private void contract(Optional<Contract> contract) {
    if (contract.isEmpty()) {
      problem("contract", "unknown_contract", "no contract has the id '" + pricing.contract() + "'");
    } else if (contract.get().partner().isEmpty()) {
      problem("contract", "no_partner", "contract '" + pricing.contract() + "' is a direct customer's: nobody resells to it");
    }
  }

  private void time(int index, Optional<Contract> contract) {
    int from = pricing.published().get(index).fromHour();
    var field = "published[" + index + "].from";
    if (index > 0 && from <= pricing.published().get(index - 1).fromHour()) {
      problem(field, "not_ascending", "these prices would hold from " + Hours.start(from) + ", not after the ones before them");
    }
    contract.filter(known -> from < known.startHour() || from >= known.end()).ifPresent(known -> problem(field, "outside_contract",
        "these prices would hold from " + Hours.start(from) + "; the contract holds from " + Hours.start(known.startHour())
            + (known.endHour().isEmpty() ? " on" : " to " + Hours.start(known.end()))));
  }

  private void prices(String field, Pricing.Prices prices, Optional<Contract> contract) {
    Numbers.notNegative(problems, subject + "." + field + ".percent", prices.percent());
    if (prices.fallback() == Fallback.DISCOUNT && prices.percent().compareTo(HUNDRED) > 0) {
      problem(field + ".percent", "too_large", "a discount is at most 100 percent");
    }
    if (prices.fallback() == Fallback.LIST && prices.percent().signum() > 0) {
      problem(field + ".percent", "not_applicable", "the list price is taken as it is, without a percentage");
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < prices.own().size(); i++) {
      own(field + ".prices[" + i + "]", prices.own().get(i), seen, contract);
    }
  }

  private void own(String field, Pricing.Own own, Set<String> seen, Optional<Contract> contract) {
    if (!seen.add(own.dimension())) {
      problem(field + ".dimension", "repeated", "'" + own.dimension() + "' has its prices already");
    }
    contract.ifPresent(known -> {
      var rates = known.cards().stream().flatMap(card -> card.rate(own.dimension()).stream()).map(Rate::onDemand).toList();
      if (rates.isEmpty()) {
        problem(field + ".dimension", "unknown_dimension", "no card of the contract prices '" + own.dimension() + "'");
      } else if (rates.stream().allMatch(Price.PercentOfBill.class::isInstance)) {
        problem(field + ".dimension", "not_applicable", "'" + own.dimension() + "' is a percentage of the bill, which has no price");
      }
    });
    if (own.committed().isEmpty() && own.onDemand().isEmpty()) {
      problem(field, "missing", "give a committed price, an on_demand price or both");
    }
    own.committed().ifPresent(price -> Numbers.notNegative(problems, subject + "." + field + ".committed", price));
    own.onDemand().ifPresent(price -> Numbers.notNegative(problems, subject + "." + field + ".on_demand", price));
  }

  private void closedMonths(Contract contract, Optional<Pricing> before, Set<Integer> closedMonths) {
    for (int month : new TreeSet<>(closedMonths)) {
      int from = Math.max(Hours.firstOfMonth(month), contract.startHour());
      int to = Math.min(Hours.firstOfMonth(month + 1), contract.end());
      if (!ClosedTerms.of(before, from, to).equals(ClosedTerms.of(Optional.of(pricing), from, to))) {
        problem("published", "closed_month", Hours.yearMonth(month) + " is closed for account '" + contract.account()
            + "'; what it was charged can no longer change");
        return;
      }
    }
  }

  private void problem(String field, String code, String detail) {
    problems.add(new Problem(subject + "." + field, code, detail));
  }
}
