package io.tributary.query.query;

import io.tributary.model.Directory;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.OrgPath;
import io.tributary.model.ProductTable;
import io.tributary.model.Rows;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.Monthly;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Indexed logs of an org and of those below it, by hour and index.
 *
 * @param asOf append time up to which all of it is complete
 * @param lines by hour, org, index and retention
 */
public record LogsByIndex(Instant asOf, List<Line> lines) {
  private static final int HOURS_AT_ONCE = 24;
  private static final Comparator<Line> ORDER = Comparator.comparingInt(Line::hour).thenComparing(Line::org)
      .thenComparing(line -> line.index().isEmpty()).thenComparing(line -> line.index().orElse("")).thenComparing(Line::retention);

  /** @param indexes names; none for all */
  public record Query(HourSpan span, Set<String> indexes) {
    /** @throws InvalidQuery with every problem */
    public static Query of(Parameters parameters, Instant now) {
      var span = HourSpan.read(parameters, now);
      var indexes = Set.copyOf(parameters.list("index_name"));
      parameters.check();
      return new Query(span, indexes);
    }

    private boolean takes(NamedUsage.Row row) {
      return indexes.isEmpty() || row.name().filter(indexes::contains).isPresent();
    }
  }

  /**
   * Logs of one index, retention and hour.
   *
   * @param index empty for the indexes beyond those that are kept by name, together
   * @param retention days, or {@code custom}
   */
  public record Line(int hour, String org, Optional<String> index, String retention, long events) {}

  /**
   * Reads them, some hours at a time.
   *
   * @throws InvalidQuery when an answer would be too long
   * @throws io.tributary.model.NotReady when any of them cannot be read now
   */
  public static LogsByIndex read(UsageReader reader, Query query, Caller caller, Directory directory, Instant now) {
    var span = query.span().begun(now);
    var visible = VisibleHours.of(caller, directory, span.from(), Math.max(span.from(), span.to()), true, false);
    ProductHours.checkSize(visible.orgs(), span);
    var types = new TreeMap<Integer, UsageType>();
    directory.catalogue().types().stream().filter(type -> ProductTable.of(type).filter(ProductTable.INDEXES::equals).isPresent())
        .forEach(type -> types.put(type.id(), type));
    var lines = new ArrayList<Line>();
    Instant asOf = null;
    for (int from = span.from(); from < span.to() && visible.orgs() > 0; from += HOURS_AT_ONCE) {
      var usage = reader.named(new NameQuery(List.copyOf(visible.orgIds()), types.keySet(), NameQuery.Bucket.HOUR, from,
          Math.min(span.to(), from + HOURS_AT_ONCE)));
      asOf = asOf == null || usage.asOf().isBefore(asOf) ? usage.asOf() : asOf;
      usage.rows().stream().filter(row -> query.takes(row) && isSeen(row, visible, directory))
          .forEach(row -> lines.add(line(row, types.get(row.type()))));
      if (lines.size() > ProductHours.MOST) {
        throw new InvalidQuery(List.of("there are more than " + ProductHours.MOST
            + " rows, which is the most that one answer may have; ask for fewer hours or for fewer indexes"));
      }
    }
    lines.sort(ORDER);
    return new LogsByIndex(asOf == null ? reader.progress().asOf() : asOf, List.copyOf(lines));
  }

  /** As the org's own cell of that hour would be. */
  private static boolean isSeen(NamedUsage.Row row, VisibleHours visible, Directory directory) {
    return directory.path(row.org(), row.at()).map(path -> visible.sees(cell(row, path))).orElse(false);
  }

  private static Rows.Row cell(NamedUsage.Row row, OrgPath path) {
    return new Rows.Row(path.account(), Optional.of(row.org()), path.partner(), row.at(), Map.of());
  }

  private static Line line(NamedUsage.Row row, UsageType type) {
    var units = Monthly.value(new MonthCell(row.sum(), 1, List.of()), MonthlyFunction.SUM, 1, type.measure().unitsPerOne());
    return new Line(row.at(), row.org(), row.name(), type.retention().orElseThrow(), Monthly.rounded(units));
  }
}
