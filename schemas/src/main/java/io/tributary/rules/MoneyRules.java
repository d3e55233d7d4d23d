package io.tributary.rules;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Account;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.MonthClose;
import io.tributary.model.Pricing;
import io.tributary.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Contracts and sell prices that change together, each judged against the directory as it will be and the months that are
 * closed already; and the contracts of accounts whose connections change, so that none is left of a partner that is gone.
 */
final class MoneyRules {
  private final Directory before;
  private final Directory after;
  private final List<Problem> problems;
  private final List<Contract> contracts = new ArrayList<>();
  private final List<Pricing> pricings = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();

  MoneyRules(Directory before, Directory after, List<Problem> problems) {
    this.before = before;
    this.after = after;
    this.problems = problems;
  }

  void add(Contract contract) {
    contracts.add(contract);
  }

  void add(Pricing pricing) {
    pricings.add(pricing);
  }

  void add(Account account) {
    accounts.add(account);
  }

  /** @param catalogue as it will be */
  void check(Catalogue catalogue) {
    var closed = before.closes().stream().collect(
        Collectors.groupingBy(MonthClose::account, Collectors.mapping(MonthClose::month, Collectors.toSet())));
    for (var contract : contracts) {
      problems.addAll(check(contract, catalogue, closed));
    }
    for (var pricing : pricings) {
      var contract = after.contract(pricing.contract());
      problems.addAll(PricingRules.check(pricing, contract, before.pricing(pricing.contract()),
          contract.map(Contract::account).map(closed::get).orElse(Set.of())));
    }
    for (var account : accounts) {
      connections(account, catalogue, closed);
    }
  }

  private List<Problem> check(Contract contract, Catalogue catalogue, Map<String, Set<Integer>> closed) {
    return ContractRules.check(contract, new ContractRules.Surroundings(after.account(contract.account()), after.contracts(), catalogue,
        before.contract(contract.id()), closed.getOrDefault(contract.account(), Set.of())));
  }

  private void connections(Account account, Catalogue catalogue, Map<String, Set<Integer>> closed) {
    boolean same = before.account(account.publicId()).filter(was -> was.connections().equals(account.connections())).isPresent();
    if (same) {
      return;
    }
    for (var contract : after.contractsOf(account.publicId())) {
      if (!contracts.contains(contract)) {
        check(contract, catalogue, closed).stream().filter(problem -> problem.code().equals("not_connected"))
            .forEach(problem -> problems.add(new Problem("accounts." + account.publicId() + ".connections", problem.code(),
                "contract '" + contract.id() + "': " + problem.detail())));
      }
    }
  }
}
