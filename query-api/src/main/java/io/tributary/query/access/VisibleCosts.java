package io.tributary.query.access;

import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.query.access.Caller.Place;
import io.tributary.rating.CostRow;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose bills a caller sees, and from which side: a partner those of contracts that name it, what it pays; its customer the same
 * bills as the partner sells them, once it has published prices; a direct customer what it pays.
 */
public final class VisibleCosts {
  private static final VisibleCosts NOTHING = new VisibleCosts(List.of(), Optional.empty(), false, Side.BUY, false);

  private final List<String> accounts;
  private final Optional<String> partner;
  private final boolean sold;
  private final Side asked;
  private final boolean pricedOnly;

  /** From where a bill is looked at. */
  public enum Side {
    /** What the account's contract owes. */
    BUY,
    /** What the partner charges for it. */
    SELL
  }

  /**
   * @param sold whether an account sees bills that a partner makes out
   * @param asked from which side a partner looks
   * @param pricedOnly whether a partner leaves out bills without sell prices
   */
  private VisibleCosts(List<String> accounts, Optional<String> partner, boolean sold, Side asked, boolean pricedOnly) {
    this.accounts = accounts;
    this.partner = partner;
    this.sold = sold;
    this.asked = asked;
    this.pricedOnly = pricedOnly;
  }

  /**
   * What is seen of these months.
   *
   * @param from first month
   * @param to first month after
   * @param connected whether a partner asks for its customers; means nothing for others
   * @throws CostHidden when all contracts of the account in these months are such that it may not see their cost
   */
  public static VisibleCosts of(Caller caller, Directory directory, Endpoint endpoint, int from, int to, boolean connected) {
    int fromHour = Hours.firstOfMonth(from);
    int toHour = Hours.firstOfMonth(to);
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) when connected -> new VisibleCosts(during(directory.contracts(), fromHour, toHour).stream()
          .filter(contract -> contract.partner().filter(partner::equals).isPresent())
          .map(Contract::account).distinct().sorted().toList(), Optional.of(partner), false, Side.BUY, false);
      case Place.AccountRoot(var account) -> ofAccount(account, directory, endpoint, fromHour, toHour);
      // An admin org is not billed itself.
      default -> NOTHING;
    };
  }

  private static VisibleCosts ofAccount(String account, Directory directory, Endpoint endpoint, int fromHour, int toHour) {
    var contracts = during(directory.contractsOf(account), fromHour, toHour);
    boolean sold = endpoint.showsSellPrices();
    if (!contracts.isEmpty() && contracts.stream().noneMatch(contract ->
        contract.partner().isEmpty() || sold && Kind.isPriced(contract, directory, toHour))) {
      throw new CostHidden(sold
          ? "The partner that account " + account + " buys from has not published prices for it, so its usage can be seen but not its cost"
          : "Account " + account + " buys from a partner; its estimated and historical cost can be seen, but not its projected cost");
    }
    return new VisibleCosts(List.of(account), Optional.empty(), sold, Side.BUY, false);
  }

  private static List<Contract> during(Collection<Contract> contracts, int fromHour, int toHour) {
    return contracts.stream().filter(contract -> contract.startHour() < toHour && contract.end() > fromHour).toList();
  }

  /** Whose rows are to be read, sorted; none when nothing is seen. */
  public List<String> accounts() {
    return accounts;
  }

  /**
   * The same, for a partner from this side; others see what they see.
   *
   * @param pricedOnly whether only bills are seen that have sell prices: what is bought for others has no margin
   */
  public VisibleCosts from(Side side, boolean pricedOnly) {
    return new VisibleCosts(accounts, partner, sold, side, pricedOnly);
  }

  /** The same, of some of the accounts only. */
  public VisibleCosts of(Predicate<String> some) {
    return new VisibleCosts(accounts.stream().filter(some).toList(), partner, sold, asked, pricedOnly);
  }

  /** The partner that asks, if one does. */
  public Optional<String> partner() {
    return partner;
  }

  /** From which side a row, among those of {@link #accounts}, is seen; empty when it is not. */
  public Optional<Side> side(CostRow row) {
    if (partner.isPresent()) {
      boolean priced = row.sell().isPresent() || asked == Side.BUY && !pricedOnly;
      return partner.equals(row.partner()) && priced ? Optional.of(asked) : Optional.empty();
    }
    if (row.partner().isEmpty()) {
      return Optional.of(Side.BUY);
    }
    return sold && row.sell().isPresent() ? Optional.of(Side.SELL) : Optional.empty();
  }
}
