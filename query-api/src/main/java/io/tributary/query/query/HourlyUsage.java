package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Rows;
import io.tributary.model.UsageType;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.Monthly;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The hourly usage: one line per hour, org and product family, with the org's own usage. A line names every usage type of
 * its family; one that the org has no cell of in that hour is not known, which is not zero. A line of which nothing at all
 * is known does not exist.
 */
public final class HourlyUsage {
  private static final String LOGS = "logs";
  private static final String INDEXED_LOGS = "indexed_logs";

  private final HourlyQuery query;
  private final VisibleHours visible;
  private final Map<String, List<UsageType>> families = new TreeMap<>();

  /** One usage type of a line; without a value where it was not measured. */
  public record Measurement(String usageType, OptionalLong value) {}

  public record Line(Cursor at, List<Measurement> measurements) {
    /** Tells the line from all others, for good: 64 hex digits. */
    public String id() {
      return Digests.sha256(List.of(at.family(), Integer.toString(at.hour()), at.account(), at.org()));
    }
  }

  /**
   * A page.
   *
   * @param asOf append time up to which its lines are complete
   * @param next the last line's place, if there are more
   */
  public record Page(Instant asOf, List<Line> lines, Optional<Cursor> next) {}

  public HourlyUsage(HourlyQuery query, VisibleHours visible, Catalogue catalogue) {
    this.query = query;
    this.visible = visible;
    var byFamily = catalogue.types().stream().collect(Collectors.groupingBy(UsageType::family));
    for (var family : query.families()) {
      var types = new ArrayList<>(byFamily.getOrDefault(family, List.of()));
      if (query.breakdown() && family.equals(LOGS)) {
        types.addAll(byFamily.getOrDefault(INDEXED_LOGS, List.of()));
      }
      if (!types.isEmpty()) {
        families.put(family, types);
      }
    }
  }

  /**
   * Reads as many hours as the page needs: about a page's worth first, then twice as many while it is not full.
   *
   * @throws io.tributary.model.NotReady when any of them cannot be read now
   */
  public Page page(UsageReader reader, Instant now) {
    int from = query.after().map(Cursor::hour).orElse(query.from());
    // Nothing is accepted for later hours than the next.
    int to = Math.min(query.to(), Hours.of(now) + 2);
    var lines = new ArrayList<Line>();
    Instant asOf = null;
    int span = Math.max(1, query.limit() / Math.max(1, visible.orgs() * families.size()));
    while (from < to && lines.size() <= query.limit() && !(query.page() instanceof HourlyQuery.Page.None)) {
      int until = Math.min(to, from + span);
      var question = visible.question(from, until);
      if (question.isEmpty()) {
        break;
      }
      var rows = reader.read(question.get());
      asOf = asOf == null || rows.asOf().isBefore(asOf) ? rows.asOf() : asOf;
      lines.addAll(lines(rows.rows()));
      from = until;
      span *= 2;
    }
    boolean more = lines.size() > query.limit();
    var shown = more ? lines.subList(0, query.limit()) : lines;
    return new Page(asOf == null ? reader.progress().asOf() : asOf, List.copyOf(shown),
        more ? Optional.of(shown.get(shown.size() - 1).at()) : Optional.empty());
  }

  /** The lines that these rows make, after the question's cursor, in the order of the pages. */
  List<Line> lines(List<Rows.Row> rows) {
    var byPlace = new TreeMap<Cursor, Map<Integer, MonthCell>>();
    for (var row : rows) {
      if (row.org().isPresent() && visible.sees(row)) {
        var place = new Cursor(row.bucket(), row.holder(), row.org().get(), "");
        var cells = byPlace.computeIfAbsent(place, any -> new HashMap<>());
        row.cells().forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge));
      }
    }
    var lines = new ArrayList<Line>();
    byPlace.forEach((place, cells) -> families.forEach((family, types) -> {
      var at = new Cursor(place.hour(), place.account(), place.org(), family);
      boolean measured = types.stream().anyMatch(type -> cells.containsKey(type.id()));
      if (measured && query.after().filter(after -> after.compareTo(at) >= 0).isEmpty()) {
        lines.add(new Line(at, types.stream().map(type -> measurement(type, cells.get(type.id()))).toList()));
      }
    }));
    return lines;
  }

  private static Measurement measurement(UsageType type, MonthCell hour) {
    // An hour's cell has its units in the sum.
    return new Measurement(type.name(), hour == null ? OptionalLong.empty()
        : OptionalLong.of(Monthly.rounded(Monthly.value(hour, MonthlyFunction.SUM, 1, type.measure().unitsPerOne()))));
  }
}
