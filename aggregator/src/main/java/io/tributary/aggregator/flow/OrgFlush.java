package io.tributary.aggregator.flow;

import io.tributary.aggregator.flow.OrgState.OrgBucket;
import io.tributary.avro.AccountDeltas;
import io.tributary.avro.OrgDelta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Called by the bell inside every commit: writes what the judge remembered and sends each account what the commit adds to it.
 * Between commits it judges the parked events again; what comes of them is flushed at once.
 */
final class OrgFlush implements Processor<String, Outcome, String, Outcome> {
  private static final Duration PARKED_EVERY = Duration.ofMillis(200);
  private static final long PATIENCE_CHECK_MILLIS = 1_000;

  /** Bytes of rows in one record to an account, by estimate: well below Kafka's limit of a message, 1 MiB. */
  private static final int MAX_BYTES = 256 << 10;

  private final OrgLevel level;
  private ProcessorContext<String, Outcome> context;
  private OrgState state;
  private Judge judge;
  private Parking parking;
  private final List<Cancellable> sweepers = new ArrayList<>();
  private Cancellable retry;
  private Cuts.Cut cut;
  private int partition;
  private long judgedAtVersion;
  private long judgedAtMillis;

  OrgFlush(OrgLevel level) {
    this.level = level;
  }

  @Override
  public void init(ProcessorContext<String, Outcome> context) {
    this.context = context;
    state = context.getStateStore(UsageTopology.FOLD_ORG);
    judge = level.judge(state);
    parking = level.parking(context.getStateStore(UsageTopology.PARKED));
    retry = null;
    if (!parking.isEmpty()) {
      retryParked();
    }
    partition = context.taskId().partition();
    sweepers.add(Sweeper.entities(context, UsageTopology.ENTITIES));
    sweepers.add(Sweeper.entities(context, UsageTopology.PEAKS));
    cut = level.cuts().ofNames(partition);
    sweepers.add(Sweeper.names(context, UsageTopology.NAMES, cut.lock().writeLock()));
    cut.open(this);
  }

  @Override
  public void process(Record<String, Outcome> bell) {
    flush();
  }

  private void flush() {
    long now = context.currentSystemTimeMs();
    state.seen().flush();
    state.measuring().flush();
    flushNames();
    var accounts = new HashMap<String, List<OrgDelta>>();
    state.fold().drain((row, deltas) -> accounts.computeIfAbsent(row.path().account(), any -> new ArrayList<>()).add(delta(row, deltas)));
    // The next level tells by it whether it is behind; cells and the time of the bell do not depend on it.
    long newest = state.newest(now);
    for (Map.Entry<String, List<OrgDelta>> account : accounts.entrySet()) {
      for (var part : parts(account.getValue())) {
        send(new Outcome.Upward(new AccountDeltas(account.getKey(), part)), newest);
      }
    }
    state.flushed(now);
    if (state.takeParked() && retry == null) {
      retryParked();
    }
  }

  private void flushNames() {
    if (state.names().isFlushed()) {
      return;
    }
    cut.lock().writeLock().lock();
    try {
      state.names().flush();
    } finally {
      cut.lock().writeLock().unlock();
    }
  }

  /** Only while something is parked: a punctuation makes its task commit, also when it had nothing to do. */
  private void retryParked() {
    judgedAtVersion = -1;
    retry = context.schedule(PARKED_EVERY, PunctuationType.WALL_CLOCK_TIME, this::judgeParked);
  }

  private static OrgDelta delta(OrgBucket row, Deltas deltas) {
    return new OrgDelta(row.path().orgs(), row.path().partner().orElse(null), row.counts(), row.bucket(), deltas.types(), deltas.units());
  }

  private static List<List<OrgDelta>> parts(List<OrgDelta> rows) {
    var parts = new ArrayList<List<OrgDelta>>();
    int bytes = MAX_BYTES;
    for (var row : rows) {
      int size = size(row);
      if (bytes + size > MAX_BYTES) {
        parts.add(new ArrayList<>());
        bytes = 0;
      }
      parts.getLast().add(row);
      bytes += size;
    }
    return parts;
  }

  /** Not less than it takes: a type and its units take at most 22 bytes, a character at most three. */
  private static int size(OrgDelta row) {
    int characters = row.getPartner() == null ? 0 : row.getPartner().length();
    for (var org : row.getOrgs()) {
      characters += org.length() + 2;
    }
    return 32 + 3 * characters + 22 * row.getTypes().size();
  }

  private void judgeParked(long now) {
    long version = level.directory().get().version();
    if (version == judgedAtVersion && now - judgedAtMillis < PATIENCE_CHECK_MILLIS) {
      return; // nothing new is known, and nobody's patience has run out
    }
    judgedAtVersion = version;
    judgedAtMillis = now;
    boolean moved = false;
    long oldest = Long.MAX_VALUE;
    for (var parked : parking.all()) {
      var outcome = judge.judge(parked.received(), parked.origin(), Parking.patient(parked.origin(), now));
      if (outcome instanceof Outcome.Parked) {
        oldest = Math.min(oldest, parked.origin().appendedMillis());
        continue;
      }
      moved = true;
      parking.remove(parked.origin());
      level.tally().count(outcome);
      switch (outcome) {
        case Outcome.Rejected rejected -> send(rejected, now);
        case Outcome.Late late -> send(late, now);
        case Outcome.Misplaced misplaced -> send(misplaced, now);
        case Outcome.Counted c -> { }
        case Outcome.Repeat r -> { }
        case Outcome.Parked p -> { }
        case Outcome.Bell b -> { }
        case Outcome.Upward u -> { }
      }
    }
    if (moved) {
      flush();
      context.commit(); // it may have been waited for, and the flush has ended the wait of what was folded beside it
    }
    if (oldest == Long.MAX_VALUE) {
      level.waiting().clear(partition);
      retry.cancel();
      retry = null;
    } else {
      level.waiting().since(partition, oldest);
    }
  }

  /** Streams keeps schedules when it initialises a task again: cancel them, or each start leaves one behind. */
  @Override
  public void close() {
    cut.close(this);
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
    sweepers.forEach(Cancellable::cancel);
    sweepers.clear();
    level.waiting().clear(partition);
  }

  private void send(Outcome outcome, long now) {
    context.forward(new Record<>(outcome.key(), outcome, now));
  }
}
