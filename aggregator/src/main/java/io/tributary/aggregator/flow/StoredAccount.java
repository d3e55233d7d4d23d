package io.tributary.aggregator.flow;

import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.rating.AccountUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** An account's cells as its bills want them: a month or an hour that was split between owners is one again. */
record StoredAccount(StoredCells cells) {
  AccountUsage of(String account) {
    return new AccountUsage() {
      @Override
      public Map<Integer, MonthCell> month(int month) {
        var all = new HashMap<Integer, MonthCell>();
        cells.months(Level.ACCOUNT, account, month, Set.of(), (org, owner, found) ->
            found.forEach((type, cell) -> all.merge(type, cell, MonthCell::merge)));
        return all;
      }

      @Override
      public SortedMap<Integer, Map<Integer, Quantity>> hours(int from, int to) {
        var hours = new TreeMap<Integer, Map<Integer, Quantity>>();
        cells.rows(Bucket.HOUR, Level.ACCOUNT, account, "", from, to, (hour, owner, units) ->
            units.forEach((type, value) -> hours.computeIfAbsent(hour, any -> new HashMap<>()).merge(type, value, Quantity::plus)));
        return hours;
      }
    };
  }
}
