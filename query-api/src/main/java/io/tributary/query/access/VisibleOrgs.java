package io.tributary.query.access;

import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.OrgPath;
import io.tributary.query.access.Caller.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The orgs a caller sees as they stand now: its own tree, or the trees of the accounts connected now. */
public final class VisibleOrgs {
  private final Caller caller;
  private final Directory directory;
  private final int now;

  /** @param now the current hour */
  public VisibleOrgs(Caller caller, Directory directory, int now) {
    this.caller = caller;
    this.directory = directory;
    this.now = now;
  }

  /** An org and where it stands. */
  public record Placed(Org org, OrgPath path) {
    public Optional<String> parent() {
      return path.orgs().size() == 1 ? Optional.empty() : Optional.of(path.orgs().get(1));
    }
  }

  /** By account, the parent org first, then by public id. */
  public List<Placed> all() {
    return directory.orgs().stream().flatMap(org -> visible(org).stream())
        .sorted(Comparator.comparing((Placed placed) -> placed.path().account())
            .thenComparing(placed -> placed.parent().isPresent()).thenComparing(placed -> placed.org().publicId()))
        .toList();
  }

  /** Empty for an org that does not exist or is none of the caller's: the two look alike. */
  public Optional<Placed> one(String publicId) {
    return directory.org(publicId).flatMap(this::visible);
  }

  private Optional<Placed> visible(Org org) {
    return directory.path(org.publicId(), Caller.presentHour(org, now)).filter(this::sees).map(path -> new Placed(org, path));
  }

  private boolean sees(OrgPath path) {
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) ->
          directory.account(path.account()).flatMap(account -> account.partnerAt(now)).filter(partner::equals).isPresent();
      case Place.AccountRoot(var account) -> path.account().equals(account);
      case Place.Child ignored -> path.orgs().contains(caller.org());
      case Place.Nowhere ignored -> false;
    };
  }
}
