package io.tributary.aggregator.flow;

import io.tributary.codec.CostRecords;
import io.tributary.codec.CostsCodec;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthlyFunction;
import io.tributary.projection.ProjectedBills;
import io.tributary.rating.Adjustment;
import io.tributary.rating.AccountUsage;
import io.tributary.rating.Bills;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.CostSums;
import io.tributary.rating.Statement;
import io.tributary.topics.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what each account's contracts cost: the running month and the one before while it is open, and each of their days. An
 * account is rated again at most once a second after its cells or its contract changed, and in every hour, because averages and
 * percentiles change with time. What a rating changes goes to the contract's partner as a difference (decision 0008).
 */
final class BillAccounts implements Processor<String, Outcome, String, SpecificRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(BillAccounts.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  /** While nothing of the partition has a price: a punctuation makes its task commit, also when there is nothing to do. */
  private static final Duration IDLE = Duration.ofSeconds(15);
  /** What a turn may take of the second that it is for, while no events come. */
  private static final Duration A_TURN = Duration.ofMillis(200);
  /** What is left for the turns of all partitions together while events come: those and questions come first. */
  private static final Duration ALL_TURNS = Duration.ofMillis(400);
  /** The least that a turn may take, and the most while events wait: what is rated then would be rated again at once. */
  private static final Duration A_SHORT_TURN = Duration.ofMillis(25);
  private static final Duration BEHIND = Duration.ofSeconds(5);
  /** Foretelling a month costs some eight times what rating it does, and changes little from one second to the next. */
  private static final Duration PROJECT_EVERY = Duration.ofSeconds(20);
  /** While accounts have to wait for their turn: else a round might take so long that each account is foretold in each. */
  private static final Duration PROJECT_EVERY_BEHIND = Duration.ofMinutes(2);
  private static final String NO_HISTORY =
      "no usage type of this contract has a full day of history yet, or its history is still being brought in";

  private final Supplier<Directory> directory;
  private final int partitions;
  private final Cuts cuts;
  private final Waiting unrated;
  private final Supplier<Instant> asOf;
  private final LongSupplier nanos;
  private ProcessorContext<String, SpecificRecord> context;
  private CellState state;
  private KeyValueStore<Bytes, byte[]> rows;
  private StoredCosts stored;
  private StoredCells accounts;
  private StoredCells orgs;
  private DueBills due;
  private Statements statements;
  private Learning learning;
  /** By contract, as last made. */
  private final Map<String, Projected> projections = new HashMap<>();
  /** What a turn's ratings change together: a partner of thousands gets one record for all of them. */
  private final Map<Total, CostRow> changes = new HashMap<>();
  private Cuts.Cut cut;
  private Cancellable timer;
  private Duration pace;
  private int partition;
  private int month = Integer.MIN_VALUE;
  /** When usage last came. */
  private Instant fed = Instant.EPOCH;

  private record Total(String partner, String currency, int month) {}

  private record Projected(Instant at, int month, Bills bills, Optional<ProjectedCost> cost) {}

  /**
   * @param unrated told from which append time on something of a partition may not be rated
   * @param asOf append time up to which all usage is in the cells
   * @param nanos time that goes by while a turn lasts, when the context's stands still
   */
  BillAccounts(Supplier<Directory> directory, int partitions, Cuts cuts, Waiting unrated, Supplier<Instant> asOf, LongSupplier nanos) {
    this.directory = directory;
    this.partitions = partitions;
    this.cuts = cuts;
    this.unrated = unrated;
    this.asOf = asOf;
    this.nanos = nanos;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    state = context.getStateStore(UsageTopology.FOLD_ACCOUNT);
    rows = context.getStateStore(UsageTopology.RATED_ACCOUNT);
    stored = new StoredCosts(rows);
    accounts = new StoredCells(context.getStateStore(UsageTopology.ESTIMATED_ACCOUNT));
    orgs = new StoredCells(context.getStateStore(UsageTopology.ESTIMATED_ORG));
    partition = context.taskId().partition();
    cut = cuts.of(false, partition);
    var isHere = Partitions.in(partition, partitions);
    due = new DueBills(isHere);
    learning = new Learning(context.getStateStore(UsageTopology.PROJECTED_ACCOUNT));
    projections.clear();
    changes.clear();
    statements = new Statements(context.getStateStore(UsageTopology.STATEMENTS), this::cells, isHere);
    unrated.since(partition, asOf.get().toEpochMilli()); // until the first turn nobody knows
    pace = null;
    repeat(EVERY);
  }

  private void repeat(Duration every) {
    if (!every.equals(pace)) {
      if (timer != null) {
        timer.cancel();
      }
      pace = every;
      timer = context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::turn);
    }
  }

  /** After the flush: what it changed is to be rated. */
  @Override
  public void process(Record<String, Outcome> bell) {
    fed = Instant.ofEpochMilli(context.currentSystemTimeMs());
    note(fed);
    due.since().ifPresent(since -> unrated.since(partition, since));
  }

  private void note(Instant now) {
    var known = directory.get();
    var complete = asOf.get();
    state.takeTouched((account, hour) -> {
      if (!known.contractsOf(account).isEmpty()) {
        due.touched(account, hour, complete);
        statements.touched(known, account, hour);
        learning.touched(account, hour, now);
      }
    });
    state.takeLate((account, hour) -> {
      due.touched(account, Hours.of(now), complete);
      statements.touched(known, account, hour);
    });
  }

  private void turn(long nowMillis) {
    var now = Instant.ofEpochMilli(nowMillis);
    var known = directory.get();
    note(now);
    due.look(known, now, asOf.get());
    statements.look(known, now);
    forget(now);
    long most = length(now).toNanos();
    long began = nanos.getAsLong();
    boolean some;
    do {
      some = close(known, now) || bill(known, now);
    } while (some && nanos.getAsLong() - began < most);
    changes.forEach((total, change) -> context.forward(new Record<>(total.partner(), CostRecords.toAvro(change), nowMillis)));
    changes.clear();
    unrated.set(partition, due.since());
    repeat(due.isEmpty() && statements.isEmpty() ? IDLE : EVERY);
  }

  private Duration length(Instant now) {
    if (isBehind(now)) {
      return A_SHORT_TURN;
    }
    if (fed.plus(BEHIND).isBefore(now)) {
      return A_TURN;
    }
    return Duration.ofNanos(Math.clamp(ALL_TURNS.toNanos() / partitions, A_SHORT_TURN.toNanos(), A_TURN.toNanos()));
  }

  private boolean isBehind(Instant now) {
    return asOf.get().isBefore(now.minus(BEHIND));
  }

  private StoredAccount cells(String account) {
    return new StoredAccount(account, accounts, orgs);
  }

  /**
   * A closed month whose usage is complete is frozen, and what has still to be charged for it is charged in the next.
   *
   * @return whether there was one
   */
  private boolean close(Directory known, Instant now) {
    var made = statements.next(known, asOf.get());
    made.ifPresent(all -> all.forEach(statement -> publish(statement, now)));
    return made.isPresent();
  }

  /** The account that has waited longest. @return whether there was one */
  private boolean bill(Directory known, Instant now) {
    var next = due.poll();
    next.ifPresent(account -> bill(known, account, now));
    return next.isPresent();
  }

  private void publish(Statement statement, Instant now) {
    var row = statement.row();
    var key = row.account() + "/" + Hours.yearMonth(row.month()) + "/" + row.contract();
    context.forward(new Record<>(key, CostRecords.toAvro(statement), now.toEpochMilli()));
    // What was billed is what the month cost: usage may have come since it was last rated.
    var before = stored.last(row.account(), row);
    if (before.isPresent()) {
      replace(row.account(), before, Optional.of(row), List.of(row.atDay(Hours.inMonth(row.month()) / 24)), List.of());
    }
    due.touched(row.account(), Hours.firstOfMonth(row.month() + 1), asOf.get());
  }

  private void bill(Directory known, DueBills.Due bill, Instant now) {
    try {
      var account = bill.account();
      var ask = learning.learn(cells(account), now, asOf.get());
      if (ask.isAfter(now)) {
        due.later(account, ask);
      }
      int running = Hours.monthOf(now);
      var every = bill.since().isBefore(now.minus(BEHIND)) ? PROJECT_EVERY_BEHIND : PROJECT_EVERY;
      // The earliest open month bears what is still owed for closed ones, once it is known what was billed for them.
      boolean adjusts = !statements.isPending(account);
      for (int each = running - 1; each <= running; each++) {
        if (known.close(account, each).isPresent()) {
          continue;
        }
        int changed = Hours.month(bill.fromHour());
        int today = each == running ? day(Hours.of(now), each) : Hours.inMonth(each) / 24;
        int fromDay = changed < each ? 1 : changed == each ? day(bill.fromHour(), each) : today;
        for (var contract : known.contractsOf(account)) {
          var adjustments = adjusts ? statements.adjustments(known, contract, each) : List.<Adjustment>of();
          if (changed <= each || !adjustments.isEmpty()) {
            rate(Statements.bills(known, contract), each, fromDay, today, now, adjustments, every);
          }
        }
        adjusts = false;
      }
    } catch (ArithmeticException | IllegalArgumentException | IllegalStateException e) {
      // Prices that nobody thought of must not stop the counting; the row stays as it was, and is as old as as_of says.
      LOG.error("account {} cannot be rated; trying again in a minute", bill.account(), e);
      due.later(bill.account(), now.plus(Duration.ofMinutes(1)));
    }
  }

  /** @param every how old a projection may be */
  private void rate(Bills bills, int month, int fromDay, int today, Instant now, List<Adjustment> adjustments, Duration every) {
    var contract = bills.contract();
    var usage = cells(contract.account()).usage();
    var whole = bills.month(month, now, usage, adjustments)
        .map(row -> month < Hours.monthOf(now) ? row : projected(row, bills, usage, now, every));
    var days = new TreeMap<Integer, CostRow>();
    if (fromDay < today) {
      bills.days(month, fromDay, today - 1, now, usage, adjustments).forEach(row -> days.put(row.day().getAsInt(), row));
    }
    whole.ifPresent(row -> days.put(today, row.atDay(today))); // nothing of this month is later than today
    var gone = new ArrayList<Bytes>();
    for (int day = fromDay; day <= today; day++) {
      if (!days.containsKey(day)) {
        gone.add(StoredCosts.key(contract.account(), month, day, contract.id()));
      }
    }
    replace(contract.account(), stored.last(contract.account(), month, contract.id()), whole, List.copyOf(days.values()), gone);
  }

  /** Puts what differs, and notes what that changes for the partner. Encodes before it locks: readers wait no longer than the puts take. */
  private void replace(String account, Optional<CostRow> before, Optional<CostRow> after, List<CostRow> days, List<Bytes> gone) {
    var puts = new HashMap<Bytes, byte[]>();
    after.ifPresent(row -> puts.put(StoredCosts.key(account, row), CostsCodec.row(row)));
    days.forEach(row -> puts.put(StoredCosts.key(account, row), CostsCodec.row(row)));
    if (after.isEmpty()) {
      before.ifPresent(row -> puts.put(StoredCosts.key(account, row), null));
    }
    gone.forEach(key -> puts.put(key, null));
    puts.entrySet().removeIf(each -> Arrays.equals(rows.get(each.getKey()), each.getValue()));
    CostSums.changes(before, after).forEach(change ->
        changes.merge(new Total(change.partner().orElseThrow(), change.currency(), change.month()), change, CostSums::plus));
    cut.lock().writeLock().lock();
    try {
      puts.forEach(rows::put);
    } finally {
      cut.lock().writeLock().unlock();
    }
    if (!puts.isEmpty()) {
      state.rated(account);
    }
  }

  private CostRow projected(CostRow row, Bills bills, AccountUsage usage, Instant now, Duration every) {
    var last = projections.get(row.contract());
    boolean fits = last != null && last.month() == row.month() && last.bills().equals(bills) && last.cost().isPresent();
    if (!fits || !now.isBefore(last.at().plus(every))) {
      last = new Projected(now, row.month(), bills,
          new ProjectedBills(bills, row.month(), usage, learning.forecasts(row.account(), row.month())).cost());
      projections.put(row.contract(), last);
    } else {
      due.later(row.account(), last.at().plus(every));
    }
    return row.with(last.cost().map(cost -> cost.atLeast(row, dimension -> grows(bills, dimension))), NO_HISTORY);
  }

  private static boolean grows(Bills bills, String dimension) {
    return bills.catalogue().byDimension(dimension)
        .filter(type -> type.monthly() == MonthlyFunction.SUM || type.monthly() == MonthlyFunction.MAX).isPresent();
  }

  /** Rows of months that nobody may ask for any more, when a new one begins. */
  private void forget(Instant now) {
    int running = Hours.monthOf(now);
    if (running == month || due.isEmpty()) {
      return;
    }
    month = running;
    var old = new ArrayList<Bytes>();
    for (var account : due.accounts()) {
      try (var range = rows.range(StoredCosts.first(account, 0), StoredCosts.first(account, running - 1))) {
        range.forEachRemaining(row -> old.add(row.key));
      }
    }
    cut.lock().writeLock().lock();
    try {
      old.forEach(rows::delete);
    } finally {
      cut.lock().writeLock().unlock();
    }
  }

  private static int day(int hour, int month) {
    return (hour - Hours.firstOfMonth(month)) / 24 + 1;
  }

  @Override
  public void close() {
    timer.cancel();
    unrated.clear(partition);
  }
}
