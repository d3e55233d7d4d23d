package io.tributary.aggregator.flow;

import io.tributary.codec.CostsCodec;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthClose;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Bills;
import io.tributary.rating.Closing;
import io.tributary.rating.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The statements of one partition's accounts. One is made when its month is closed and every event that a door accepted for it
 * is in the cells: the close has had time to reach every door, and all that was appended by then is counted. It is put into the
 * store by the transaction that publishes it, and never again.
 */
final class Statements {
  /** By then every door has read a close; one that has not makes its events adjustments. */
  static final Duration SPREADING = Duration.ofSeconds(10);

  private final KeyValueStore<Bytes, byte[]> store;
  private final Function<String, StoredAccount> accounts;
  private final Predicate<String> isHere;
  /** Closes without statements, and when each was first seen. */
  private final Map<MonthClose, Instant> pending = new LinkedHashMap<>();
  private final Set<MonthClose> settled = new HashSet<>();
  /** Months of an account in which something came late, as far as it was looked for. */
  private final Map<String, Set<Integer>> lateMonths = new HashMap<>();
  /** By contract and closed month, until something changes it. */
  private final Map<String, Map<Integer, List<Adjustment>>> owed = new HashMap<>();
  private long version = -1;

  Statements(KeyValueStore<Bytes, byte[]> store, Function<String, StoredAccount> accounts, Predicate<String> isHere) {
    this.store = store;
    this.accounts = accounts;
    this.isHere = isHere;
  }

  /** Notes the closes that have no statements yet. */
  void look(Directory known, Instant now) {
    if (known.version() == version) {
      return;
    }
    version = known.version();
    for (var close : known.closes()) {
      if (isHere.test(close.account()) && !settled.contains(close)) {
        pending.putIfAbsent(close, now);
      }
    }
  }

  /** An hour of an account changed. */
  void touched(Directory known, String account, int hour) {
    int month = Hours.month(hour);
    if (known.close(account, month).isPresent()) {
      lateMonths.computeIfPresent(account, (any, months) -> {
        months.add(month);
        return months;
      });
      known.contractsOf(account).forEach(contract -> owed.getOrDefault(contract.id(), new TreeMap<>()).remove(month));
    }
  }

  /**
   * Makes the statements that can be made now.
   *
   * @param asOf append time up to which everything is in the cells
   */
  List<Statement> make(Directory known, Instant asOf) {
    var made = new ArrayList<Statement>();
    var next = pending.entrySet().iterator();
    while (next.hasNext()) {
      var each = next.next();
      if (!asOf.isBefore(each.getValue().plus(SPREADING))) {
        made.addAll(make(known, each.getKey()));
        known.contractsOf(each.getKey().account()).forEach(contract -> owed.remove(contract.id()));
        settled.add(each.getKey());
        next.remove();
      }
    }
    return made;
  }

  private List<Statement> make(Directory known, MonthClose close) {
    var made = new ArrayList<Statement>();
    var account = accounts.apply(close.account());
    for (var contract : known.contractsOf(close.account())) {
      var key = StoredCosts.key(close.account(), close.month(), contract.id());
      if (store.get(key) == null) {
        new Closing(bills(known, contract)).close(close.month(), account.usage(), account.own(close.month()),
            adjustments(known, contract, close.month()), parent(known, close)).ifPresent(statement -> {
              store.put(key, CostsCodec.statement(statement));
              made.add(statement);
            });
      }
    }
    return made;
  }

  static Bills bills(Directory known, Contract contract) {
    return new Bills(contract, known.pricing(contract.id()), known.catalogue());
  }

  /**
   * What a contract's closed months still owe, to be charged in {@code month}: the earliest that is open, or is being closed.
   */
  List<Adjustment> adjustments(Directory known, Contract contract, int month) {
    var account = accounts.apply(contract.account());
    var adjustments = new ArrayList<Adjustment>();
    var reckoned = owed.computeIfAbsent(contract.id(), any -> new TreeMap<>());
    for (int closed : lateMonths.computeIfAbsent(contract.account(), any -> candidates(account, month))) {
      if (closed < month) {
        adjustments.addAll(reckoned.computeIfAbsent(closed, any -> of(contract.account(), closed, contract.id())
            .map(billed -> new Closing(bills(known, contract)).adjustments(billed, before(contract, closed, month),
                account.usageWithLate(), account.late(closed))).orElse(List.of())));
      }
    }
    return adjustments;
  }

  /** Where something came late; and the last two months, for which a door that slept may have accepted usage as if they were open. */
  private static Set<Integer> candidates(StoredAccount account, int month) {
    var months = new TreeSet<Integer>();
    for (int closed = month - Hours.HOUR_RETENTION_MONTHS; closed < month; closed++) {
      if (closed >= month - 2 || !account.late(closed).isEmpty()) {
        months.add(closed);
      }
    }
    return months;
  }

  /** What later statements have charged for a closed month. */
  private List<Adjustment> before(Contract contract, int closed, int month) {
    var before = new ArrayList<Adjustment>();
    for (int later = closed + 1; later < month; later++) {
      of(contract.account(), later, contract.id()).ifPresent(statement -> statement.row().adjustments().stream()
          .filter(each -> each.month().isPresent() && each.month().getAsInt() == closed).forEach(before::add));
    }
    return before;
  }

  private Optional<Statement> of(String account, int month, String contract) {
    return Optional.ofNullable(store.get(StoredCosts.key(account, month, contract))).map(CostsCodec::statement);
  }

  /** The account's root org in the month's last hour; the account itself if it has none then. */
  private static String parent(Directory known, MonthClose close) {
    int last = Hours.firstOfMonth(close.month() + 1) - 1;
    return known.orgs().stream().filter(org -> org.placementAt(last).flatMap(place -> place.account()).filter(close.account()::equals)
        .isPresent()).map(org -> org.publicId()).sorted().findFirst().orElse(close.account());
  }
}
