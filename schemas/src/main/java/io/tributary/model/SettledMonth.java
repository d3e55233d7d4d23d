package io.tributary.model;

import io.tributary.model.MonthCell.HourValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A place's month as it is stored: the cells of the hours that have settled. The hours from {@link #through} on still change
 * with every commit; they are only in their own rows, and whoever reads the month adds them. So a month is written every few
 * hours, not at every commit (decision 0005).
 *
 * @param through first hour of the month that is not in the cells; later ones are not in them either
 * @param cells by usage type id
 */
public record SettledMonth(int through, SortedMap<Integer, MonthCell> cells) {
  public SettledMonth {
    cells = Collections.unmodifiableSortedMap(cells);
  }

  public static SettledMonth none(int through) {
    return new SettledMonth(through, Collections.emptySortedMap());
  }

  /**
   * The month with these hours in it too.
   *
   * @param hours counting units by usage type id, by hour: all rows of the place from {@link #through()} to the new one
   */
  public SettledMonth settled(int newThrough, SortedMap<Integer, ? extends Map<Integer, Quantity>> hours) {
    var values = new HashMap<Integer, List<HourValue>>();
    hours.forEach((hour, row) -> row.forEach((type, units) ->
        values.computeIfAbsent(type, any -> new ArrayList<>()).add(new HourValue(hour, units))));
    var next = new TreeMap<>(cells);
    // All hours of a type at once: a reader of thousands of orgs adds a dozen to each cell.
    values.forEach((type, its) -> next.put(type, cell(type).with(its)));
    return new SettledMonth(newThrough, next);
  }

  public MonthCell cell(int type) {
    return cells.getOrDefault(type, MonthCell.EMPTY);
  }
}
