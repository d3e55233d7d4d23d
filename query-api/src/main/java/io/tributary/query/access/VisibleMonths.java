package io.tributary.query.access;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.query.access.Caller.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The months a parent org or a partner sees: the totals, and the orgs they are made of.
 *
 * @param level of the totals
 * @param holders of the totals; empty when nothing is seen
 * @param accounts whose orgs are seen
 * @param owner the partner that a month's part must belong to; empty for an account, which sees all of its months
 */
public record VisibleMonths(Level level, List<String> holders, List<String> accounts, Optional<String> owner) {
  public VisibleMonths {
    holders = List.copyOf(holders);
    accounts = List.copyOf(accounts);
  }

  /**
   * What is seen of these months.
   *
   * @param from first month
   * @param to first month after
   * @param connected whether a partner asks for its customers; means nothing for others
   */
  public static VisibleMonths of(Caller caller, Directory directory, int from, int to, boolean connected) {
    return switch (caller.place()) {
      case Place.AccountRoot(var account) -> new VisibleMonths(Level.ACCOUNT, List.of(account), List.of(account), Optional.empty());
      case Place.PartnerAdmin(var partner) when connected -> new VisibleMonths(Level.PARTNER, List.of(partner),
          connected(partner, directory, Hours.firstOfMonth(from), Hours.firstOfMonth(to)), Optional.of(partner));
      default -> new VisibleMonths(Level.ACCOUNT, List.of(), List.of(), Optional.empty());
    };
  }

  /** The accounts that belong to a partner at some of these hours, sorted. */
  static List<String> connected(String partner, Directory directory, int fromHour, int toHour) {
    return directory.accounts().stream()
        .filter(account -> account.connections().stream().anyMatch(connection -> connection.partner().equals(partner)
            && connection.startHour() < toHour && connection.disconnectHour() > fromHour))
        .map(account -> account.publicId()).sorted().toList();
  }

  /** The question for the totals; empty when nothing is seen. */
  public Optional<RowQuery> totals(int from, int to) {
    return holders.isEmpty() ? Optional.empty() : Optional.of(RowQuery.months(level, holders, Set.of(), from, to));
  }

  /** The question for every org's own usage; empty when nothing is seen. */
  public Optional<RowQuery> orgs(int from, int to) {
    return accounts.isEmpty() ? Optional.empty() : Optional.of(RowQuery.months(Level.ORG_OWN, accounts, Set.of(), from, to));
  }

  /** Whether a row of an org, among those the question brings, is seen. */
  public boolean sees(Rows.Row row) {
    return owner.isEmpty() || owner.equals(row.owner());
  }
}
