package io.tributary.aggregator.flow;

import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.rating.AccountUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An account's cells as its bills want them: a month or an hour that was split between owners is one again.
 *
 * @param accounts cells of accounts
 * @param orgs cells of their orgs
 */
record StoredAccount(String account, StoredCells accounts, StoredCells orgs) {
  /** What came in time. */
  AccountUsage usage() {
    return new AccountUsage() {
      @Override
      public Map<Integer, MonthCell> month(int month) {
        var all = new HashMap<Integer, MonthCell>();
        accounts.months(Level.ACCOUNT, account, month, Set.of(), (org, owner, found) ->
            found.forEach((type, cell) -> all.merge(type, cell, MonthCell::merge)));
        return all;
      }

      @Override
      public SortedMap<Integer, Map<Integer, Quantity>> hours(int from, int to) {
        var hours = new TreeMap<Integer, Map<Integer, Quantity>>();
        add(accounts, Level.ACCOUNT, "", from, to, hours);
        return hours;
      }
    };
  }

  /** All, also what came after its month was closed. */
  AccountUsage usageWithLate() {
    return new AccountUsage() {
      @Override
      public Map<Integer, MonthCell> month(int month) {
        var values = new HashMap<Integer, ArrayList<MonthCell.HourValue>>();
        hours(Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1)).forEach((hour, units) -> units.forEach((type, value) ->
            values.computeIfAbsent(type, any -> new ArrayList<>()).add(new MonthCell.HourValue(hour, value))));
        var cells = new HashMap<Integer, MonthCell>();
        values.forEach((type, all) -> cells.put(type, MonthCell.of(all)));
        return cells;
      }

      @Override
      public SortedMap<Integer, Map<Integer, Quantity>> hours(int from, int to) {
        var hours = new TreeMap<Integer, Map<Integer, Quantity>>();
        add(accounts, Level.ACCOUNT, "", from, to, hours);
        for (int month = Hours.month(from); month <= Hours.month(to - 1); month++) {
          late(month).keySet().forEach(org -> add(orgs, Level.ORG_LATE, org, from, to, hours));
        }
        return hours;
      }
    };
  }

  /** Of each org with usage that came late, what came. */
  Map<String, Map<Integer, MonthCell>> late(int month) {
    return months(Level.ORG_LATE, month);
  }

  /** Of each org with usage, its own. */
  Map<String, Map<Integer, MonthCell>> own(int month) {
    return months(Level.ORG_OWN, month);
  }

  private Map<String, Map<Integer, MonthCell>> months(Level level, int month) {
    var all = new TreeMap<String, Map<Integer, MonthCell>>();
    orgs.months(level, account, month, Set.of(), (org, owner, found) -> {
      var cells = all.computeIfAbsent(org, any -> new HashMap<>());
      found.forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge));
    });
    return all;
  }

  private void add(StoredCells cells, Level level, String org, int from, int to, Map<Integer, Map<Integer, Quantity>> hours) {
    cells.rows(Bucket.HOUR, level, account, org, from, to, (hour, owner, units) ->
        units.forEach((type, value) -> hours.computeIfAbsent(hour, any -> new HashMap<>()).merge(type, value, Quantity::plus)));
  }
}
