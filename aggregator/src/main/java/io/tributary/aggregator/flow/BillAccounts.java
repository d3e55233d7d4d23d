package io.tributary.aggregator.flow;

import io.tributary.codec.CostRecords;
import io.tributary.codec.CostsCodec;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.rating.Adjustment;
import io.tributary.rating.AccountUsage;
import io.tributary.rating.Bills;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.CostSums;
import io.tributary.rating.ProjectedBills;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps what each account's contracts cost: the running month and those before that are not closed, and each of their days. An
 * account is rated again at most once a second after its cells or its contract changed, and in every hour, because averages and
 * percentiles change with time. What a rating changes goes to the contract's partner as a difference.
 */
final class BillAccounts implements Processor<String, Outcome, String, SpecificRecord> {
  private static final Duration EVERY = Duration.ofSeconds(1);
  /** Of each second; events come first. */
  private static final long BUDGET_NANOS = Duration.ofMillis(50).toNanos();
  /** Foretelling a month costs ten times what rating it does, and changes little from one second to the next. */
  private static final Duration PROJECT_EVERY = Duration.ofSeconds(20);

  private static final String NO_HISTORY = "no usage type of this contract has been used for a full day yet";

  private final Supplier<Directory> directory;
  private final int partitions;
  private final Cuts cuts;
  private final Waiting unrated;
  private final Supplier<Instant> asOf;
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
  private Cuts.Cut cut;
  private Cancellable timer;
  private int partition;

  private record Projected(Instant at, Bills bills, Optional<ProjectedCost> cost) {}

  /**
   * @param unrated told since when something of a partition waits to be rated
   * @param asOf append time up to which all usage is in the cells
   */
  BillAccounts(Supplier<Directory> directory, int partitions, Cuts cuts, Waiting unrated, Supplier<Instant> asOf) {
    this.directory = directory;
    this.partitions = partitions;
    this.cuts = cuts;
    this.unrated = unrated;
    this.asOf = asOf;
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
    due = new DueBills(this::isHere);
    learning = new Learning(context.getStateStore(UsageTopology.PROJECTED_ACCOUNT));
    projections.clear();
    statements = new Statements(context.getStateStore(UsageTopology.STATEMENTS), this::cells, this::isHere);
    timer = context.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, this::bill);
  }

  /** After the flush: what it changed is to be rated. */
  @Override
  public void process(Record<String, Outcome> bell) {
    long now = context.currentSystemTimeMs();
    var known = directory.get();
    state.takeTouched((account, hour) -> {
      due.touched(account, hour, now);
      statements.touched(known, account, hour);
      learning.touched(account, hour, Instant.ofEpochMilli(now));
    });
    due.oldest().ifPresent(since -> unrated.since(partition, since));
  }

  private void bill(long nowMillis) {
    var now = Instant.ofEpochMilli(nowMillis);
    var known = directory.get();
    due.look(known, now);
    close(known, now);
    long until = System.nanoTime() + BUDGET_NANOS;
    while (System.nanoTime() < until) {
      var next = due.poll();
      if (next.isEmpty()) {
        break;
      }
      bill(known, next.get(), now);
    }
    unrated.clear(partition);
    due.oldest().ifPresent(since -> unrated.since(partition, since));
  }

  /** Closed months whose usage is complete are frozen, and what has still to be charged for them is charged in the next. */
  private void close(Directory known, Instant now) {
    statements.look(known, now);
    for (var statement : statements.make(known, asOf.get())) {
      var row = statement.row();
      var key = row.account() + "/" + Hours.yearMonth(row.month()) + "/" + row.contract();
      context.forward(new Record<>(key, CostRecords.toAvro(statement), now.toEpochMilli()));
      due.touched(row.account(), Hours.firstOfMonth(row.month() + 1), now.toEpochMilli());
    }
  }

  private boolean isHere(String account) {
    return Utils.toPositive(Utils.murmur2(account.getBytes(StandardCharsets.UTF_8))) % partitions == partition;
  }

  private StoredAccount cells(String account) {
    return new StoredAccount(account, accounts, orgs);
  }

  private void bill(Directory known, DueBills.Due bill, Instant now) {
    var changes = new ArrayList<CostRow>();
    int running = Hours.monthOf(now);
    boolean adjusts = true; // the earliest open month bears what is still owed for closed ones
    for (int month = running - 1; month <= running; month++) {
      if (known.close(bill.account(), month).isPresent()) {
        continue;
      }
      int changed = Hours.month(bill.fromHour());
      int today = month == running ? day(Hours.of(now), month) : Hours.inMonth(month) / 24;
      int fromDay = changed < month ? 1 : changed == month ? day(bill.fromHour(), month) : today;
      for (var contract : known.contractsOf(bill.account())) {
        var adjustments = adjusts ? statements.adjustments(known, contract, month) : List.<Adjustment>of();
        if (changed <= month || !adjustments.isEmpty()) {
          put(Statements.bills(known, contract), month, fromDay, today, now, adjustments, changes);
        }
      }
      adjusts = false;
    }
    changes.forEach(change -> change.partner().ifPresent(partner ->
        context.forward(new Record<>(partner, CostRecords.toAvro(change), now.toEpochMilli()))));
  }

  private void put(Bills bills, int month, int fromDay, int today, Instant now, List<Adjustment> adjustments, List<CostRow> changes) {
    var account = bills.contract().account();
    var usage = cells(account).usage();
    var whole = bills.month(month, now, usage, adjustments).map(row -> month < Hours.monthOf(now) ? row : projected(row, bills, usage, now));
    if (whole.isEmpty()) {
      return;
    }
    var days = new ArrayList<CostRow>();
    if (fromDay < today) {
      days.addAll(bills.days(month, fromDay, today - 1, now, usage));
    }
    days.add(whole.get().atDay(today)); // nothing of this month is later than today
    var before = stored.last(account, whole.get());
    cut.lock().writeLock().lock();
    try {
      rows.put(StoredCosts.key(account, whole.get()), CostsCodec.row(whole.get()));
      days.forEach(row -> rows.put(StoredCosts.key(account, row), CostsCodec.row(row)));
    } finally {
      cut.lock().writeLock().unlock();
    }
    if (!before.equals(whole)) {
      changes.add(CostSums.change(before, whole.get()));
    }
  }

  private CostRow projected(CostRow row, Bills bills, AccountUsage usage, Instant now) {
    var account = row.account();
    learning.learn(cells(account), now);
    if (learning.isFilling(account, now)) {
      due.later(account, now.plus(EVERY));
    }
    var last = projections.get(row.contract());
    if (last == null || !now.isBefore(last.at().plus(PROJECT_EVERY)) || last.cost().isEmpty() || !last.bills().equals(bills)) {
      last = new Projected(now, bills, new ProjectedBills(bills, row.month(), usage, learning.forecasts(account, row.month())).cost());
      projections.put(row.contract(), last);
    } else {
      due.later(account, last.at().plus(PROJECT_EVERY));
    }
    return row.with(last.cost().map(cost -> cost.atLeast(row)), NO_HISTORY);
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
