package io.tributary.query.access;

import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.OrgPath;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.query.access.Caller.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The hours of which orgs a caller sees. The rule is that of the hour itself: a partner sees an hour that it owned, an
 * account what was booked to it, an org its own usage wherever it stood, and that of orgs while they were below it.
 */
public final class VisibleHours {
  private static final VisibleHours NOTHING = new VisibleHours(Set.of(), Set.of(), false, row -> false);

  private final List<String> accounts;
  private final Set<String> orgs;
  private final boolean everyOrg;
  private final Predicate<Rows.Row> seen;

  /**
   * What is read, and what of it is seen.
   *
   * @param orgs that may have rows which are seen
   * @param everyOrg whether they need not be named, because they are all or nearly all orgs of the accounts
   */
  private VisibleHours(Set<String> accounts, Set<String> orgs, boolean everyOrg, Predicate<Rows.Row> seen) {
    this.accounts = accounts.stream().sorted().toList();
    this.orgs = orgs;
    this.everyOrg = everyOrg;
    this.seen = seen;
  }

  /**
   * What is seen from hour {@code from} on and before {@code to}.
   *
   * @param descendants whether orgs below are asked for, not only the caller's own or its customers' parent orgs
   * @param connected whether a partner asks for its customers; means nothing for others
   */
  public static VisibleHours of(Caller caller, Directory directory, int from, int to, boolean descendants, boolean connected) {
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) when connected -> partner(partner, directory, from, to, descendants);
      // An admin org carries no usage of its own.
      case Place.PartnerAdmin ignored -> NOTHING;
      case Place.AccountRoot(var account) -> tree(caller.org(), Optional.of(account), directory, from, to, descendants);
      case Place.Child ignored -> tree(caller.org(), Optional.empty(), directory, from, to, descendants);
      case Place.Nowhere ignored -> NOTHING;
    };
  }

  private static VisibleHours partner(String partner, Directory directory, int from, int to, boolean descendants) {
    var accounts = new LinkedHashSet<>(VisibleMonths.connected(partner, directory, from, to));
    Predicate<OrgPath> asked = path -> path.partner().filter(partner::equals).isPresent()
        && (descendants || path.root().equals(path.org()));
    var orgs = directory.orgs().stream().map(Org::publicId)
        .filter(org -> directory.paths(org, from, to).stream().anyMatch(asked)).collect(Collectors.toSet());
    // The row's own owner decides; the path only tells a parent org from a child.
    return new VisibleHours(accounts, orgs, descendants, row -> row.owner().filter(partner::equals).isPresent()
        && (descendants || path(directory, row).filter(asked).isPresent()));
  }

  private static VisibleHours tree(String self, Optional<String> account, Directory directory, int from, int to, boolean descendants) {
    var accounts = new LinkedHashSet<String>();
    account.ifPresent(accounts::add);
    var orgs = new LinkedHashSet<String>();
    for (var org : descendants ? directory.orgs() : directory.org(self).stream().toList()) {
      for (var path : directory.paths(org.publicId(), from, to)) {
        if (path.orgs().contains(self) || descendants && account.filter(path.account()::equals).isPresent()) {
          orgs.add(org.publicId());
          accounts.add(path.account());
        }
      }
    }
    return new VisibleHours(accounts, orgs, descendants && account.isPresent(), row -> {
      if (row.org().filter(self::equals).isPresent()) {
        return true;
      }
      return descendants && (account.filter(row.holder()::equals).isPresent()
          || path(directory, row).filter(path -> path.orgs().contains(self)).isPresent());
    });
  }

  private static Optional<OrgPath> path(Directory directory, Rows.Row row) {
    return row.org().flatMap(org -> directory.path(org, row.bucket()));
  }

  /** The question that reads them for some of the hours; empty when nothing at all is seen. */
  public Optional<RowQuery> question(int from, int to) {
    return accounts.isEmpty() || orgs.isEmpty() ? Optional.empty()
        : Optional.of(RowQuery.hours(Level.ORG_OWN, accounts, everyOrg ? Set.of() : orgs, from, to));
  }

  /** Public ids of the orgs that may have rows. */
  public Set<String> orgIds() {
    return Set.copyOf(orgs);
  }

  /** How many orgs may have rows. */
  public int orgs() {
    return orgs.size();
  }

  /** Whether an hour's row, among those the question brings, is one of them. */
  public boolean sees(Rows.Row row) {
    return seen.test(row);
  }
}
