package io.tributary.local.focus;

import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.OrgPath;
import java.util.Optional;

/** Where in the directory a bill belongs. */
sealed interface Home {
  /** Each billing account is an account of its own, of no partner. */
  record Direct() implements Home {}

  /** Each billing account is an account of its own, which this partner sees. */
  record OfPartner(String partner) implements Home {}

  /** Each billing account is an org below this one, and has its account. */
  record BelowOrg(String org) implements Home {}

  /** @throws IllegalStateException when nobody has this public id */
  static Home of(Optional<String> publicId, Directory directory) {
    if (publicId.isEmpty()) {
      return new Direct();
    }
    var id = publicId.get();
    if (directory.partner(id).isPresent()) {
      return new OfPartner(id);
    }
    if (directory.org(id).isPresent()) {
      return new BelowOrg(id);
    }
    throw new IllegalStateException("--org: there is no org or partner with the public id '" + id + "'");
  }

  /** The root org that an account has at an hour. */
  static Optional<String> root(Directory directory, String account, int hour) {
    return directory.orgs().stream().filter(org -> org.placementAt(hour).flatMap(Org.Placement::account).filter(account::equals).isPresent())
        .map(Org::publicId).findFirst();
  }

  /** Why usage on this path would not be this billing account's; empty when it is. */
  default Optional<String> objection(OrgPath path, String account) {
    return switch (this) {
      case BelowOrg(var org) -> path.orgs().contains(org) && path.orgs().contains(account) ? Optional.empty()
          : Optional.of("'" + path.org() + "' is not below '" + account + "' below '" + org + "' in the directory, but at " + path);
      case Direct() -> sameAccount(path, account);
      case OfPartner(var partner) -> sameAccount(path, account).or(() -> path.partner().filter(partner::equals).isPresent()
          ? Optional.empty() : Optional.of("account '" + account + "' is not connected to '" + partner + "' at that hour"));
    };
  }

  private static Optional<String> sameAccount(OrgPath path, String account) {
    return path.account().equals(account) ? Optional.empty()
        : Optional.of("'" + path.org() + "' belongs to account '" + path.account() + "' in the directory, not to '" + account + "'");
  }
}
