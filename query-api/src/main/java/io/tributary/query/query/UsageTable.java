package io.tributary.query.query;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Org;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.query.UsageTableQuery.Column;
import io.tributary.query.query.UsageTableQuery.Interval;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Usage added up by what somebody chooses. A value is made of the hours of all that its row is of, added up first, as everywhere:
 * a percentile of a region is not made of its orgs' percentiles. One object makes one answer.
 */
public final class UsageTable {
  /** Places times hours that one answer may be made of: what bounds its time. */
  static final long MOST_HOURS = 500_000;
  private static final int HOURS_AT_ONCE = 50_000;
  private static final int DAY = 24;

  private final UsageReader usage;
  private final UsageTableQuery query;
  private final Caller caller;
  private final Directory directory;
  private final Instant now;
  private final Map<Group, TreeMap<Integer, Map<Integer, MonthCell>>> groups = new TreeMap<>();

  /** What a row is of; each field is there if its column is. */
  public record Group(Optional<String> account, Optional<String> org, Optional<String> region) implements Comparable<Group> {
    private static final Comparator<Group> ORDER = Comparator.comparing((Group group) -> group.account.orElse(""))
        .thenComparing(group -> group.org.orElse("")).thenComparing(group -> group.region.orElse(""));

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * @param hour first hour of the row's interval
   * @param value in the type's unit, at most 15 decimals
   */
  public record Row(Group group, int hour, UsageType type, BigDecimal value) {}

  /** @param rows by group, time and usage type; what nobody used has none */
  public record Answer(Instant asOf, List<Row> rows) {}

  /** Where rows come from: which question brings those of some hours, and which of them are seen. */
  private record Source(Level level, List<String> holders, Set<String> orgs, int places, Predicate<Rows.Row> seen) {}

  public UsageTable(UsageReader usage, UsageTableQuery query, Caller caller, Directory directory, Instant now) {
    this.usage = usage;
    this.query = query;
    this.caller = caller;
    this.directory = directory;
    this.now = now;
  }

  /**
   * @throws InvalidQuery when too many hours would have to be added up for it
   * @throws io.tributary.model.NotReady when any of it cannot be read now
   */
  public Answer read() {
    var source = caller.place() instanceof Caller.Place.Child ? below() : parents();
    if (source.isEmpty()) {
      return new Answer(usage.progress().asOf(), List.of());
    }
    // The months of single places are kept; of places together, and of what a child org sees, they are added up from hours.
    boolean child = caller.place() instanceof Caller.Place.Child;
    boolean kept = query.interval() == Interval.MONTH && isSinglePlace(source.get().level()) && !child;
    return new Answer(kept ? months(source.get()) : hours(source.get()), rows());
  }

  private Optional<Source> below() {
    var visible = VisibleHours.of(caller, directory, query.from(), query.to(), true, false);
    return visible.question(query.from(), query.to()).map(question -> new Source(orgLevel(), question.holders(),
        question.orgs().stream().filter(this::takes).collect(Collectors.toSet()), question.orgs().size(), visible::sees))
        .filter(source -> !source.orgs().isEmpty());
  }

  private Optional<Source> parents() {
    var visible = VisibleMonths.of(caller, directory, Hours.month(query.from()), Hours.month(query.to() - 1) + 1, true);
    var accounts = visible.accounts().stream().filter(account -> isAnyOf(query.filters().accounts(), account)).toList();
    boolean someOrgs = !query.filters().orgs().isEmpty() || !query.filters().regions().isEmpty();
    if (query.columns().contains(Column.ORG) || query.columns().contains(Column.REGION) || someOrgs) {
      var known = Set.copyOf(accounts);
      var orgs = directory.orgs().stream().map(Org::publicId).filter(this::takes)
          .filter(org -> directory.paths(org, query.from(), query.to()).stream().anyMatch(path -> known.contains(path.account())))
          .collect(Collectors.toSet());
      return orgs.isEmpty() ? Optional.empty()
          : Optional.of(new Source(orgLevel(), accounts, someOrgs ? orgs : Set.of(), orgs.size(), visible::sees));
    }
    if (query.columns().contains(Column.ACCOUNT) || !query.filters().accounts().isEmpty()) {
      return accounts.isEmpty() ? Optional.empty()
          : Optional.of(new Source(Level.ACCOUNT, accounts, Set.of(), accounts.size(), visible::sees));
    }
    return visible.holders().isEmpty() ? Optional.empty()
        : Optional.of(new Source(visible.level(), visible.holders(), Set.of(), 1, row -> true));
  }

  private Level orgLevel() {
    return query.rollup() ? Level.ORG_SUBTREE : Level.ORG_OWN;
  }

  private boolean takes(String org) {
    return isAnyOf(query.filters().orgs(), org)
        && (query.filters().regions().isEmpty()
            || directory.org(org).map(Org::region).filter(query.filters().regions()::contains).isPresent());
  }

  private static boolean isAnyOf(Set<String> filter, String id) {
    return filter.isEmpty() || filter.contains(id);
  }

  /** Whether each group is one place, so that its months are kept. */
  private boolean isSinglePlace(Level level) {
    return switch (level) {
      // One that moved has a month in two accounts, but no hour.
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> query.columns().contains(Column.ORG);
      case ACCOUNT -> query.columns().contains(Column.ACCOUNT) || caller.partner().isEmpty();
      case PARTNER -> true;
    };
  }

  private Instant months(Source source) {
    var rows = usage.read(RowQuery.months(source.level(), source.holders(), source.orgs(), Hours.month(query.from()),
        Hours.month(query.to() - 1) + 1));
    for (var row : rows.rows()) {
      if (source.seen().test(row)) {
        var cells = cells(group(row), Hours.firstOfMonth(row.bucket()));
        row.cells().forEach((type, cell) -> cells.merge(type, cell, MonthCell::merge));
      }
    }
    return rows.asOf();
  }

  private Instant hours(Source source) {
    long all = (long) source.places() * (query.to() - query.from());
    if (all > MOST_HOURS) {
      throw new InvalidQuery(List.of(source.places() + " places over " + (query.to() - query.from()) + " hours are more than the "
          + MOST_HOURS + " that can be added up for one answer; ask for a shorter span, for fewer, or for months by account or org"));
    }
    int step = Math.max(1, HOURS_AT_ONCE / source.places());
    Instant asOf = null;
    for (int from = query.from(); from < query.to(); from += step) {
      int to = Math.min(query.to(), from + step);
      var rows = usage.read(new RowQuery(source.level(), source.holders(), source.orgs(), Bucket.HOUR, from, to));
      asOf = asOf == null || rows.asOf().isBefore(asOf) ? rows.asOf() : asOf;
      add(rows, source);
    }
    return asOf;
  }

  /** Adds hours up over all that a group is of, before the interval sees them. */
  private void add(Rows rows, Source source) {
    var hours = new TreeMap<Group, TreeMap<Integer, Map<Integer, Quantity>>>();
    for (var row : rows.rows()) {
      if (source.seen().test(row)) {
        var units = hours.computeIfAbsent(group(row), any -> new TreeMap<>()).computeIfAbsent(row.bucket(), any -> new HashMap<>());
        row.cells().forEach((type, cell) -> units.merge(type, cell.sum(), Quantity::plus));
      }
    }
    hours.forEach((group, times) -> times.forEach((hour, units) -> {
      var cells = cells(group, UsageTableQuery.floor(hour, query.interval()));
      units.forEach((type, value) -> cells.merge(type, MonthCell.of(List.of(new HourValue(hour, value))), MonthCell::merge));
    }));
  }

  private Map<Integer, MonthCell> cells(Group group, int hour) {
    return groups.computeIfAbsent(group, any -> new TreeMap<>()).computeIfAbsent(hour, any -> new HashMap<>());
  }

  private Group group(Rows.Row row) {
    return new Group(Optional.of(row.holder()).filter(any -> query.columns().contains(Column.ACCOUNT)),
        row.org().filter(any -> query.columns().contains(Column.ORG)),
        row.org().flatMap(directory::org).map(Org::region).filter(any -> query.columns().contains(Column.REGION)));
  }

  private List<Row> rows() {
    var types = directory.catalogue().types().stream().filter(query.filters()::takes)
        .sorted(Comparator.comparing((UsageType type) -> type.key().toString())).toList();
    var rows = new ArrayList<Row>();
    groups.forEach((group, times) -> times.forEach((hour, cells) -> types.forEach(type -> {
      var cell = cells.get(type.id());
      if (cell != null) {
        rows.add(new Row(group, hour, type, value(type, cell, hour)));
      }
    })));
    return rows;
  }

  private BigDecimal value(UsageType type, MonthCell cell, int hour) {
    int elapsed = switch (query.interval()) {
      case HOUR -> 1;
      case DAY -> Math.clamp(Hours.of(now) + 1L - hour, 1, DAY);
      case MONTH -> Hours.elapsed(Hours.month(hour), now);
    };
    // The lower 99 % of a day's hours are all of them.
    var function = query.interval() == Interval.HOUR ? MonthlyFunction.SUM : type.monthly();
    var value = Monthly.value(cell, function, elapsed, type.measure().unitsPerOne());
    return value.setScale(Math.min(value.scale(), Quantity.SCALE), RoundingMode.HALF_EVEN);
  }
}
