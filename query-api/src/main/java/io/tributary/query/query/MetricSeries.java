package io.tributary.query.query;

import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.NotReady;
import io.tributary.model.Org;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import io.tributary.monitor.Query.As;
import io.tributary.monitor.Query.Detail;
import io.tributary.monitor.Tag;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.Scope;
import io.tributary.query.access.VisibleSlots;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.FiveMinutes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A metric's series from cells. A point is there only when a cell of its interval is: what was not measured is no zero. Cells are
 * added up exactly; averages and rates have 34 digits.
 *
 * @param group values of the tags that are grouped by
 * @param points by the second that each begins with
 */
public record MetricSeries(List<String> group, TreeMap<Long, BigDecimal> points) {
  /** Series that one answer may have. */
  public static final int MOST_SERIES = 1_000;

  /** Rows that one answer may be made of: orgs, or accounts, times buckets. */
  public static final int MOST_ROWS = 300_000;

  /** Rows that are read at once. */
  private static final int AT_ONCE = 20_000;

  /** @param asOf append time up to which the points are complete */
  public record Answer(Instant asOf, List<MetricSeries> series) {}

  /**
   * By group. What the caller may not see has no series, as what there is not.
   *
   * @throws InvalidQuery when it would be too much
   * @throws NotReady when any of it cannot be read now
   */
  public static Answer read(MetricsQuery query, Caller caller, Directory directory, UsageReader reader) {
    int from = query.firstBucket();
    int to = query.endBucket();
    var visible = from >= to ? Optional.<VisibleSlots>empty() : visible(query, caller, directory, from, to);
    if (visible.isEmpty() || visible.get().question(from, to).isEmpty()) {
      return new Answer(reader.progress().asOf(), List.of());
    }
    long rows = (long) visible.get().groups() * (to - from);
    if (rows > MOST_ROWS) {
      throw new InvalidQuery(List.of("The query needs " + rows + " rows of orgs or accounts; at most " + MOST_ROWS
          + " are read: ask for a rollup of 3600 seconds or more, or for less time"));
    }
    var cells = new Cells(query, directory);
    var asOf = Instant.MAX;
    int step = Math.max(1, AT_ONCE / Math.max(1, visible.get().groups()));
    for (int at = from; at < to; at += step) {
      var part = reader.read(visible.get().question(at, Math.min(to, at + step)).orElseThrow());
      asOf = part.asOf().isBefore(asOf) ? part.asOf() : asOf;
      part.rows().stream().filter(visible.get()::sees).forEach(cells::add);
    }
    return new Answer(asOf, cells.series());
  }

  private static Optional<VisibleSlots> visible(MetricsQuery query, Caller caller, Directory directory, int from, int to) {
    var scope = caller.place() instanceof Place.AccountRoot(var account) ? new Scope.OfAccount(account) : Scope.natural(caller);
    var detail = query.query().detail();
    // An org's own usage is in no total below it, so a child org's accounts are told apart by the rows themselves.
    var groupBy = detail == Detail.ORG ? GroupBy.ORG : detail == Detail.ACCOUNT ? GroupBy.ACCOUNT : GroupBy.NONE;
    return query.isOfSlots() ? VisibleSlots.of(caller, directory, scope, groupBy, from, to)
        : VisibleSlots.ofHours(caller, directory, scope, groupBy, from, to);
  }

  /** Counting units by group and bucket. */
  private static final class Cells {
    private final MetricsQuery query;
    private final Directory directory;
    private final Map<List<String>, TreeMap<Integer, Quantity>> groups = new HashMap<>();

    private Cells(MetricsQuery query, Directory directory) {
      this.query = query;
      this.directory = directory;
    }

    private void add(Rows.Row row) {
      var cell = row.cells().get(query.type().id());
      if (cell == null) {
        return;
      }
      var tags = tags(row);
      if (!query.query().filter().takes(tags)) {
        return;
      }
      var group = query.query().group(tags);
      if (!groups.containsKey(group) && groups.size() == MOST_SERIES) {
        throw new InvalidQuery(List.of("The query has more than " + MOST_SERIES + " series; filter by account_name or child_org_name, or"
            + " group by less"));
      }
      groups.computeIfAbsent(group, any -> new TreeMap<>()).merge(row.bucket(), cell.sum(), Quantity::plus);
    }

    private Map<Tag, String> tags(Rows.Row row) {
      var tags = new EnumMap<Tag, String>(Tag.class);
      tags.put(Tag.PRODUCT_FAMILY, query.type().family());
      if (query.query().detail() != Detail.TOTAL) {
        tags.put(Tag.ACCOUNT_PUBLIC_ID, row.holder());
        tags.put(Tag.ACCOUNT_NAME, directory.account(row.holder()).map(Account::name).orElse(row.holder()));
      }
      if (query.query().detail() == Detail.ORG) {
        row.org().ifPresent(id -> {
          tags.put(Tag.PUBLIC_ID, id);
          tags.put(Tag.CHILD_ORG_NAME, directory.org(id).map(Org::name).orElse(id));
          directory.org(id).map(Org::region).ifPresent(region -> tags.put(Tag.REGION, region));
        });
      }
      return tags;
    }

    private List<MetricSeries> series() {
      var series = new ArrayList<MetricSeries>();
      groups.entrySet().stream().sorted(Comparator.comparing(group -> String.join("\n", group.getKey())))
          .forEach(group -> series.add(new MetricSeries(group.getKey(), points(group.getValue()))));
      return series;
    }

    private TreeMap<Long, BigDecimal> points(TreeMap<Integer, Quantity> buckets) {
      var byPoint = new TreeMap<Long, List<BigDecimal>>();
      buckets.forEach((bucket, units) -> byPoint.computeIfAbsent(query.pointOf(bucket), any -> new ArrayList<>()).add(value(units)));
      var points = new TreeMap<Long, BigDecimal>();
      byPoint.forEach((at, values) -> query.by().of(values).map(this::rate).ifPresent(value -> points.put(at, value)));
      return points;
    }

    /** In the type's unit: of entity-slots, an hour is a twelfth of its slots. */
    private BigDecimal value(Quantity units) {
      var value = FiveMinutes.value(units);
      int perOne = query.isOfSlots() ? 1 : query.type().measure().unitsPerOne();
      return perOne == 1 ? value : value.divide(BigDecimal.valueOf(perOne), MathContext.DECIMAL128);
    }

    private BigDecimal rate(BigDecimal value) {
      return query.query().as() == As.RATE ? value.divide(BigDecimal.valueOf(query.interval()), MathContext.DECIMAL128) : value;
    }
  }
}
