package io.tributary.query.query;

import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.Scope;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.access.VisibleSlots;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.FiveMinutes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The month so far and the last whole five minutes, by metric, account and org, in a bounded number of series. Of each metric the
 * accounts and orgs with the most usage are told apart and the rest is added up, so that the series of a metric always add up to
 * all of it.
 */
public final class EstimatedUsage {
  /** What the rest is called. */
  public static final String REST = "(other)";

  private final UsageReader reader;
  private final Directory directory;
  private final Instant now;

  public EstimatedUsage(UsageReader reader, Directory directory, Instant now) {
    this.reader = reader;
    this.directory = directory;
    this.now = now;
  }

  /**
   * What a series is told apart by. Two orgs of an account that have one name and one region are one series.
   *
   * @param org empty for the rest of an account
   * @param region of the org
   */
  public record Labels(String family, String account, Optional<String> org, Optional<String> region) {}

  /**
   * @param month sum of the hours of the month so far, in the type's unit
   * @param fiveMinutes of the last whole five minutes
   */
  public record Values(BigDecimal month, BigDecimal fiveMinutes) {
    public Values plus(Values other) {
      return new Values(month.add(other.month), fiveMinutes.add(other.fiveMinutes));
    }
  }

  /** @param name after {@code estimated_usage}, dots and all: {@code logs.ingested_bytes} */
  public record Metric(String name, String unit, Map<Labels, Values> series) {}

  /** @param folded places (an org's usage of a type) that are not told apart */
  public record Answer(Instant asOf, List<Metric> metrics, int folded) {}

  private record Place(String account, String org) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byAccount = account.compareTo(other.account);
      return byAccount != 0 ? byAccount : org.compareTo(other.org);
    }
  }

  private static final class Cells {
    Quantity month = Quantity.ZERO;
    Quantity slot = Quantity.ZERO;
  }

  /** What an estimated usage metric is called: as the reference system does, or by family and type where it has no name for it. */
  public static String name(UsageType type) {
    return type.estimatedMetric().orElseGet(() -> type.family() + "." + type.name());
  }

  /** @throws io.tributary.model.NotReady when any of it cannot be read now */
  public Answer read(Caller caller, EstimatedUsageQuery query) {
    var cells = new TreeMap<Integer, Map<Place, Cells>>();
    int month = Hours.monthOf(now);
    int slot = Hours.slotOf(now) - 1;
    var months = VisibleMonths.of(caller, directory, month, month + 1, true);
    var asOf = fold(cells, months.orgs(month, month + 1), months::sees, (cell, value) -> cell.month = cell.month.plus(value));
    var slots = VisibleSlots.of(caller, directory, scope(caller), GroupBy.ORG, slot, slot + 1);
    var slotsAsOf = slots.flatMap(visible -> fold(cells, visible.question(slot, slot + 1), visible::sees,
        (cell, value) -> cell.slot = cell.slot.plus(value)));
    var metrics = new LinkedHashMap<String, Metric>();
    int folded = 0;
    for (var entry : cells.entrySet()) {
      var type = directory.catalogue().byId(entry.getKey()).orElseThrow();
      var shown = new Shown(entry.getValue(), query);
      folded += shown.folded;
      var metric = metrics.computeIfAbsent(name(type), name -> new Metric(name, type.unit(), new LinkedHashMap<>()));
      entry.getValue().forEach((place, cell) -> metric.series.merge(shown.labels(type, place), values(type, cell), Values::plus));
    }
    var first = asOf.orElse(now);
    return new Answer(slotsAsOf.filter(first::isAfter).orElse(first), List.copyOf(metrics.values()), folded);
  }

  private static Scope scope(Caller caller) {
    return switch (caller.place()) {
      case Caller.Place.PartnerAdmin(var partner) -> new Scope.OfPartner(partner);
      case Caller.Place.AccountRoot(var account) -> new Scope.OfAccount(account);
      case Caller.Place.Child ignored -> new Scope.OfOrg(caller.org());
      case Caller.Place.Nowhere ignored -> new Scope.OfOrg(caller.org());
    };
  }

  private Optional<Instant> fold(Map<Integer, Map<Place, Cells>> cells, Optional<RowQuery> question,
      Predicate<Rows.Row> seen, BiConsumer<Cells, Quantity> add) {
    return question.map(asked -> {
      var rows = reader.read(asked);
      rows.rows().stream().filter(seen).forEach(row -> row.cells().forEach((type, cell) -> add.accept(
          cells.computeIfAbsent(type, any -> new TreeMap<>())
              .computeIfAbsent(new Place(row.holder(), row.org().orElseThrow()), any -> new Cells()), cell.sum())));
      return rows.asOf();
    });
  }

  private static Values values(UsageType type, Cells cell) {
    var month = cell.month.toBigDecimal().divide(BigDecimal.valueOf(type.measure().unitsPerOne()), Quantity.SCALE, RoundingMode.HALF_EVEN);
    return new Values(month.signum() == 0 ? BigDecimal.ZERO : month.stripTrailingZeros(), FiveMinutes.value(cell.slot));
  }

  /** Which accounts and orgs of one type are told apart. */
  private final class Shown {
    final Set<String> accounts;
    final Set<Place> orgs;
    final int folded;

    Shown(Map<Place, Cells> cells, EstimatedUsageQuery query) {
      var byAccount = cells.entrySet().stream().collect(Collectors.groupingBy(entry -> entry.getKey().account,
          Collectors.reducing(Quantity.ZERO, entry -> entry.getValue().month, Quantity::plus)));
      accounts = new HashSet<>(most(byAccount.keySet(), byAccount::get, Comparator.naturalOrder(), query.accounts()));
      var candidates = cells.keySet().stream().filter(place -> accounts.contains(place.account)).toList();
      orgs = new HashSet<>(most(candidates, place -> cells.get(place).month, Comparator.naturalOrder(), query.orgs()));
      folded = cells.size() - orgs.size();
    }

    private static <T> List<T> most(Collection<T> all, Function<T, Quantity> usage, Comparator<T> ties, int limit) {
      return all.stream().sorted(Comparator.comparing(usage).reversed().thenComparing(ties)).limit(limit).toList();
    }

    Labels labels(UsageType type, Place place) {
      if (!accounts.contains(place.account)) {
        return new Labels(type.family(), REST, Optional.empty(), Optional.empty());
      }
      var account = directory.account(place.account).map(Account::name).orElse(place.account);
      var org = Optional.of(place.org).filter(any -> orgs.contains(place));
      return new Labels(type.family(), account, org.map(id -> directory.org(id).map(Org::name).orElse(id)),
          org.flatMap(directory::org).map(Org::region));
    }
  }
}
