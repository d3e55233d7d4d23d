package io.tributary.query.query;

import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each org's own cells in an account, by usage type. */
final class OwnCells {
  private OwnCells() {}

  /** Of whole months, from rows of months. */
  static final class OfMonths {
    private final Map<Place, Map<String, Map<Integer, MonthCell>>> months = new HashMap<>();

    private record Place(String account, int month) {}

    OfMonths(List<Rows.Row> rows) {
      for (var row : rows) {
        var cells = months.computeIfAbsent(new Place(row.holder(), row.bucket()), any -> new HashMap<>())
            .computeIfAbsent(row.org().orElseThrow(), any -> new HashMap<>());
        // A month split between owners is one month to the account; an hour is never in two of them.
        row.cells().forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge));
      }
    }

    /** By org. */
    Map<String, Map<Integer, MonthCell>> of(String account, int month) {
      return months.getOrDefault(new Place(account, month), Map.of());
    }
  }

  /** Of months up to an hour, from rows of hours of one account. */
  static final class OfHours {
    private final TreeMap<Integer, Map<String, Map<Integer, Quantity>>> hours = new TreeMap<>();
    private final Map<String, Map<Integer, MonthCell>> cells = new HashMap<>();
    private int month = Integer.MIN_VALUE;
    private int through;

    void add(Rows.Row row) {
      var units = hours.computeIfAbsent(row.bucket(), any -> new HashMap<>())
          .computeIfAbsent(row.org().orElseThrow(), any -> new HashMap<>());
      row.cells().forEach((type, cell) -> units.merge(type, cell.sum(), Quantity::plus));
    }

    /**
     * By org, the month so far before hour {@code end}. Ask in the order of time.
     *
     * @param month that the last hour lies in
     */
    Map<String, Map<Integer, MonthCell>> until(int month, int end) {
      if (this.month != month) {
        cells.clear();
        this.month = month;
        through = Hours.firstOfMonth(month);
      }
      hours.subMap(through, end).forEach((hour, orgs) -> orgs.forEach((org, units) -> units.forEach((type, value) ->
          cells.computeIfAbsent(org, any -> new HashMap<>()).merge(type, added(MonthCell.EMPTY, hour, value),
              (sofar, ignored) -> added(sofar, hour, value)))));
      through = end;
      return cells;
    }

    private static MonthCell added(MonthCell sofar, int hour, Quantity value) {
      return sofar.changed(hour, Quantity.ZERO, value).orElseThrow(() -> new IllegalStateException("a new hour cannot hide another"));
    }
  }
}
