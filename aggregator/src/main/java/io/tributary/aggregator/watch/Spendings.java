package io.tributary.aggregator.watch;

import io.tributary.alerting.Spending;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageType;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Owner;
import io.tributary.monitor.Query.Detail;
import io.tributary.monitor.Rule;
import io.tributary.monitor.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The monitors of cost, and what the groups of each cost. */
final class Spendings {
  private final Directory directory;
  private final Level level;
  private final Map<Owner, List<Monitor>> byOwner = new HashMap<>();

  /**
   * One group of a monitor of cost.
   *
   * @param part names it within its holder
   */
  record Spent(Monitor monitor, Rule.Budget rule, Place part, Map<Tag, String> tags, String currency, BigDecimal amount) {
    /** In the place of a usage type: what is watched, and its unit. */
    UsageType type() {
      var name = rule.of() == Rule.Budget.Of.PROJECTED_COST ? "projected" : "estimated";
      return UsageType.plain(NO_TYPE, "cost", name, currency, 6, Measure.SUM, MonthlyFunction.SUM);
    }
  }

  /** Usage types have ids above. */
  static final int NO_TYPE = 0;

  Spendings(Directory directory, Level level) {
    this.directory = directory;
    this.level = level;
    for (var monitor : directory.monitors().all()) {
      if (monitor.rule() instanceof Rule.Budget budget && budget.of() != Rule.Budget.Of.USAGE) {
        byOwner.computeIfAbsent(monitor.owner(), any -> new ArrayList<>()).add(monitor);
      }
    }
  }

  boolean isEmpty() {
    return byOwner.isEmpty();
  }

  private List<Monitor> of(Owner owner, boolean totals) {
    return byOwner.getOrDefault(owner, List.of()).stream()
        .filter(monitor -> owner.kind() == Owner.Kind.ACCOUNT || totals == (monitor.rule().query().detail() == Detail.TOTAL)).toList();
  }

  /** What the monitors of a holder's cost find; nothing of what is not rated. */
  List<Spent> of(String holder, Usage usage, Instant now) {
    var place = level == Level.PARTNER ? new Place(Level.PARTNER, holder, "", holder)
        : new Place(Level.ACCOUNT, holder, "", directory.account(holder).flatMap(account -> account.partnerAt(Hours.of(now))).orElse(""));
    var monitors = new ArrayList<Monitor>();
    if (level == Level.PARTNER) {
      monitors.addAll(of(Owner.partner(holder), true));
    } else {
      monitors.addAll(of(Owner.account(holder), true));
      monitors.addAll(of(Owner.partner(place.owner()), false));
    }
    if (monitors.isEmpty()) {
      return List.of();
    }
    var rows = usage.costs(place, Hours.monthOf(now));
    var spent = new ArrayList<Spent>();
    for (var monitor : monitors) {
      var rule = (Rule.Budget) monitor.rule();
      Spending.of(rows, rule.of(), monitor.owner().kind()).ifPresent(amounts ->
          groups(monitor, rule, place, amounts, rows.getFirst().currency(), spent));
    }
    return spent;
  }

  private void groups(Monitor monitor, Rule.Budget rule, Place place, Map<String, BigDecimal> amounts, String currency, List<Spent> into) {
    boolean byDimension = rule.query().groupBy().contains(Tag.BILLING_DIMENSION);
    var groups = new TreeMap<String, BigDecimal>();
    amounts.forEach((dimension, amount) -> {
      if (rule.query().filter().takes(tags(place, Optional.of(dimension)))) {
        groups.merge(byDimension ? dimension : "", amount, BigDecimal::add);
      }
    });
    groups.forEach((group, amount) -> into.add(new Spent(monitor, rule, Place.part(place.holder(), Place.COST, group, place.owner()),
        tags(place, group.isEmpty() ? Optional.empty() : Optional.of(group)), currency, amount)));
  }

  private Map<Tag, String> tags(Place place, Optional<String> dimension) {
    var tags = new EnumMap<Tag, String>(Tag.class);
    if (place.level() == Level.ACCOUNT) {
      tags.put(Tag.ACCOUNT_PUBLIC_ID, place.holder());
      tags.put(Tag.ACCOUNT_NAME, directory.account(place.holder()).map(account -> account.name()).orElse(place.holder()));
    }
    dimension.ifPresent(name -> {
      tags.put(Tag.BILLING_DIMENSION, name);
      directory.catalogue().byDimension(name).ifPresent(type -> tags.put(Tag.PRODUCT_FAMILY, type.family()));
    });
    return tags;
  }
}
