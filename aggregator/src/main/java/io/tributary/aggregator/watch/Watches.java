package io.tributary.aggregator.watch;

import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageType;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Owner;
import io.tributary.monitor.Query.Detail;
import io.tributary.monitor.Rule;
import io.tributary.monitor.Tag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who watches what, at one version of the directory. A monitor without groups is of its owner's own total; one by account is of
 * accounts' totals; one that tells orgs apart is of what each org used itself. Where the groups of such a one are not single orgs, the
 * orgs of one account are added up, account by account.
 */
final class Watches {
  private final Directory directory;
  private final Map<Owner, List<Typed>> byOwner = new HashMap<>();
  private final boolean ofOrgs;
  /** Groups of several orgs of an account. */
  private final Map<Place, List<Watch>> shared;

  private record Typed(Monitor monitor, UsageType type) {}

  /** @param shared those of an earlier version with the same monitors */
  Watches(Directory directory, Map<Place, List<Watch>> shared) {
    this.directory = directory;
    this.shared = shared;
    for (var monitor : directory.monitors().all()) {
      type(monitor).ifPresent(type -> byOwner.computeIfAbsent(monitor.owner(), any -> new ArrayList<>()).add(new Typed(monitor, type)));
    }
    ofOrgs = byOwner.keySet().stream().anyMatch(owner -> owner.kind() == Owner.Kind.ORG);
  }

  /** The usage type that a monitor is of; empty of one that the stream's cells do not answer: cost, and what is built in. */
  private Optional<UsageType> type(Monitor monitor) {
    return switch (monitor.rule()) {
      case Rule.Budget budget when budget.of() != Rule.Budget.Of.USAGE -> Optional.empty();
      case Rule.FirstUsage any -> Optional.empty();
      default -> Metrics.type(directory.catalogue(), monitor.rule().query().metric());
    };
  }

  boolean isEmpty() {
    return byOwner.isEmpty();
  }

  /** Whether any monitor is an org's. */
  boolean ofOrgs() {
    return ofOrgs;
  }

  /** @param hour at which the place has its owner and its org its parents */
  List<Watch> at(Place place, int hour) {
    return switch (place.level()) {
      case PARTNER -> own(Owner.partner(place.holder()), place, Set.of(Detail.TOTAL));
      case ACCOUNT -> both(own(Owner.account(place.holder()), place, Set.of(Detail.TOTAL, Detail.ACCOUNT)),
          own(Owner.partner(place.owner()), place, Set.of(Detail.ACCOUNT)));
      case ORG_SUBTREE -> own(Owner.org(place.org()), place, Set.of(Detail.TOTAL, Detail.ACCOUNT));
      case ORG_OWN -> {
        var all = both(own(Owner.account(place.holder()), place, Set.of(Detail.ORG)),
            own(Owner.partner(place.owner()), place, Set.of(Detail.ORG)));
        for (var above : directory.path(place.org(), hour).map(path -> path.orgs()).orElse(List.of())) {
          all = both(all, own(Owner.org(above), place, Set.of(Detail.ORG)));
        }
        yield all;
      }
      case ORG_LATE -> List.of();
    };
  }

  private static List<Watch> both(List<Watch> one, List<Watch> other) {
    if (other.isEmpty()) {
      return one;
    }
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private List<Watch> own(Owner owner, Place place, Set<Detail> details) {
    var found = new ArrayList<Watch>();
    for (var one : byOwner.getOrDefault(owner, List.of())) {
      var query = one.monitor().rule().query();
      if (details.contains(query.detail())) {
        var tags = tags(place, one.type());
        if (query.filter().takes(tags)) {
          found.add(watch(one, place, tags));
        }
      }
    }
    return found;
  }

  private Watch watch(Typed one, Place place, Map<Tag, String> tags) {
    var by = one.monitor().rule().query().groupBy();
    boolean several = place.level() == Level.ORG_OWN && !by.contains(Tag.CHILD_ORG_NAME) && !by.contains(Tag.PUBLIC_ID)
        && !isOneOrg(one.monitor(), place);
    if (!several) {
      return new Watch(one.monitor(), one.type(), place, tags, false);
    }
    // The same object for all orgs of the group: what it remembers is of all of them.
    var common = Place.part(place.holder(), Place.ORGS, by.contains(Tag.REGION) ? tags.getOrDefault(Tag.REGION, "") : "", place.owner());
    var some = shared.computeIfAbsent(common, any -> new ArrayList<>());
    return some.stream().filter(known -> known.monitor.equals(one.monitor())).findFirst().orElseGet(() -> {
      var watch = new Watch(one.monitor(), one.type(), common, tags, true);
      some.add(watch);
      return watch;
    });
  }

  /** Nearly every filter by name or id is of one org of the account. */
  private boolean isOneOrg(Monitor monitor, Place place) {
    return monitor.rule().query().filter().conditions().stream().anyMatch(condition -> !condition.not() && condition.values().size() == 1
        && !condition.values().getFirst().glob() && condition.tag() == Tag.PUBLIC_ID);
  }

  Map<Place, List<Watch>> shared() {
    return shared;
  }

  /** A group of several orgs; empty while none of them was used. */
  Optional<Watch> part(long monitor, Place part) {
    return shared.getOrDefault(part, List.of()).stream().filter(watch -> watch.monitor.id() == monitor).findFirst();
  }

  /** Whether a monitor looks at single orgs of an account. */
  boolean tellsOrgsApart(String account, String partner) {
    return ofOrgs || tellsOrgsApart(Owner.account(account)) || tellsOrgsApart(Owner.partner(partner));
  }

  private boolean tellsOrgsApart(Owner owner) {
    return byOwner.getOrDefault(owner, List.of()).stream().anyMatch(one -> one.monitor().rule().query().detail() == Detail.ORG);
  }

  /** Whether an org's own usage is part of a group of several orgs. */
  boolean takes(Watch watch, String org) {
    var place = new Place(Level.ORG_OWN, watch.place.holder(), org, watch.place.owner());
    var tags = tags(place, watch.type);
    var query = watch.monitor.rule().query();
    return query.filter().takes(tags) && query.group(tags).equals(query.group(watch.tags));
  }

  Map<Tag, String> tags(Place place, UsageType type) {
    var tags = new EnumMap<Tag, String>(Tag.class);
    if (place.level() != Level.PARTNER) {
      tags.put(Tag.ACCOUNT_PUBLIC_ID, place.holder());
      tags.put(Tag.ACCOUNT_NAME, accountName(place.holder()));
    }
    if (place.level() == Level.ORG_OWN && !place.isPart()) {
      tags.put(Tag.PUBLIC_ID, place.org());
      tags.put(Tag.CHILD_ORG_NAME, orgName(place.org()));
      directory.org(place.org()).map(Org::region).ifPresent(region -> tags.put(Tag.REGION, region));
    }
    tags.put(Tag.PRODUCT_FAMILY, type.family());
    type.billingDimension().ifPresent(dimension -> tags.put(Tag.BILLING_DIMENSION, dimension));
    return tags;
  }

  /** The group that an alert names. */
  static Map<String, String> group(Watch watch) {
    var group = new LinkedHashMap<String, String>();
    watch.monitor.rule().query().groupBy().forEach(tag -> group.put(tag.label(), watch.tags.getOrDefault(tag, "")));
    return group;
  }

  String accountName(String account) {
    return directory.account(account).map(found -> found.name()).orElse(account);
  }

  String orgName(String org) {
    return directory.org(org).map(Org::name).orElse(org);
  }

  Directory directory() {
    return directory;
  }
}
