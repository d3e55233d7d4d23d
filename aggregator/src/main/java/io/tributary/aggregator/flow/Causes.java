package io.tributary.aggregator.flow;

import io.tributary.aggregator.watch.Contributors;
import io.tributary.aggregator.watch.Place;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.avro.CauseRecord;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Who caused what, as accounts told a partition of partners: merged, so that an alert of a partner's total can name orgs. In memory only:
 * while a spike goes on it is told again with every commit, and of what has stopped with the next five minutes.
 */
final class Causes {
  /** An alert looks back over an hour, and usage may be an hour late. */
  private static final int KEPT_SLOTS = 2 * Hours.SLOTS + 2;
  /** Orgs of a usage type and slot that are kept, those farthest off; five are named. Twice as many are there before they are sorted. */
  static final int MOST = 200;

  private final Supplier<Directory> directory;
  private final TreeMap<Integer, Map<Series, Map<String, CauseRecord>>> bySlot = new TreeMap<>();

  private record Series(String partner, int type) {}

  Causes(Supplier<Directory> directory) {
    this.directory = directory;
  }

  /** What is told later of the same org is the truth: cells are told as they are. */
  void told(String partner, CauseRecord cause, int running) {
    if (cause.getSlot() > running - KEPT_SLOTS) {
      var orgs = bySlot.computeIfAbsent(cause.getSlot(), any -> new HashMap<>())
          .computeIfAbsent(new Series(partner, cause.getType()), any -> new HashMap<>());
      orgs.put(cause.getOrg(), cause);
      if (orgs.size() > 2 * MOST) {
        orgs.values().stream().sorted(Comparator.comparing(one -> deviation(one).abs())).limit(orgs.size() - MOST)
            .map(CauseRecord::getOrg).toList().forEach(orgs::remove);
      }
    }
    bySlot.headMap(running - KEPT_SLOTS).clear();
  }

  /** @param to first slot after */
  List<Contributor> of(Place place, int type, int from, int to) {
    var known = directory.get();
    var sums = new HashMap<String, Contributor>();
    for (var slot : bySlot.subMap(from, to).values()) {
      slot.getOrDefault(new Series(place.holder(), type), Map.of()).values().forEach(cause -> sums.merge(cause.getOrg(),
          contributor(known, cause), (one, other) -> new Contributor(one.org(), one.orgName(), one.account(), one.accountName(),
              one.value().add(other.value()), one.expected().add(other.expected()))));
    }
    return Contributors.most(new ArrayList<>(sums.values()));
  }

  private static Contributor contributor(Directory known, CauseRecord cause) {
    return new Contributor(cause.getOrg(), known.org(cause.getOrg()).map(Org::name).orElse(cause.getOrg()), cause.getAccount(),
        known.account(cause.getAccount()).map(Account::name).orElse(cause.getAccount()), value(cause.getUnits()), value(cause.getUsual()));
  }

  private static BigDecimal value(ByteBuffer units) {
    return units(units).toBigDecimal().stripTrailingZeros();
  }

  static BigInteger deviation(CauseRecord cause) {
    return units(cause.getUnits()).minus(units(cause.getUsual())).unscaled();
  }

  private static Quantity units(ByteBuffer bytes) {
    return Quantity.ofBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
