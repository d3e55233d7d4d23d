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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The statements of one partition's accounts. One is made when its month is closed and every event that a door accepted for it
 * is in the cells: the close has had time to reach every door, and all that was appended by then is counted. It is put into the
 * store by the transaction that publishes it, and never again; a contract that costs nothing in a month has an empty one.
 *
 * <p>What comes for a closed month is marked in the same store: of marked months, what is still owed is reckoned.
 */
final class Statements {
  /** By then every door has read a close; what one that has not accepts is found by its mark, and becomes an adjustment. */
  static final Duration SPREADING = Duration.ofSeconds(10);

  private static final byte[] NOTHING = {};

  private final KeyValueStore<Bytes, byte[]> store;
  private final StoredCosts stored;
  private final Function<String, StoredAccount> accounts;
  private final Predicate<String> isHere;
  /** Closes whose statements are not made, the earliest month first, and when each was first seen. */
  private final Map<MonthClose, Instant> pending =
      new TreeMap<>(Comparator.comparingInt(MonthClose::month).thenComparing(MonthClose::account));
  private final Set<MonthClose> made = new HashSet<>();
  /** The marks, as far as they were asked for. */
  private final Map<String, Set<Integer>> marks = new HashMap<>();
  /** What is owed, by contract and closed month, until something changes it. */
  private final Map<String, Map<Integer, List<Adjustment>>> owed = new HashMap<>();
  private long version = -1;

  Statements(KeyValueStore<Bytes, byte[]> store, Function<String, StoredAccount> accounts, Predicate<String> isHere) {
    this.store = store;
    this.stored = new StoredCosts(store);
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
      if (isHere.test(close.account()) && !made.contains(close)) {
        pending.putIfAbsent(close, now);
      }
    }
  }

  /** Whether an account has a closed month without its statement: nobody can say yet what is owed for it. */
  boolean isPending(String account) {
    return pending.keySet().stream().anyMatch(close -> close.account().equals(account));
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** An hour of an account changed. */
  void touched(Directory known, String account, int hour) {
    int month = Hours.month(hour);
    if (known.close(account, month).isPresent()) {
      if (marks(account).add(month)) {
        store.put(StoredCosts.mark(account, month), NOTHING);
      }
      known.contractsOf(account).forEach(contract -> owed.getOrDefault(contract.id(), new HashMap<>()).remove(month));
    }
  }

  private Set<Integer> marks(String account) {
    return marks.computeIfAbsent(account, any -> stored.marks(account));
  }

  /**
   * Makes the statements of the next close that is ready; empty when none is.
   *
   * @param asOf append time up to which everything is in the cells
   */
  Optional<List<Statement>> next(Directory known, Instant asOf) {
    for (var each : pending.entrySet()) {
      if (!asOf.isBefore(each.getValue().plus(SPREADING))) {
        var close = each.getKey();
        pending.remove(close);
        made.add(close);
        return Optional.of(make(known, close));
      }
    }
    return Optional.empty();
  }

  private List<Statement> make(Directory known, MonthClose close) {
    var statements = new ArrayList<Statement>();
    for (var contract : known.contractsOf(close.account())) {
      var key = StoredCosts.key(close.account(), close.month(), contract.id());
      if (store.get(key) == null) {
        var account = accounts.apply(close.account());
        var statement = new Closing(bills(known, contract)).close(close.month(), account.usage(), account.own(close.month()),
            adjustments(known, contract, close.month()), parent(known, close));
        store.put(key, statement.map(CostsCodec::statement).orElse(NOTHING));
        statement.ifPresent(statements::add);
        owed.remove(contract.id());
      }
    }
    return statements;
  }

  static Bills bills(Directory known, Contract contract) {
    return new Bills(contract, known.pricing(contract.id()), known.catalogue());
  }

  /**
   * What a contract's closed months still owe, to be charged in {@code month}: the earliest that is open, or is being closed. A
   * month whose hours are no longer kept owes nothing more.
   */
  List<Adjustment> adjustments(Directory known, Contract contract, int month) {
    var adjustments = new ArrayList<Adjustment>();
    var reckoned = owed.computeIfAbsent(contract.id(), any -> new HashMap<>());
    for (int closed : marks(contract.account())) {
      if (closed < month && closed > month - Hours.HOUR_RETENTION_MONTHS) {
        adjustments.addAll(reckoned.computeIfAbsent(closed, any -> owed(known, contract, closed)));
      }
    }
    return adjustments;
  }

  private List<Adjustment> owed(Directory known, Contract contract, int closed) {
    var account = accounts.apply(contract.account());
    var closing = new Closing(bills(known, contract));
    return statement(contract, closed).map(billed -> closing.adjustments(billed, charged(known, contract, closed),
        account.usageWithLate(), account.late(closed))).orElse(List.of());
  }

  /** What statements of other months have charged for a closed month: of any, as months may be closed in any order. */
  private List<Adjustment> charged(Directory known, Contract contract, int closed) {
    var charged = new ArrayList<Adjustment>();
    for (int other = closed + 1; other <= closed + Hours.MONTH_RETENTION_MONTHS; other++) {
      if (known.close(contract.account(), other).isPresent()) {
        statement(contract, other).ifPresent(statement -> statement.row().adjustments().stream()
            .filter(each -> each.month().isPresent() && each.month().getAsInt() == closed).forEach(charged::add));
      }
    }
    return charged;
  }

  private Optional<Statement> statement(Contract contract, int month) {
    return Optional.ofNullable(store.get(StoredCosts.key(contract.account(), month, contract.id())))
        .filter(bytes -> bytes.length > 0).map(CostsCodec::statement);
  }

  /** The account's root org in the month's last hour; the account itself if it has none then. */
  private static String parent(Directory known, MonthClose close) {
    int last = Hours.firstOfMonth(close.month() + 1) - 1;
    return known.orgs().stream().filter(org -> org.placementAt(last).flatMap(place -> place.account()).filter(close.account()::equals)
        .isPresent()).map(org -> org.publicId()).sorted().findFirst().orElse(close.account());
  }
}
