package io.tributary.query.query;

import io.tributary.model.Contract;
import io.tributary.model.CostQuery;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.Rate;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.access.VisibleCosts.Side;
import io.tributary.query.query.FocusRow.Category;
import io.tributary.query.query.Sharing.OwnValues;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import io.tributary.rating.Rating;
import io.tributary.rating.Shares;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A month's charges in the columns of FOCUS, org by org: those of the statement once the month is closed, until then what it has
 * cost so far. Their billed costs add up to what the other endpoints say. One object makes one answer.
 */
public final class FocusBill {
  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(Rating.SCALE);

  private final CostReader costs;
  private final UsageReader usage;
  private final FocusQuery query;
  private final VisibleCosts visible;
  private final Directory directory;
  private final Sharing sharing;
  private final ParentOrgs parents;
  private final Instant now;

  /**
   * @param accounts how many have a bill
   * @param rows by account and org; made when they are asked for, so that a long file is never in memory whole
   */
  public record Answer(Instant asOf, int accounts, Iterable<FocusRow> rows) {}

  /** A bill to be written out. @param invoice empty while the month is open */
  private record Bill(CostRow row, Side side, OwnValues own, String parent, Optional<String> invoice) {}

  public FocusBill(CostReader costs, UsageReader usage, FocusQuery query, VisibleCosts visible, Directory directory, Instant now) {
    this.costs = costs;
    this.usage = usage;
    this.query = query;
    var seen = visible.from(query.side(), false);
    this.visible = query.account().map(account -> seen.of(account::equals)).orElse(seen);
    this.directory = directory;
    this.sharing = new Sharing(directory.catalogue());
    this.parents = new ParentOrgs(directory, now);
    this.now = now;
  }

  /** @throws io.tributary.model.NotReady when any of it cannot be read now */
  public Answer read() {
    var asOf = usage.progress().asOf();
    var bills = new ArrayList<Bill>();
    var closed = new HashSet<String>();
    var accounts = visible.accounts();
    if (!accounts.isEmpty()) {
      for (var statement : costs.statements(accounts, query.month(), query.month() + 1)) {
        var row = statement.row();
        closed.add(row.account());
        visible.side(row).ifPresent(side -> bills.add(new Bill(row, side, Sharing.ofStatement(statement.orgs()), statement.parent(),
            Optional.of(row.contract() + "/" + Hours.yearMonth(row.month())))));
      }
    }
    var open = accounts.stream().filter(account -> !closed.contains(account)).toList();
    if (!open.isEmpty()) {
      var rows = costs.costs(new CostQuery(CostQuery.Level.ACCOUNT, open, Grain.MONTH, query.month(), query.month() + 1));
      var cells = usage.read(RowQuery.months(Level.ORG_OWN, open, Set.of(), query.month(), query.month() + 1));
      var own = new OwnCells.OfMonths(cells.rows());
      asOf = Stream.of(asOf, rows.asOf(), cells.asOf()).min(Comparator.naturalOrder()).orElseThrow();
      int elapsed = Hours.elapsed(query.month(), now);
      rows.rows().forEach(row -> visible.side(row).ifPresent(side -> bills.add(new Bill(row, side,
          sharing.ofCells(own.of(row.account(), row.month()), elapsed), parents.of(row.account(), row.month()).orElse(row.account()),
          Optional.empty()))));
    }
    bills.sort(Comparator.comparing((Bill bill) -> bill.row().account()).thenComparing(bill -> bill.row().contract()));
    int count = (int) bills.stream().map(bill -> bill.row().account()).distinct().count();
    return new Answer(asOf, count, () -> bills.stream().flatMap(bill -> rows(bill).stream()).iterator());
  }

  private List<FocusRow> rows(Bill bill) {
    var rows = new ArrayList<FocusRow>();
    var charges = bill.side() == Side.BUY ? bill.row().buy() : bill.row().sell().orElseThrow();
    var totals = new TreeMap<String, BigDecimal>();
    for (var charge : charges) {
      if (isMetered(charge)) {
        metered(bill, charge, rows);
      }
    }
    rows.forEach(row -> totals.merge(row.org(), row.cost(), BigDecimal::add));
    totals.replaceAll((org, total) -> total.max(BigDecimal.ZERO));
    for (var charge : charges) {
      if (!isMetered(charge)) {
        purchase(bill, charge.dimension(), charge.total(), totals, rows);
      }
    }
    bill.row().adjustments().forEach(late -> late(bill, late, rows));
    rows.sort(Comparator.comparing(FocusRow::org).thenComparing(FocusRow::dimension));
    return rows;
  }

  private boolean isMetered(Charge charge) {
    return directory.catalogue().byDimension(charge.dimension()).isPresent();
  }

  private void metered(Bill bill, Charge charge, List<FocusRow> rows) {
    var weights = bill.own().of(charge.dimension());
    if (charge.usage().signum() != 0 || charge.onDemand().signum() != 0) {
      var cost = Shares.split(charge.onDemand(), weights, bill.parent());
      var list = Shares.split(charge.list(), weights, bill.parent());
      var consumed = quantities(charge.usage(), weights, bill.parent());
      var per = per(bill.row(), charge.dimension());
      cost.forEach((org, part) -> rows.add(row(bill, org, Category.USAGE, charge.dimension(), part, list.get(org),
          Optional.of(consumed.get(org)), priced(consumed.get(org), per), per)));
    }
    purchase(bill, charge.dimension(), charge.committed(), weights, rows);
  }

  private void purchase(Bill bill, String dimension, BigDecimal cost, SortedMap<String, BigDecimal> weights, List<FocusRow> rows) {
    if (cost.signum() != 0) {
      var months = quantities(BigDecimal.ONE, weights, bill.parent());
      Shares.split(cost, weights, bill.parent()).forEach((org, part) -> rows.add(row(bill, org, Category.PURCHASE, dimension, part, NOTHING,
          Optional.empty(), months.get(org), BigDecimal.ONE)));
    }
  }

  private FocusRow row(Bill bill, String org, Category category, String dimension, BigDecimal cost, BigDecimal list,
      Optional<BigDecimal> consumed, BigDecimal priced, BigDecimal per) {
    var row = bill.row();
    return new FocusRow(row.account(), org, row.currency(), row.month(), Hours.firstOfMonth(row.month()),
        Hours.firstOfMonth(row.month() + 1), category, false, dimension, directory.catalogue().byDimension(dimension), cost, list, consumed,
        priced, per, bill.invoice(), issuer(bill));
  }

  private void late(Bill bill, Adjustment late, List<FocusRow> rows) {
    var cost = bill.side() == Side.BUY ? late.buy() : late.sell();
    if (cost.signum() != 0) {
      int month = late.month().orElseThrow();
      var per = per(bill.row(), late.dimension());
      rows.add(new FocusRow(bill.row().account(), late.org(), bill.row().currency(), bill.row().month(), Hours.firstOfMonth(month),
          Hours.firstOfMonth(month + 1), Category.USAGE, true, late.dimension(), directory.catalogue().byDimension(late.dimension()), cost,
          cost, Optional.of(late.usage()), priced(late.usage(), per), per, bill.invoice(), issuer(bill)));
    }
  }

  private String issuer(Bill bill) {
    return bill.side() == Side.BUY ? FocusRow.PROVIDER
        : bill.row().partner().flatMap(directory::partner).map(Partner::name).orElse(FocusRow.PROVIDER);
  }

  /** In 15 decimals, and exact as amounts are. */
  private static SortedMap<String, BigDecimal> quantities(BigDecimal whole, SortedMap<String, BigDecimal> weights, String parent) {
    int more = Quantity.SCALE - Rating.SCALE;
    var parts = Shares.split(whole.setScale(Quantity.SCALE, RoundingMode.HALF_EVEN).movePointRight(more), weights, parent);
    parts.replaceAll((org, part) -> part.movePointLeft(more));
    return parts;
  }

  private static BigDecimal priced(BigDecimal usage, BigDecimal per) {
    return usage.divide(per, Quantity.SCALE, RoundingMode.HALF_EVEN);
  }

  /** As the contract's last card of the month has it. */
  private BigDecimal per(CostRow row, String dimension) {
    int after = Hours.firstOfMonth(row.month() + 1);
    return directory.contract(row.contract()).map(Contract::cards).orElse(List.of()).stream().filter(card -> card.fromHour() < after)
        .reduce((first, second) -> second).flatMap(card -> card.rate(dimension)).map(Rate::per).orElse(BigDecimal.ONE);
  }
}
