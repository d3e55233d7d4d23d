package io.tributary.query.reader;

import io.tributary.model.Contract;
import io.tributary.model.CostQuery;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.rating.AccountUsage;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Bills;
import io.tributary.rating.Charge;
import io.tributary.rating.Closing;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.CostRows;
import io.tributary.rating.CostSums;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The reader of cost as anybody would write it: rates what another reader holds, when asked. */
public final class InMemoryCosts implements CostReader {
  private final Supplier<Directory> directory;
  private final UsageReader usage;
  private final Instant now;
  private final Map<String, List<Adjustment>> late = new HashMap<>();
  private final Map<String, BigDecimal> projected = new HashMap<>();

  public InMemoryCosts(Supplier<Directory> directory, UsageReader usage, Instant now) {
    this.directory = directory;
    this.usage = usage;
    this.now = now;
  }

  /** From now on the account's rows of a month have this adjustment. */
  public InMemoryCosts late(String account, int month, Adjustment adjustment) {
    late.computeIfAbsent(account + " " + month, any -> new ArrayList<>()).add(adjustment);
    return this;
  }

  /** From now on the account's on-demand cost is projected to be so many times what it is, with a band of a tenth and a fifth of it. */
  public InMemoryCosts project(String account, String factor) {
    projected.put(account, new BigDecimal(factor));
    return this;
  }

  @Override
  public CostRows costs(CostQuery query) {
    int from = Math.max(query.from(), Hours.monthOf(now) - 1);
    int to = Math.min(query.to(), Hours.monthOf(now) + 1);
    var rows = new ArrayList<CostRow>();
    for (var contract : directory.get().contracts()) {
      boolean asked = query.level() == CostQuery.Level.ACCOUNT ? query.holders().contains(contract.account())
          : contract.partner().filter(query.holders()::contains).isPresent();
      for (int month = from; asked && month < to; month++) {
        if (query.grain() == Grain.DAY) {
          int days = Math.ceilDiv(Hours.elapsed(month, now), 24);
          rows.addAll(bills(contract).days(month, 1, days, now, of(contract.account()), late(contract, month)));
        } else {
          month(contract, month).ifPresent(rows::add);
        }
      }
    }
    var asOf = usage.progress().asOf();
    return new CostRows(asOf, query.level() == CostQuery.Level.ACCOUNT ? rows : totals(rows));
  }

  private static List<CostRow> totals(List<CostRow> rows) {
    var totals = new TreeMap<String, CostRow>();
    rows.stream().flatMap(row -> CostSums.changes(Optional.empty(), Optional.of(row)).stream())
        .forEach(row -> totals.merge(row.partner().orElseThrow() + " " + row.month(), row, CostSums::plus));
    return totals.values().stream().map(CostSums::readable).toList();
  }

  private Optional<CostRow> month(Contract contract, int month) {
    return bills(contract).month(month, now, of(contract.account()), late(contract, month)).map(row -> month == Hours.monthOf(now)
        ? projected(row) : row);
  }

  private List<Adjustment> late(Contract contract, int month) {
    return late.getOrDefault(contract.account() + " " + month, List.of());
  }

  private CostRow projected(CostRow row) {
    var factor = projected.get(row.account());
    var cost = Optional.ofNullable(factor).map(any -> new ProjectedCost(projected(row.buy(), factor),
        row.sell().map(charges -> projected(charges, factor)), 0));
    return new CostRow(row.account(), row.contract(), row.partner(), row.currency(), row.month(), row.day(), row.buy(), row.sell(),
        row.adjustments(), cost, cost.isPresent() ? Optional.empty() : Optional.of("fewer than 24 hours of history"));
  }

  private static List<ProjectedCharge> projected(List<Charge> charges, BigDecimal factor) {
    return charges.stream().map(charge -> {
      var onDemand = charge.onDemand().multiply(factor).setScale(6, RoundingMode.HALF_EVEN);
      var tenth = onDemand.movePointLeft(1).setScale(6, RoundingMode.HALF_EVEN);
      var fifth = tenth.add(tenth);
      return new ProjectedCharge(new Charge(charge.dimension(), charge.usage(), charge.included(), charge.onDemandUsage(),
          charge.committed(), onDemand, charge.list()), Optional.of(new Band(tenth, tenth, fifth, fifth)));
    }).toList();
  }

  @Override
  public List<Statement> statements(List<String> accounts, int from, int to) {
    var statements = new ArrayList<Statement>();
    for (var account : accounts) {
      for (var contract : directory.get().contractsOf(account)) {
        for (int month = from; month < to; month++) {
          if (directory.get().close(account, month).isPresent()) {
            new Closing(bills(contract)).close(month, of(account), orgs(account, month), late(contract, month), parent(account, month))
                .ifPresent(statements::add);
          }
        }
      }
    }
    return statements;
  }

  private String parent(String account, int month) {
    return directory.get().orgs().stream().map(org -> org.publicId())
        .filter(org -> directory.get().path(org, Hours.firstOfMonth(month)).filter(path -> path.account().equals(account)
            && path.root().equals(org)).isPresent()).findFirst().orElseThrow();
  }

  private Map<String, Map<Integer, MonthCell>> orgs(String account, int month) {
    var orgs = new HashMap<String, Map<Integer, MonthCell>>();
    for (var row : usage.read(RowQuery.months(Level.ORG_OWN, List.of(account), Set.of(), month, month + 1)).rows()) {
      merge(orgs.computeIfAbsent(row.org().orElseThrow(), any -> new HashMap<>()), row);
    }
    return orgs;
  }

  private static void merge(Map<Integer, MonthCell> into, Rows.Row row) {
    row.cells().forEach((type, cell) -> into.merge(type, cell, MonthCell::merge));
  }

  private Bills bills(Contract contract) {
    return new Bills(contract, directory.get().pricing(contract.id()), directory.get().catalogue());
  }

  private AccountUsage of(String account) {
    return new AccountUsage() {
      @Override
      public Map<Integer, MonthCell> month(int month) {
        var cells = new HashMap<Integer, MonthCell>();
        usage.read(RowQuery.months(Level.ACCOUNT, List.of(account), Set.of(), month, month + 1)).rows().forEach(row -> merge(cells, row));
        return cells;
      }

      @Override
      public SortedMap<Integer, Map<Integer, Quantity>> hours(int from, int to) {
        var hours = new TreeMap<Integer, Map<Integer, Quantity>>();
        usage.read(RowQuery.hours(Level.ACCOUNT, List.of(account), Set.of(), from, to)).rows().forEach(row -> {
          var units = hours.computeIfAbsent(row.bucket(), any -> new HashMap<>());
          row.cells().forEach((type, cell) -> units.merge(type, cell.sum(), Quantity::plus));
        });
        return hours;
      }
    };
  }

  /** An adjustment in one billing dimension for one org. */
  public static Adjustment adjustment(int month, String dimension, String org, String usage, String buy, String sell) {
    return new Adjustment(OptionalInt.of(month), dimension, org, new BigDecimal(usage), new BigDecimal(buy), new BigDecimal(sell));
  }
}
