package io.tributary.query.access;

import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.query.access.Caller.Place;
import java.util.List;

/** The kinds of callers: the columns of the table in {@link Endpoint}. */
public enum Kind {
  /** Parent org of an account that pays for itself. */
  DIRECT,
  /** A partner's admin org. */
  PARTNER,
  /** Parent org of an account that buys from a partner, which has published prices. */
  PRICED,
  /** Parent org of an account that buys from a partner, which has not. */
  UNPRICED,
  /** An org below a parent org. */
  CHILD,
  /** In no tree: an operator's own org, or one whose place has gone. */
  OUTSIDE;

  /** @param hour the current one; contracts are looked at in its month, as bills are */
  static Kind of(Place place, Directory directory, int hour) {
    return switch (place) {
      case Place.PartnerAdmin ignored -> PARTNER;
      case Place.AccountRoot(var account) -> of(account, directory, hour);
      case Place.Child ignored -> CHILD;
      case Place.Nowhere ignored -> OUTSIDE;
    };
  }

  private static Kind of(String account, Directory directory, int hour) {
    int month = Hours.month(hour);
    int from = Hours.firstOfMonth(month);
    int to = Hours.firstOfMonth(month + 1);
    var contracts = directory.contractsOf(account).stream().filter(each -> each.startHour() < to && each.end() > from).toList();
    if (contracts.isEmpty()) {
      boolean resold = directory.account(account).flatMap(known -> known.partnerAt(hour)).isPresent();
      return resold ? UNPRICED : DIRECT;
    }
    if (contracts.stream().anyMatch(contract -> contract.partner().isEmpty())) {
      return DIRECT;
    }
    return contracts.stream().anyMatch(contract -> isPriced(contract, directory, to)) ? PRICED : UNPRICED;
  }

  /** Whether prices of a contract are published that begin before {@code to}. */
  static boolean isPriced(Contract contract, Directory directory, int to) {
    return directory.pricing(contract.id()).map(Pricing::published).orElse(List.of()).stream().anyMatch(prices -> prices.fromHour() < to);
  }
}
