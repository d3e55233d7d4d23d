package io.tributary.query.query;

import io.tributary.model.Contract;
import io.tributary.model.CostQuery;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.rating.Charge;
import io.tributary.rating.Charges;
import io.tributary.rating.CostRow;
import io.tributary.rating.Statement;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The billable summary of a month: what each org used of each billing dimension, beside what its account used and how much of
 * that the contract covers. An org is listed with what it used, a parent org with all that its account did.
 *
 * @param asOf append time up to which all of it is complete
 * @param orgs by account and org
 */
public record BillableSummary(Instant asOf, List<OrgMonth> orgs) {
  /** Orgs for which hours are looked through: for more of them, nobody would wait for the answer. */
  static final int MOST_WITH_HOURS = 200;

  private static final int DECIMALS = 6;

  /**
   * An org's month in one account.
   *
   * @param of how many orgs of the account had usage
   * @param fromHour first hour that a contract covers; the month's first without any contract
   * @param toHour first hour after
   * @param ratio hours that contracts cover, as part of the month
   * @param values by key
   */
  public record OrgMonth(String account, String org, int of, int fromHour, int toHour, BigDecimal ratio, List<Value> values) {}

  /**
   * One key of an org's month; usage is rounded to whole units, once.
   *
   * @param committed of the account's usage, what commitment and allotments cover; empty without a contract that prices it, and
   *     of keys that the dimension is not billed by
   * @param percent of the account's usage, 0 to 100: by this key's values of all orgs
   * @param first hour in which the org used any; empty where none was looked for
   */
  public record Value(String key, String dimension, String unit, long org, long account, OptionalLong committed, OptionalLong onDemand,
      BigDecimal percent, int elapsed, OptionalInt first, OptionalInt last) {}

  /**
   * Reads what the summary is made of.
   *
   * @throws io.tributary.model.NotReady when any of it cannot be read now
   */
  public static BillableSummary read(UsageReader usage, CostReader costs, BillableQuery query, VisibleMonths visible, Directory directory,
      Instant now) {
    if (visible.accounts().isEmpty()) {
      return new BillableSummary(usage.progress().asOf(), List.of());
    }
    int month = query.month();
    var accounts = usage.read(RowQuery.months(Level.ACCOUNT, visible.accounts(), Set.of(), month, month + 1));
    var orgs = usage.read(RowQuery.months(Level.ORG_OWN, visible.accounts(), Set.of(), month, month + 1));
    var made = new Maker(month, visible, directory, now, charges(costs, visible, month, now)).of(accounts.rows(), orgs.rows());
    var places = made.stream().map(OrgMonth::org).distinct().toList();
    if (places.size() <= MOST_WITH_HOURS) {
      var hours = usage.read(RowQuery.hours(Level.ORG_OWN, visible.accounts(), Set.copyOf(places), Hours.firstOfMonth(month),
          Hours.firstOfMonth(month + 1)));
      made = withHours(made, hours.rows().stream().filter(visible::sees).toList(), directory);
    }
    return new BillableSummary(accounts.asOf().isBefore(orgs.asOf()) ? accounts.asOf() : orgs.asOf(), made);
  }

  /** By account and dimension: of the statement, once there is one. */
  private static Map<String, Map<String, Charge>> charges(CostReader costs, VisibleMonths visible, int month, Instant now) {
    var rows = new HashMap<String, List<List<Charge>>>();
    var closed = month < Hours.monthOf(now) ? costs.statements(visible.accounts(), month, month + 1) : List.<Statement>of();
    closed.stream().map(Statement::row).filter(row -> sees(visible, row)).forEach(row -> put(rows, row));
    var open = visible.accounts().stream().filter(account -> !rows.containsKey(account)).toList();
    if (!open.isEmpty()) {
      costs.costs(new CostQuery(CostQuery.Level.ACCOUNT, open, Grain.MONTH, month, month + 1)).rows().stream()
          .filter(row -> sees(visible, row)).forEach(row -> put(rows, row));
    }
    var charges = new HashMap<String, Map<String, Charge>>();
    rows.forEach((account, periods) -> Charges.merge(periods).forEach(charge ->
        charges.computeIfAbsent(account, any -> new HashMap<>()).put(charge.dimension(), charge)));
    return charges;
  }

  private static boolean sees(VisibleMonths visible, CostRow row) {
    return visible.owner().isEmpty() || visible.owner().equals(row.partner());
  }

  private static void put(Map<String, List<List<Charge>>> rows, CostRow row) {
    rows.computeIfAbsent(row.account(), any -> new ArrayList<>()).add(row.buy());
  }

  private record Place(String account, String org, int type) {}

  private static List<OrgMonth> withHours(List<OrgMonth> months, List<Rows.Row> hours, Directory directory) {
    var used = new HashMap<Place, TreeSet<Integer>>();
    hours.forEach(row -> row.cells().forEach((type, cell) -> {
      if (cell.sum().signum() != 0) {
        used.computeIfAbsent(new Place(row.holder(), row.org().orElseThrow(), type), any -> new TreeSet<>()).add(row.bucket());
      }
    }));
    return months.stream().map(month -> new OrgMonth(month.account, month.org, month.of, month.fromHour, month.toHour, month.ratio,
        month.values.stream().map(value -> {
          int type = directory.catalogue().byDimension(value.dimension).orElseThrow().id();
          var at = Optional.ofNullable(used.get(new Place(month.account, month.org, type)));
          return new Value(value.key, value.dimension, value.unit, value.org, value.account, value.committed, value.onDemand, value.percent,
              value.elapsed, at.map(all -> OptionalInt.of(all.first())).orElse(OptionalInt.empty()),
              at.map(all -> OptionalInt.of(all.last())).orElse(OptionalInt.empty()));
        }).toList())).toList();
  }

  /** Makes the orgs' months of their rows. */
  private static final class Maker {
    private final int month;
    private final int elapsed;
    private final VisibleMonths visible;
    private final Directory directory;
    private final ParentOrgs parents;
    private final Map<String, Map<String, Charge>> charges;
    private final List<BillableKey> keys;

    private Maker(int month, VisibleMonths visible, Directory directory, Instant now, Map<String, Map<String, Charge>> charges) {
      this.month = month;
      this.elapsed = Hours.elapsed(month, now);
      this.visible = visible;
      this.directory = directory;
      this.parents = new ParentOrgs(directory, now);
      this.charges = charges;
      this.keys = BillableKey.all(directory.catalogue());
    }

    private List<OrgMonth> of(List<Rows.Row> accounts, List<Rows.Row> orgs) {
      var totals = new TreeMap<String, Map<Integer, MonthCell>>();
      accounts.stream().filter(visible::sees).forEach(row -> merge(totals.computeIfAbsent(row.holder(), any -> new HashMap<>()), row));
      var parts = new HashMap<String, TreeMap<String, Map<Integer, MonthCell>>>();
      orgs.stream().filter(visible::sees).forEach(row -> merge(parts.computeIfAbsent(row.holder(), any -> new TreeMap<>())
          .computeIfAbsent(row.org().orElseThrow(), any -> new HashMap<>()), row));
      var months = new ArrayList<OrgMonth>();
      totals.forEach((account, cells) -> {
        var own = parts.getOrDefault(account, new TreeMap<>());
        int used = own.size();
        var parent = parents.of(account, month);
        parent.ifPresent(org -> own.putIfAbsent(org, Map.of()));
        own.forEach((org, part) -> months.add(month(account, org, used, values(account, cells, org, own, parent))));
      });
      return months;
    }

    private static void merge(Map<Integer, MonthCell> into, Rows.Row row) {
      row.cells().forEach((type, cell) -> into.merge(type, cell, MonthCell::merge));
    }

    private OrgMonth month(String account, String org, int used, List<Value> values) {
      int first = Hours.firstOfMonth(month);
      int after = Hours.firstOfMonth(month + 1);
      var contracts = directory.contractsOf(account).stream()
          .filter(contract -> contract.startHour() < after && contract.end() > first)
          .filter(contract -> visible.owner().isEmpty() || visible.owner().equals(contract.partner())).toList();
      if (contracts.isEmpty()) {
        return new OrgMonth(account, org, used, first, after, BigDecimal.ONE, values);
      }
      int from = contracts.stream().mapToInt(Contract::startHour).min().orElse(first);
      int to = contracts.stream().mapToInt(Contract::end).max().orElse(after);
      int hours = contracts.stream().mapToInt(contract -> Math.min(contract.end(), after) - Math.max(contract.startHour(), first)).sum();
      return new OrgMonth(account, org, used, Math.max(from, first), Math.min(to, after), ratio(hours, after - first), values);
    }

    private static BigDecimal ratio(int part, int whole) {
      return new BigDecimal(part).divide(new BigDecimal(whole), DECIMALS, RoundingMode.HALF_EVEN);
    }

    private List<Value> values(String account, Map<Integer, MonthCell> whole, String org, Map<String, Map<Integer, MonthCell>> all,
        Optional<String> parent) {
      boolean isParent = parent.filter(org::equals).isPresent();
      var values = new ArrayList<Value>();
      for (var key : keys) {
        if ((isParent ? whole : all.get(org)).containsKey(key.type().id())) {
          values.add(value(key, account, whole, org, all, isParent));
        }
      }
      return values;
    }

    private Value value(BillableKey key, String account, Map<Integer, MonthCell> whole, String org,
        Map<String, Map<Integer, MonthCell>> all, boolean isParent) {
      var dimension = key.type().billingDimension().orElseThrow();
      var own = key.value(all.get(org), elapsed);
      var sum = all.values().stream().map(cells -> key.value(cells, elapsed)).reduce(BigDecimal.ZERO, BigDecimal::add);
      var percent = sum.signum() == 0 ? BigDecimal.valueOf(isParent ? 100 : 0)
          : own.movePointRight(2).divide(sum, DECIMALS, RoundingMode.HALF_EVEN);
      var charge = Optional.ofNullable(charges.getOrDefault(account, Map.of()).get(dimension)).filter(any -> key.isBilled());
      var onDemand = charge.map(any -> OptionalLong.of(Monthly.rounded(any.onDemandUsage()))).orElse(OptionalLong.empty());
      // Rounded as the rest, so that the two are the whole.
      var committed = charge.map(any -> OptionalLong.of(Monthly.rounded(any.usage()) - onDemand.getAsLong())).orElse(OptionalLong.empty());
      return new Value(key.name(), dimension, key.unit(), Monthly.rounded(own), Monthly.rounded(key.value(whole, elapsed)), committed,
          onDemand, percent, elapsed, OptionalInt.empty(), OptionalInt.empty());
    }
  }
}
