package io.tributary.query.query;

import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.model.UsageType;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The usage summary: every key of the catalogue, by month, by org where asked for, and over all months. A month is made of
 * one level's own hours. With org details, sums and averages are made of the very org rows that are shown, so that the parts
 * add up to the whole even when usage arrives between two reads; a maximum or percentile is no sum of its parts, so it
 * is the total's own. Values are exact here; whoever writes them out rounds them once.
 *
 * @param asOf append time up to which all of it is complete
 * @param months in the order of time, each month asked for
 */
public record UsageSummary(Instant asOf, List<Month> months) {
  /**
   * A month, or an org's month.
   *
   * @param cells by usage type, for maximum and percentile
   * @param sums by usage type, for sum and average: of the orgs that are listed, else the same as {@code cells}
   * @param elapsed hours of the month that have begun
   */
  public record Values(Map<Integer, MonthCell> cells, Map<Integer, MonthCell> sums, int elapsed) {
    /** The month's value in the type's unit; zero where the type was not used. */
    public BigDecimal of(UsageType type, MonthlyFunction function) {
      boolean additive = function == MonthlyFunction.SUM || function == MonthlyFunction.AVG;
      var cell = (additive ? sums : cells).getOrDefault(type.id(), MonthCell.EMPTY);
      return Monthly.value(cell, function, elapsed, type.measure().unitsPerOne());
    }
  }

  /** An org's month in one account. */
  public record OrgMonth(String account, String org, Values values) {}

  /** @param orgs by account and org, those with usage in the month; none when they were not asked for */
  public record Month(int month, Values values, List<OrgMonth> orgs) {}

  /**
   * Reads what the summary is made of.
   *
   * @throws io.tributary.model.NotReady when any of it cannot be read now
   */
  public static UsageSummary read(UsageReader reader, SummaryQuery query, VisibleMonths visible, Instant now) {
    var totals = read(reader, visible.totals(query.from(), query.to()));
    var orgs = query.orgDetails() ? Optional.of(read(reader, visible.orgs(query.from(), query.to()))) : Optional.<Rows>empty();
    return of(query, visible, totals, orgs, now);
  }

  private static Rows read(UsageReader reader, Optional<RowQuery> question) {
    return question.map(reader::read).orElseGet(() -> new Rows(reader.progress().asOf(), List.of()));
  }

  /**
   * Makes the summary of these rows.
   *
   * @param orgs every org's own usage, if the question asks for it
   */
  static UsageSummary of(SummaryQuery query, VisibleMonths visible, Rows totals, Optional<Rows> orgs, Instant now) {
    var months = new ArrayList<Month>();
    for (int month = query.from(); month < query.to(); month++) {
      int at = month;
      int elapsed = Hours.elapsed(month, now);
      var cells = new HashMap<Integer, MonthCell>();
      totals.rows().stream().filter(row -> row.bucket() == at).forEach(row -> merge(cells, row.cells()));
      var listed = orgs.map(rows -> orgs(rows, visible, at, elapsed)).orElse(List.of());
      var sums = new HashMap<Integer, Quantity>();
      listed.forEach(org -> org.values().cells().forEach((type, cell) -> sums.merge(type, cell.sum(), Quantity::plus)));
      months.add(new Month(month, new Values(cells, orgs.isPresent() ? sums(sums) : cells, elapsed), listed));
    }
    var asOf = orgs.map(Rows::asOf).filter(totals.asOf()::isAfter).orElse(totals.asOf());
    return new UsageSummary(asOf, List.copyOf(months));
  }

  private static Map<Integer, MonthCell> sums(Map<Integer, Quantity> sums) {
    var cells = new HashMap<Integer, MonthCell>();
    sums.forEach((type, sum) -> cells.put(type, new MonthCell(sum, 0, List.of())));
    return cells;
  }

  private record Place(String account, String org) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byAccount = account.compareTo(other.account);
      return byAccount != 0 ? byAccount : org.compareTo(other.org);
    }
  }

  private static List<OrgMonth> orgs(Rows rows, VisibleMonths visible, int month, int elapsed) {
    var places = new TreeMap<Place, Map<Integer, MonthCell>>();
    for (var row : rows.rows()) {
      if (row.bucket() == month && row.org().isPresent() && visible.sees(row)) {
        merge(places.computeIfAbsent(new Place(row.holder(), row.org().get()), any -> new HashMap<>()), row.cells());
      }
    }
    return places.entrySet().stream().map(place -> new OrgMonth(place.getKey().account(), place.getKey().org(),
        new Values(place.getValue(), place.getValue(), elapsed))).toList();
  }

  /** A month that was split between owners has a row for each; an hour is never in two of them. */
  private static void merge(Map<Integer, MonthCell> into, Map<Integer, MonthCell> cells) {
    cells.forEach((type, cell) -> into.merge(type, cell, MonthCell::merge));
  }
}
