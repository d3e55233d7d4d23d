package io.tributary.query.query;

import io.tributary.model.CostQuery;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.CostQuery.Part;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.access.VisibleCosts.Side;
import io.tributary.query.query.CostTotals.Place;
import io.tributary.query.query.OrgCost.Adjusted;
import io.tributary.query.query.OrgCostQuery.View;
import io.tributary.query.query.Sharing.OwnValues;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.rating.CostRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What accounts cost, or each of their orgs, so that the rows of an account's orgs add up to its own row exactly. Rows and
 * statements come rated; here they are chosen, shared out and added up. One object makes one answer.
 */
public final class OrgCosts {
  private static final int DAY = 24;
  /** How many accounts' hours are in memory at once. */
  private static final int ACCOUNTS_AT_ONCE = 50;

  private final CostReader costs;
  private final UsageReader usage;
  private final OrgCostQuery query;
  private final VisibleCosts visible;
  private final Sharing sharing;
  private final ParentOrgs parents;
  private final Instant now;
  private final CostTotals totals = new CostTotals();

  /**
   * An answer.
   *
   * @param asOf append time up to which the usage in all of it is complete
   * @param rows by account, date and org
   */
  public record Answer(Instant asOf, List<OrgCost> rows) {}

  /** What one contract costs at a date, or why that is not known. */
  private record Bill(int hour, Optional<List<CostLine>> lines, Optional<String> unknown) {}

  private interface BillOf {
    Bill of(CostRow row, Side side);
  }

  public OrgCosts(CostReader costs, UsageReader usage, OrgCostQuery query, VisibleCosts visible, Directory directory, Instant now) {
    this.costs = costs;
    this.usage = usage;
    this.query = query;
    this.visible = visible;
    this.sharing = new Sharing(directory.catalogue());
    this.parents = new ParentOrgs(directory, now);
    this.now = now;
  }

  /**
   * The months so far, or at the end of each day.
   *
   * @throws io.tributary.model.NotReady when any of it cannot be read now
   */
  public Answer estimated() {
    return query.grain() == Grain.MONTH ? months(Part.ALL, OrgCosts::estimate) : days();
  }

  /**
   * The running month's end as it is expected.
   *
   * @throws io.tributary.model.NotReady when any of it cannot be read now
   */
  public Answer projected() {
    return months(Part.PROJECTED, OrgCosts::projection);
  }

  /**
   * Closed months.
   *
   * @throws io.tributary.model.NotReady when any of it cannot be read now
   */
  public Answer historical() {
    // Asked first: what is closed later may be in too.
    var asOf = usage.progress().asOf();
    if (!visible.accounts().isEmpty()) {
      for (var statement : costs.statements(visible.accounts(), query.from(), query.to())) {
        var row = statement.row();
        visible.side(row).ifPresent(side ->
            add(row, side, estimate(row, side), Sharing.ofStatement(statement.orgs()), Optional.of(statement.parent())));
      }
    }
    return new Answer(asOf, totals.rows());
  }

  private Answer months(Part part, BillOf billOf) {
    var accounts = visible.accounts();
    if (accounts.isEmpty()) {
      return new Answer(usage.progress().asOf(), List.of());
    }
    var rows = costs.costs(new CostQuery(CostQuery.Level.ACCOUNT, accounts, Grain.MONTH, query.from(), query.to(), part));
    var asOf = rows.asOf();
    var own = new OwnCells.OfMonths(List.of());
    if (query.view() == View.SUB_ORG) {
      var cells = usage.read(RowQuery.months(Level.ORG_OWN, accounts, Set.of(), query.from(), query.to()));
      own = new OwnCells.OfMonths(cells.rows());
      asOf = earlier(asOf, cells.asOf());
    }
    for (var row : rows.rows()) {
      var side = visible.side(row);
      if (side.isPresent()) {
        var values = sharing.ofCells(own.of(row.account(), row.month()), Hours.elapsed(row.month(), now));
        add(row, side.get(), billOf.of(row, side.get()), values, parent(row));
      }
    }
    return new Answer(asOf, totals.rows());
  }

  private Answer days() {
    var asOf = usage.progress().asOf();
    for (int i = 0; i < visible.accounts().size(); i += ACCOUNTS_AT_ONCE) {
      var accounts = visible.accounts().subList(i, Math.min(i + ACCOUNTS_AT_ONCE, visible.accounts().size()));
      var rows = costs.costs(new CostQuery(CostQuery.Level.ACCOUNT, accounts, Grain.DAY, query.fromMonth(), query.toMonth()));
      asOf = earlier(asOf, rows.asOf());
      var own = new HashMap<String, OwnCells.OfHours>();
      if (query.view() == View.SUB_ORG) {
        var hours = usage.read(RowQuery.hours(Level.ORG_OWN, accounts, Set.of(), Hours.firstOfMonth(query.fromMonth()), query.to() * DAY));
        hours.rows().forEach(row -> own.computeIfAbsent(row.holder(), any -> new OwnCells.OfHours()).add(row));
        asOf = earlier(asOf, hours.asOf());
      }
      rows.rows().stream().filter(this::isAsked).sorted(Comparator.comparingInt(OrgCosts::start))
          .forEach(row -> visible.side(row).ifPresent(side -> addDay(row, side, own)));
    }
    return new Answer(asOf, totals.rows());
  }

  private boolean isAsked(CostRow row) {
    int day = Math.floorDiv(start(row), DAY);
    return day >= query.from() && day < query.to();
  }

  private void addDay(CostRow row, Side side, Map<String, OwnCells.OfHours> own) {
    int end = start(row) + DAY;
    int elapsed = Math.min(end - Hours.firstOfMonth(row.month()), Hours.elapsed(row.month(), now));
    var cells = Optional.ofNullable(own.get(row.account())).map(hours -> hours.until(row.month(), end)).orElse(Map.of());
    add(row, side, estimate(row, side), sharing.ofCells(cells, elapsed), parent(row));
  }

  /** First hour of the row's date: of the month, or of the day. */
  private static int start(CostRow row) {
    return Hours.firstOfMonth(row.month()) + (row.day().orElse(1) - 1) * DAY;
  }

  private static Bill estimate(CostRow row, Side side) {
    var charges = side == Side.BUY ? row.buy() : row.sell().orElseThrow();
    return new Bill(start(row), Optional.of(charges.stream().map(CostLine::of).toList()), Optional.empty());
  }

  private static Bill projection(CostRow row, Side side) {
    var charges = row.projected().flatMap(projected -> side == Side.BUY ? Optional.of(projected.buy()) : projected.sell());
    return new Bill(Hours.firstOfMonth(row.month() + 1) - DAY, charges.map(all -> all.stream().map(CostLine::of).toList()),
        charges.isPresent() ? Optional.empty() : Optional.of(row.notProjected().orElse("not projected")));
  }

  /** @param parent the account's parent org, if there is any */
  private void add(CostRow row, Side side, Bill bill, OwnValues own, Optional<String> parent) {
    var whole = new Place(row.account(), bill.hour(), parent, row.currency());
    if (bill.lines().isEmpty()) {
      totals.addUnknown(whole, bill.unknown().orElseThrow());
    } else if (query.view() == View.SUMMARY) {
      totals.add(whole, bill.lines().get());
    } else {
      // An account without an org has nobody else to bear its cost.
      sharing.split(bill.lines().get(), own, parent.orElse(row.account())).forEach((org, lines) ->
          totals.add(new Place(row.account(), bill.hour(), Optional.of(org), row.currency()), lines));
    }
    for (var late : row.adjustments()) {
      var cost = side == Side.BUY ? late.buy() : late.sell();
      if (cost.signum() != 0) {
        var place = query.view() == View.SUMMARY ? whole : new Place(row.account(), bill.hour(), Optional.of(late.org()), row.currency());
        totals.addLate(place, new Adjusted(late.month().orElseThrow(), late.dimension(), late.org(), late.usage(), cost));
      }
    }
  }

  private Optional<String> parent(CostRow row) {
    return parents.of(row.account(), row.month());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
