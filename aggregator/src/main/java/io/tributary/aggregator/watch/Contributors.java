package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who caused it, among the orgs of an account: those whose own usage is farthest from what it was in the hour before. Looked for only when
 * there is something to tell.
 */
public final class Contributors {
  private final Usage usage;

  Contributors(Usage usage) {
    this.usage = usage;
  }

  /**
   * @param from first slot of what is told of
   * @param to first slot after
   */
  List<Contributor> of(Watch watch, Watches watches, int from, int to) {
    var found = new ArrayList<Contributor>();
    for (var org : orgs(watch, watches, from)) {
      var own = new Place(Level.ORG_OWN, watch.place.holder(), org, watch.place.owner());
      var slots = usage.slots(own, watch.type.id(), from - Hours.SLOTS, to);
      if (!slots.isEmpty()) {
        found.add(new Contributor(org, watches.orgName(org), watch.place.holder(), watches.accountName(watch.place.holder()),
            sum(slots.tailMap(from).values()), usual(sum(slots.headMap(from).values()), to - from)));
      }
    }
    return most(found);
  }

  private Set<String> orgs(Watch watch, Watches watches, int slot) {
    var place = watch.place;
    if (place.level() == Level.ORG_OWN && !place.isPart()) {
      return Set.of(place.org());
    }
    var all = new TreeSet<>(usage.orgs(place.holder()));
    if (watch.shared) {
      all.removeIf(org -> !watches.takes(watch, org));
    } else if (place.level() == Level.ORG_SUBTREE) {
      int hour = Hours.hourOfSlot(slot);
      all.removeIf(org -> watches.directory().path(org, hour).filter(path -> path.orgs().contains(place.org())).isEmpty());
    }
    return all;
  }

  /** Those that pulled most to the side that all of them together went to. */
  public static List<Contributor> most(List<Contributor> all) {
    var whole = all.stream().map(Contributor::deviation).reduce(BigDecimal.ZERO, BigDecimal::add);
    var side = BigDecimal.valueOf(whole.signum() < 0 ? -1 : 1);
    return all.stream().filter(one -> one.deviation().signum() != 0)
        .sorted(Comparator.comparing((Contributor one) -> one.deviation().multiply(side)).reversed().thenComparing(Contributor::org))
        .limit(Alert.MOST_CONTRIBUTORS).toList();
  }

  /** What the hour before gives for as many slots. */
  static BigDecimal usual(BigDecimal hour, int slots) {
    return hour.multiply(BigDecimal.valueOf(slots)).divide(BigDecimal.valueOf(Hours.SLOTS), MathContext.DECIMAL64).stripTrailingZeros();
  }

  private static BigDecimal sum(Iterable<Quantity> values) {
    var sum = Quantity.ZERO;
    for (var value : values) {
      sum = sum.plus(value);
    }
    return sum.toBigDecimal().stripTrailingZeros();
  }
}
