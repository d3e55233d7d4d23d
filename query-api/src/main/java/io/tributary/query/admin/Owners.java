package io.tributary.query.admin;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Permission;
import io.tributary.model.Problem;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Owner;
import io.tributary.monitor.Rule;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whose monitors a caller keeps, and what they may be about. */
final class Owners {
  private Owners() {}

  /** A partner its own, an account's parent org the account's, any other org its own. */
  static Owner of(Caller caller) {
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) -> Owner.partner(partner);
      case Place.AccountRoot(var account) -> Owner.account(account);
      case Place.Child ignored -> Owner.org(caller.org());
      case Place.Nowhere ignored -> Owner.org(caller.org());
    };
  }

  /** A cost that the caller may not see must not be told by an alert. */
  static Optional<Problem> unseen(Caller caller, Directory directory, Rule rule, Instant now) {
    if (!Metrics.isCost(rule.query().metric())) {
      return Optional.empty();
    }
    if (!caller.permissions().containsAll(List.of(Permission.USAGE_READ.id(), Permission.BILLING_READ.id()))) {
      return Optional.of(
          new Problem("query", "forbidden", "the application key's role lacks usage_read or billing_read, which cost needs"));
    }
    boolean resold = caller.place() instanceof Place.AccountRoot(var account) && directory.contractsOf(account).stream()
        .anyMatch(contract -> contract.partner().isPresent() && contract.end() > Hours.of(now));
    return resold ? Optional.of(new Problem("query", "forbidden",
        "the account buys from a partner, so its cost is not watched; its usage can be")) : Optional.empty();
  }
}
