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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which accounts of a partition are to be rated again, and from which hour on: those with a contract. In memory only: a task that
 * begins has every account due, so nothing that was due before is forgotten.
 */
final class DueBills {
  private final Predicate<String> isHere;
  /** In the order in which they became due. */
  private final Map<String, Due> due = new LinkedHashMap<>();
  private final Map<String, Instant> later = new HashMap<>();
  private final Map<String, Priced> priced = new HashMap<>();
  private long version = -1;
  private int hour = Integer.MIN_VALUE;

  /**
   * @param fromHour the earliest hour that changed
   * @param since append time up to which all usage was counted when it became due
   */
  record Due(String account, int fromHour, Instant since) {
    private Due with(int other) {
      return other >= fromHour ? this : new Due(account, other, since);
    }
  }

  private record Priced(Contract contract, Optional<Pricing> pricing) {}

  /** @param isHere whether an account belongs to the partition */
  DueBills(Predicate<String> isHere) {
    this.isHere = isHere;
  }

  void touched(String account, int hour, Instant asOf) {
    due.merge(account, new Due(account, hour, asOf), (was, now) -> was.with(hour));
  }

  /** Not before then: what is good enough until then. */
  void later(String account, Instant at) {
    later.putIfAbsent(account, at);
  }

  /** Notes what the directory or the clock changed since it was last asked. */
  void look(Directory known, Instant now, Instant asOf) {
    if (known.version() != version) {
      version = known.version();
      for (var contract : known.contracts()) {
        var prices = new Priced(contract, known.pricing(contract.id()));
        if (isHere.test(contract.account()) && !prices.equals(priced.put(contract.id(), prices))) {
          touched(contract.account(), Hours.firstOfMonth(Hours.monthOf(now) - 1), asOf);
        }
      }
    }
    later.entrySet().removeIf(each -> {
      boolean come = !now.isBefore(each.getValue());
      if (come) {
        touched(each.getKey(), Hours.of(now), asOf);
      }
      return come;
    });
    if (Hours.of(now) != hour) {
      // The last hour is part of a day, and perhaps a month, that is over: they are rated with all of their time gone by. After a
      // pause it may be long ago.
      int last = hour == Integer.MIN_VALUE ? Hours.of(now) - 1 : Math.min(hour, Hours.of(now) - 1);
      hour = Hours.of(now);
      priced.values().forEach(prices -> touched(prices.contract().account(), last, asOf));
    }
  }

  /** Whether no account of the partition has a contract. */
  boolean isEmpty() {
    return priced.isEmpty();
  }

  /** Those with a contract. */
  Set<String> accounts() {
    return priced.values().stream().map(each -> each.contract().account()).collect(Collectors.toSet());
  }

  /** The one that has waited longest. */
  Optional<Due> poll() {
    var all = due.entrySet().iterator();
    if (!all.hasNext()) {
      return Optional.empty();
    }
    var first = all.next().getValue();
    all.remove();
    return Optional.of(first);
  }

  /** Append time, in milliseconds, from which on usage may not be rated; empty when all is. */
  OptionalLong since() {
    return due.values().stream().mapToLong(each -> each.since().toEpochMilli()).min();
  }
}
