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
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The hourly usage: one line per hour, org and product family, with the org's own usage. A line names every usage type of
 * its family; one that the org has no cell of in that hour is not known, which is not zero. A line of which nothing at all
 * is known does not exist.
 */
public final class HourlyUsage {
  /** Places times hours that are read at once. */
  private static final int READ_AT_ONCE = 20_000;
  private static final String LOGS = "logs";
  private static final String INDEXED_LOGS = "indexed_logs";

  private final HourlyQuery query;
  private final VisibleHours visible;
  private final Map<String, List<UsageType>> families = new TreeMap<>();

  /** One usage type of a line; without a value where it was not measured. */
  public record Measurement(String usageType, OptionalLong value) {}

  public record Line(LinePlace at, List<Measurement> measurements) {
    /** Tells the line from all others, for good: 64 hex digits. */
    public String id() {
      return Digests.sha256(List.of(at.family(), Integer.toString(at.hour()), at.account(), at.org()));
    }
  }

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
   * Reads all lines, some hours at a time.
   *
   * @return append time up to which they are complete
   * @throws io.tributary.model.NotReady when any of them cannot be read now
   */
  public Instant read(UsageReader reader, Instant now, Consumer<? super Line> lines) {
    // Nothing is accepted for later hours than the next.
    int to = Math.min(query.to(), Hours.of(now) + 2);
    int span = Math.max(1, READ_AT_ONCE / Math.max(1, visible.orgs()));
    Instant asOf = null;
    for (int from = query.from(); from < to; from += span) {
      var question = visible.question(from, Math.min(to, from + span));
      if (question.isEmpty()) {
        break;
      }
      var rows = reader.read(question.get());
      asOf = asOf == null || rows.asOf().isBefore(asOf) ? rows.asOf() : asOf;
      lines(rows.rows()).forEach(lines);
    }
    return asOf == null ? reader.progress().asOf() : asOf;
  }

  /** The lines that these rows make, in their order. */
  List<Line> lines(List<Rows.Row> rows) {
    var byPlace = new TreeMap<LinePlace, Map<Integer, MonthCell>>();
    for (var row : rows) {
      if (row.org().isPresent() && visible.sees(row)) {
        var place = new LinePlace(row.bucket(), row.holder(), row.org().get(), "");
        var cells = byPlace.computeIfAbsent(place, any -> new HashMap<>());
        row.cells().forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge));
      }
    }
    var lines = new ArrayList<Line>();
    byPlace.forEach((place, cells) -> families.forEach((family, types) -> {
      if (types.stream().anyMatch(type -> cells.containsKey(type.id()))) {
        lines.add(new Line(new LinePlace(place.hour(), place.account(), place.org(), family),
            types.stream().map(type -> measurement(type, cells.get(type.id()))).toList()));
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
