package io.tributary.aggregator.flow;

import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Which accounts of a partition are to be rated again, and from which hour on. In memory only: a task that begins has every
 * account due, so nothing that was due before is forgotten.
 */
final class DueBills {
  private final Predicate<String> isHere;
  /** In the order in which they became due. */
  private final Map<String, Due> due = new LinkedHashMap<>();
  private final Map<String, Priced> seen = new HashMap<>();
  private long version = -1;
  private int hour = Integer.MIN_VALUE;

  /**
   * @param fromHour the earliest hour that changed
   * @param sinceMillis when it became due
   */
  record Due(String account, int fromHour, long sinceMillis) {
    private Due with(int other) {
      return other >= fromHour ? this : new Due(account, other, sinceMillis);
    }
  }

  private record Priced(Contract contract, Optional<Pricing> pricing) {}

  /** @param isHere whether an account belongs to the partition */
  DueBills(Predicate<String> isHere) {
    this.isHere = isHere;
  }

  void touched(String account, int hour, long nowMillis) {
    due.merge(account, new Due(account, hour, nowMillis), (was, now) -> was.with(hour));
  }

  /** Notes what the directory or the clock changed since it was last asked. */
  void look(Directory known, Instant now) {
    if (known.version() != version) {
      version = known.version();
      for (var contract : known.contracts()) {
        var priced = new Priced(contract, known.pricing(contract.id()));
        if (isHere.test(contract.account()) && !priced.equals(seen.put(contract.id(), priced))) {
          touched(contract.account(), Hours.firstOfMonth(Hours.monthOf(now) - 1), now.toEpochMilli());
        }
      }
    }
    if (Hours.of(now) != hour) {
      // The hour that has just ended is part of a day that may have: both are rated with it.
      hour = Hours.of(now);
      seen.values().forEach(priced -> touched(priced.contract().account(), hour - 1, now.toEpochMilli()));
    }
  }

  /** The one that has waited longest; accounts without a contract are not due. */
  Optional<Due> poll() {
    var all = due.entrySet().iterator();
    if (!all.hasNext()) {
      return Optional.empty();
    }
    var first = all.next().getValue();
    all.remove();
    return Optional.of(first);
  }

  /** Since when the one that has waited longest is due. */
  OptionalLong oldest() {
    return due.values().stream().mapToLong(Due::sinceMillis).min();
  }
}
