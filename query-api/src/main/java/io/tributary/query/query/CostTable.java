package io.tributary.query.query;

import io.tributary.model.CostQuery;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.access.VisibleCosts.Side;
import io.tributary.query.query.CostTableQuery.Column;
import io.tributary.query.query.CostTableQuery.Kind;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.rating.CostRow;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Rating;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Cost added up by what somebody chooses: the same rows as the other endpoints of cost have, so every table of the same span adds up
 * to the same total. A partner's total by product is one row of its own; accounts are read only where they are told apart. One
 * object makes one answer.
 */
public final class CostTable {
  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(Rating.SCALE);
  private static final int DAY = 24;

  private final CostReader costs;
  private final UsageReader usage;
  private final CostTableQuery query;
  private final VisibleCosts visible;
  private final Directory directory;
  private final Instant now;
  /** Put in order when all is added up; most come in order already. */
  private final Map<Group, TreeMap<Integer, Sum>> groups = new LinkedHashMap<>();
  private final Map<String, String> unknown = new TreeMap<>();

  /** What a row is of; each field is there if its column is. */
  public record Group(Optional<String> account, Optional<String> org, Optional<String> region, Optional<String> product,
      Optional<String> chargeType, String currency) implements Comparable<Group> {
    private static final Comparator<Group> ORDER = Comparator.comparing((Group group) -> group.account.orElse(""))
        .thenComparing(group -> group.org.orElse("")).thenComparing(group -> group.region.orElse(""))
        .thenComparing(group -> group.product.orElse("")).thenComparing(group -> group.chargeType.orElse(""))
        .thenComparing(Group::currency);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * @param hour first hour of the row's day or month, if rows are told apart by it
   * @param cost 6 decimals
   * @param band how far off a projection may be; empty where nobody can say
   */
  public record Row(Group group, OptionalInt hour, BigDecimal cost, Optional<Band> band) {}

  /**
   * @param asOf append time up to which the usage in all of it is complete
   * @param rows by group and time
   * @param unknown accounts whose cost is not projected, and why; what they have cost so far stands for it
   */
  public record Answer(Instant asOf, List<Row> rows, Map<String, String> unknown) {}

  private static final class Sum {
    private BigDecimal cost = NOTHING;
    private final List<Band> bands = new ArrayList<>();
    private boolean bandless;
  }

  public CostTable(CostReader costs, UsageReader usage, CostTableQuery query, VisibleCosts visible, Directory directory, Instant now) {
    this.costs = costs;
    this.usage = usage;
    this.query = query;
    this.visible = query.filters().accounts().isEmpty() ? visible : visible.of(query.filters().accounts()::contains);
    this.directory = directory;
    this.now = now;
  }

  /** @throws io.tributary.model.NotReady when any of it cannot be read now */
  public Answer read() {
    var partner = visible.partner();
    if (partner.isPresent() && query.isOfWholePartner()) {
      return answer(addWhole(partner.get()));
    }
    if (query.side().filter(side -> side == CostTableQuery.Side.MARGIN).isEmpty()) {
      var side = query.side().filter(one -> one == CostTableQuery.Side.SELL).map(one -> Side.SELL).orElse(Side.BUY);
      return answer(addAccounts(visible.from(side, false), 1));
    }
    var sold = addAccounts(visible.from(Side.SELL, true), 1);
    var bought = addAccounts(visible.from(Side.BUY, true), -1);
    return answer(sold.isBefore(bought) ? sold : bought);
  }

  private Instant addWhole(String partner) {
    var totals = costs.costs(new CostQuery(CostQuery.Level.PARTNER, List.of(partner), Grain.MONTH, query.from(), query.to()));
    boolean buy = query.side().filter(side -> side == CostTableQuery.Side.SELL).isEmpty();
    for (var row : totals.rows()) {
      var lines = new ArrayList<>(lines(row, buy));
      row.adjustments().forEach(late ->
          lines.add(new CostLine(late.dimension(), NOTHING, buy ? late.buy() : late.sell(), Optional.of(Band.NONE))));
      add(new OrgCost("", Optional.empty(), Hours.firstOfMonth(row.month()), row.currency(), Optional.of(lines), List.of(),
          Optional.empty()), 1);
    }
    return totals.asOf();
  }

  private List<CostLine> lines(CostRow row, boolean buy) {
    if (query.kind() == Kind.PROJECTED) {
      // Where any account has no band, nobody can say how far off the total is.
      boolean banded = row.projected().filter(cost -> cost.withoutBand() == 0).isPresent();
      return row.projected().flatMap(cost -> buy ? Optional.of(cost.buy()) : cost.sell()).stream().flatMap(List::stream).map(CostLine::of)
          .map(line -> banded ? line : new CostLine(line.dimension(), line.committed(), line.onDemand(), Optional.empty())).toList();
    }
    return (buy ? Optional.of(row.buy()) : row.sell()).stream().flatMap(List::stream).map(CostLine::of).toList();
  }

  private Instant addAccounts(VisibleCosts side, int sign) {
    var orgCosts = new OrgCosts(costs, usage, query.rows(), side, directory, now);
    var answer = switch (query.kind()) {
      case ESTIMATED -> orgCosts.estimated();
      case PROJECTED -> orgCosts.projected();
      case HISTORICAL -> orgCosts.historical();
    };
    answer.rows().forEach(row -> add(row, sign));
    var notProjected = answer.rows().stream().filter(row -> row.lines().isEmpty()).map(OrgCost::account).collect(Collectors.toSet());
    if (!notProjected.isEmpty()) {
      // As in a partner's own total: left out, a total would end below what it is already. Nobody can say how far off that is.
      new OrgCosts(costs, usage, query.rows(), side.of(notProjected::contains), directory, now).estimated().rows()
          .forEach(row -> add(row, sign));
    }
    return answer.asOf();
  }

  private void add(OrgCost row, int sign) {
    var region = row.org().flatMap(directory::org).map(Org::region);
    var filters = query.filters();
    if (row.lines().isEmpty()) {
      row.unknown().ifPresent(why -> unknown.put(row.account(), why));
      return;
    }
    if (!filters.orgs().isEmpty() && row.org().filter(filters.orgs()::contains).isEmpty()
        || !filters.regions().isEmpty() && region.filter(filters.regions()::contains).isEmpty()) {
      return;
    }
    int hour = !columns(Column.TIME) ? 0 : query.grain() == Grain.DAY ? row.hour() : Hours.firstOfMonth(Hours.month(row.hour()));
    for (var line : row.lines().get()) {
      if (filters.products().isEmpty() || filters.products().contains(line.dimension()) || filters.products().contains(family(line))) {
        add(row, region, line, hour, sign);
      }
    }
  }

  private void add(OrgCost row, Optional<String> region, CostLine line, int hour, int sign) {
    if (!columns(Column.CHARGE_TYPE) && query.filters().chargeTypes().isEmpty()) {
      add(group(row, region, line, Optional.empty()), hour, line.total(), line.band(), sign);
      return;
    }
    // How far a projection is off is known of the two together only.
    for (var type : List.of("committed", "on_demand")) {
      if (query.filters().chargeTypes().isEmpty() || query.filters().chargeTypes().contains(type)) {
        add(group(row, region, line, Optional.of(type).filter(any -> columns(Column.CHARGE_TYPE))), hour,
            type.equals("committed") ? line.committed() : line.onDemand(), Optional.empty(), sign);
      }
    }
  }

  private void add(Group group, int hour, BigDecimal cost, Optional<Band> band, int sign) {
    var sum = groups.computeIfAbsent(group, any -> new TreeMap<>()).computeIfAbsent(hour, any -> new Sum());
    sum.cost = sign < 0 ? sum.cost.subtract(cost) : sum.cost.add(cost);
    band.ifPresent(sum.bands::add);
    sum.bandless |= band.isEmpty();
  }

  private Group group(OrgCost row, Optional<String> region, CostLine line, Optional<String> chargeType) {
    return new Group(Optional.of(row.account()).filter(any -> columns(Column.ACCOUNT)), row.org().filter(any -> columns(Column.ORG)),
        region.filter(any -> columns(Column.REGION)), Optional.of(line.dimension()).filter(any -> columns(Column.PRODUCT)), chargeType,
        row.currency());
  }

  private boolean columns(Column column) {
    return query.columns().contains(column);
  }

  private String family(CostLine line) {
    return directory.catalogue().byDimension(line.dimension()).map(type -> type.family()).orElse("");
  }

  private Answer answer(Instant asOf) {
    var rows = new ArrayList<Row>();
    groups.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
      var group = entry.getKey();
      var times = entry.getValue();
      if (query.grain() == Grain.DAY && !query.cumulative()) {
        differences(group, times, rows);
      } else {
        times.forEach((hour, sum) -> rows.add(new Row(group, time(hour), sum.cost, band(sum))));
      }
    });
    return new Answer(asOf, rows, unknown);
  }

  /** A day by itself is what the month had cost at its end, less what it had cost at the end of the day before. */
  private void differences(Group group, TreeMap<Integer, Sum> times, List<Row> rows) {
    for (int day = query.from(); day < query.to(); day++) {
      int hour = day * DAY;
      var before = hour == Hours.firstOfMonth(Hours.month(hour)) ? null : times.get(hour - DAY);
      var at = times.get(hour);
      if (before != null || at != null) {
        var cost = (at == null ? NOTHING : at.cost).subtract(before == null ? NOTHING : before.cost);
        rows.add(new Row(group, OptionalInt.of(hour), cost, Optional.empty()));
      }
    }
  }

  private OptionalInt time(int hour) {
    return columns(Column.TIME) ? OptionalInt.of(hour) : OptionalInt.empty();
  }

  /** Of parts of one account, which are off together, nobody has reckoned it. */
  private Optional<Band> band(Sum sum) {
    boolean apart = !query.isBelowAccounts() || columns(Column.ORG);
    boolean margin = query.side().filter(side -> side == CostTableQuery.Side.MARGIN).isPresent();
    return query.kind() != Kind.PROJECTED || sum.bandless || !apart || margin ? Optional.empty() : Optional.of(Band.ofSum(sum.bands));
  }
}
