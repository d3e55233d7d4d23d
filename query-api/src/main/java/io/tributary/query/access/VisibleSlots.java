package io.tributary.query.access;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.OrgPath;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.query.access.Caller.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The five-minute rows, or those of hours, that cells of one scope are made of. Each is of exactly one group, so that those of a group and
 * slot add up to its cell. A slot is seen by whoever sees its hour, see {@link VisibleHours}.
 */
public final class VisibleSlots {
  private final Level level;
  private final List<String> holders;
  private final Set<String> orgs;
  private final int groups;
  private final Predicate<Rows.Row> seen;
  private final Bucket bucket;

  /** @param orgs whose rows are read; empty for every org of the holders */
  private VisibleSlots(Bucket bucket, Level level, Set<String> holders, Set<String> orgs, int groups, Predicate<Rows.Row> seen) {
    this.bucket = bucket;
    this.level = level;
    this.holders = holders.stream().sorted().toList();
    this.orgs = orgs;
    this.groups = groups;
    this.seen = seen;
  }

  /**
   * What is seen of a scope.
   *
   * @param from first slot that is asked for
   * @param to first slot after
   * @return empty when nothing of the scope is seen in these slots' hours, or it does not exist: the two look alike
   */
  public static Optional<VisibleSlots> of(Caller caller, Directory directory, Scope scope, GroupBy groupBy, int from, int to) {
    return of(caller, directory, scope, groupBy, Bucket.FIVE_MINUTES, Hours.hourOfSlot(from), Hours.hourOfSlot(to - 1) + 1);
  }

  /** As {@link #of}, of hours; their rows are seen as their slots are. */
  public static Optional<VisibleSlots> ofHours(Caller caller, Directory directory, Scope scope, GroupBy groupBy, int from, int to) {
    return of(caller, directory, scope, groupBy, Bucket.HOUR, from, to);
  }

  private static Optional<VisibleSlots> of(Caller caller, Directory directory, Scope scope, GroupBy groupBy, Bucket bucket,
      int from, int to) {
    return switch (scope) {
      case Scope.OfPartner(var partner) -> caller.partner().filter(partner::equals)
          .map(self -> ofPartner(self, directory, groupBy, bucket, from, to));
      case Scope.OfAccount(var account) -> ofAccount(caller, account, directory, groupBy, bucket, from, to);
      case Scope.OfOrg(var org) -> ofOrg(caller, org, directory, groupBy, bucket, from, to);
    };
  }

  private static VisibleSlots ofPartner(String partner, Directory directory, GroupBy groupBy, Bucket bucket, int from, int to) {
    var accounts = Set.copyOf(VisibleMonths.connected(partner, directory, from, to));
    Predicate<Rows.Row> owned = row -> row.owner().filter(partner::equals).isPresent();
    return switch (groupBy) {
      case NONE -> new VisibleSlots(bucket, Level.PARTNER, Set.of(partner), Set.of(), 1, row -> true);
      case ACCOUNT -> new VisibleSlots(bucket, Level.ACCOUNT, accounts, Set.of(), accounts.size(), owned);
      case ORG -> new VisibleSlots(bucket, Level.ORG_OWN, accounts, Set.of(),
          orgs(directory, from, to, path -> path.partner().filter(partner::equals).isPresent()).size(), owned);
    };
  }

  private static Optional<VisibleSlots> ofAccount(Caller caller, String account, Directory directory, GroupBy groupBy, Bucket bucket,
      int from, int to) {
    boolean visible = switch (caller.place()) {
      case Place.PartnerAdmin(var partner) -> VisibleMonths.connected(partner, directory, from, to).contains(account);
      case Place.AccountRoot(var own) -> own.equals(account);
      case Place.Child ignored -> false;
      case Place.Nowhere ignored -> false;
    };
    // An account sees all of its hours, a partner those it owned.
    Predicate<Rows.Row> owned = row -> caller.partner().isEmpty() || row.owner().equals(caller.partner());
    return !visible ? Optional.empty() : Optional.of(groupBy == GroupBy.ORG
        ? new VisibleSlots(bucket, Level.ORG_OWN, Set.of(account), Set.of(),
            orgs(directory, from, to, path -> path.account().equals(account)).size(), owned)
        : new VisibleSlots(bucket, Level.ACCOUNT, Set.of(account), Set.of(), 1, owned));
  }

  private static Optional<VisibleSlots> ofOrg(Caller caller, String org, Directory directory, GroupBy groupBy, Bucket bucket,
      int from, int to) {
    Predicate<OrgPath> below = path -> path.orgs().contains(org) && sees(caller, path);
    var accounts = new LinkedHashSet<String>();
    var orgs = groupBy == GroupBy.ORG ? orgs(directory, from, to, below) : Set.of(org);
    orgs.forEach(one -> directory.paths(one, from, to).stream().filter(below).map(OrgPath::account).forEach(accounts::add));
    if (directory.paths(org, from, to).stream().noneMatch(below)) {
      return Optional.empty();
    }
    int groups = switch (groupBy) {
      case NONE -> 1;
      case ACCOUNT -> accounts.size();
      case ORG -> orgs.size();
    };
    return Optional.of(new VisibleSlots(bucket, groupBy == GroupBy.ORG ? Level.ORG_OWN : Level.ORG_SUBTREE, accounts, orgs, groups,
        row -> row.org().flatMap(one -> directory.path(one, bucket == Bucket.HOUR ? row.bucket() : Hours.hourOfSlot(row.bucket())))
            .filter(below).isPresent()));
  }

  private static boolean sees(Caller caller, OrgPath path) {
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) -> path.partner().filter(partner::equals).isPresent();
      case Place.AccountRoot(var account) -> path.account().equals(account) || path.orgs().contains(caller.org());
      case Place.Child ignored -> path.orgs().contains(caller.org());
      case Place.Nowhere ignored -> false;
    };
  }

  private static Set<String> orgs(Directory directory, int from, int to, Predicate<OrgPath> wanted) {
    var orgs = new LinkedHashSet<String>();
    for (var org : directory.orgs()) {
      if (directory.paths(org.publicId(), from, to).stream().anyMatch(wanted)) {
        orgs.add(org.publicId());
      }
    }
    return orgs;
  }

  /** The question that reads them for some of the slots, or hours; empty when there is nobody to have any. */
  public Optional<RowQuery> question(int from, int to) {
    return holders.isEmpty() ? Optional.empty() : Optional.of(new RowQuery(level, holders, orgs, bucket, from, to));
  }

  /** How many groups may have a row in each slot, or hour. */
  public int groups() {
    return groups;
  }

  /** Whether a row, among those the question brings, is one of them. */
  public boolean sees(Rows.Row row) {
    return seen.test(row);
  }
}
