package io.tributary.rules;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Account;
import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a contract must keep so that every hour of an account has one price at most, every price can be reckoned, and what was
 * charged stays as it was. The {@code field} of a problem begins with {@code contracts.ID}.
 */
public final class ContractRules {
  /**
   * What a contract is judged against, as it will be when everything that is changed together has been changed.
   *
   * @param account the one that the contract names; empty when there is none
   * @param others other contracts: at least all of the same account and all of the same partner
   * @param before the contract of this id as it was until now
   * @param closedMonths months of the account that were closed before this change, as {@link Hours#month}
   */
  public record Surroundings(Optional<Account> account, Collection<Contract> others, Catalogue catalogue, Optional<Contract> before,
      Set<Integer> closedMonths) {}

  private final Contract contract;
  private final Surroundings around;
  private final String subject;
  private final List<Problem> problems = new ArrayList<>();

  private ContractRules(Contract contract, Surroundings around) {
    this.contract = contract;
    this.around = around;
    this.subject = "contracts." + contract.id();
  }

  /** Everything that is wrong with a contract; none when it may be written. */
  public static List<Problem> check(Contract contract, Surroundings around) {
    var rules = new ContractRules(contract, around);
    Names.id(rules.problems, rules.subject + ".contract_id", contract.id());
    rules.account();
    rules.currency();
    rules.time();
    rules.cards();
    rules.closedMonths();
    return List.copyOf(rules.problems);
  }

  private void account() {
    around.before().filter(known -> !known.account().equals(contract.account())).ifPresent(known -> problem("account", "immutable",
        "the contract is of account '" + known.account() + "'; this never changes"));
    if (around.account().isEmpty()) {
      problem("account", "unknown_account", "no account has the public id '" + contract.account() + "'");
    } else {
      contract.partner().ifPresent(partner -> connected(around.account().get(), partner));
    }
  }

  /** The partner sees the account's usage while it is connected; it must not be billed for what it cannot see. */
  private void connected(Account account, String partner) {
    int hour = contract.startHour();
    for (var connection : account.connections()) {
      int end = connection.endHour().orElse(Integer.MAX_VALUE);
      if (connection.partner().equals(partner) && connection.startHour() <= hour && hour < end) {
        hour = end;
      }
    }
    if (hour < contract.end()) {
      problem("partner", "not_connected", "account '" + account.publicId() + "' is not connected to partner '" + partner + "' at "
          + Hours.start(hour) + ", as it must be through the whole contract");
    }
  }

  private void currency() {
    if (!isCurrency(contract.currency())) {
      problem("currency", "unknown_currency", "'" + contract.currency() + "' is no currency of ISO 4217");
    }
    others().filter(other -> contract.partner().isPresent() && other.partner().equals(contract.partner()))
        .filter(other -> !other.currency().equals(contract.currency())).findFirst()
        .ifPresent(other -> problem("currency", "two_currencies", "partner '" + contract.partner().get() + "' has contracts in "
            + other.currency() + "; all of a partner's contracts are in one currency"));
  }

  /** Metals, bonds and the codes for tests have no fraction digits defined: nobody is billed in them. */
  private static boolean isCurrency(String code) {
    try {
      return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void time() {
    if (contract.end() <= contract.startHour()) {
      problem("end", "end_before_start", "the contract would end at " + Hours.start(contract.end()) + ", not after its start at "
          + Hours.start(contract.startHour()));
    }
    others().filter(other -> other.account().equals(contract.account()))
        .filter(other -> other.startHour() < contract.end() && contract.startHour() < other.end()).findFirst()
        .ifPresent(other -> problem("start", "overlap", "contract '" + other.id() + "' of the same account holds from "
            + Hours.start(other.startHour()) + (other.endHour().isEmpty() ? " on" : " to " + Hours.start(other.end()))));
  }

  private void cards() {
    if (contract.cards().isEmpty()) {
      problem("cards", "missing", "a contract has at least one card of rates");
    }
    for (int i = 0; i < contract.cards().size(); i++) {
      var card = contract.cards().get(i);
      var field = "cards[" + i + "]";
      if (i == 0 && card.fromHour() != contract.startHour()) {
        problem(field + ".from", "not_at_start", "the first card begins with the contract, at " + Hours.start(contract.startHour())
            + ", not at " + Hours.start(card.fromHour()));
      }
      if (i > 0 && card.fromHour() <= contract.cards().get(i - 1).fromHour()) {
        problem(field + ".from", "not_ascending", "the card would begin at " + Hours.start(card.fromHour())
            + ", not after the one before it");
      }
      if (i > 0 && card.fromHour() >= contract.end()) {
        problem(field + ".from", "after_end", "the card would begin at " + Hours.start(card.fromHour())
            + ", when the contract has ended at " + Hours.start(contract.end()));
      }
      new RateRules(subject + "." + field, card, around.catalogue(), problems).check();
    }
  }

  private void closedMonths() {
    for (int month : new TreeSet<>(around.closedMonths())) {
      if (!ClosedTerms.of(around.before(), month).equals(ClosedTerms.of(Optional.of(contract), month))) {
        problem("cards", "closed_month", Hours.yearMonth(month) + " is closed for account '" + contract.account()
            + "'; what it cost can no longer change");
        return;
      }
    }
  }

  private Stream<Contract> others() {
    return around.others().stream().filter(other -> !other.id().equals(contract.id()));
  }

  private void problem(String field, String code, String detail) {
    problems.add(new Problem(subject + "." + field, code, detail));
  }
}
