package io.tributary.aggregator.flow;

import io.tributary.avro.BucketDelta;
import io.tributary.avro.Counts;
import io.tributary.avro.PartnerDeltas;
import io.tributary.model.Directory;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Called by the bell inside every commit of the account and the partner level: writes the cells, publishes the rows that
 * changed, and sends each partner what the commit adds to it.
 */
final class CellFlush implements Processor<String, Outcome, String, SpecificRecord> {
  /** Bytes of rows in one record to a partner, by estimate: well below Kafka's limit of a message, 1 MiB. */
  private static final int MAX_BYTES = 256 << 10;

  private final String stateName;
  private final Map<Level, String> storeOf;
  private final Cuts cuts;
  private final Supplier<Directory> directory;
  private final HourlyOutput hourly;
  private final CausingOf causingOf;
  private final Map<Level, Cells> cells = new EnumMap<>(Level.class);
  private ProcessorContext<String, SpecificRecord> context;
  private CellState state;
  private final List<Cancellable> sweepers = new ArrayList<>();
  private Cuts.Cut cut;
  private Optional<Causing> causing = Optional.empty();

  /** @param storeOf the store of each level that is kept here */
  CellFlush(String stateName, Map<Level, String> storeOf, Cuts cuts, Supplier<Directory> directory, CausingOf causingOf) {
    this.stateName = stateName;
    this.storeOf = storeOf;
    this.cuts = cuts;
    this.directory = directory;
    this.hourly = new HourlyOutput(directory);
    this.causingOf = causingOf;
  }

  /** Makes what tells partners who caused what; nothing at the partner level. */
  interface CausingOf {
    Optional<Causing> of(ProcessorContext<String, SpecificRecord> context);
  }

  /** A row of a partner: an hour or a slot. */
  private record At(Bucket bucket, int at) {}

  private record Changed(Cells.Row row, SortedMap<Integer, Quantity> units) {}

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    state = context.getStateStore(stateName);
    cut = cuts.of(storeOf.containsKey(Level.PARTNER), context.taskId().partition());
    cells.clear();
    var byStore = new HashMap<String, Cells>();
    storeOf.forEach((level, store) -> cells.put(level, byStore.computeIfAbsent(store, name -> new Cells(context.getStateStore(name)))));
    byStore.forEach((store, kept) -> sweepers.add(Sweeper.cells(context, store, kept, cut.lock().writeLock())));
    causing = causingOf.of(context);
    cut.open(this);
  }

  @Override
  public void process(Record<String, Outcome> bell) {
    var changed = new ArrayList<Changed>();
    var known = directory.get();
    var partners = new HashMap<String, Map<At, Deltas>>();
    cut.lock().writeLock().lock();
    try {
      state.fold().drain((row, deltas) -> {
        var units = cells.get(row.level()).add(row, deltas);
        if (HourlyOutput.publishes(row)) {
          changed.add(new Changed(row, units));
        }
        if (isWatched(known, row)) {
          state.changed(row, units);
        }
        if (row.level() == Level.ACCOUNT && row.bucket() == Bucket.HOUR) {
          state.touched(row.holder(), row.at());
        } else if (row.level() == Level.ORG_LATE) {
          state.late(row.holder(), row.at());
        }
        if (row.level() == Level.ACCOUNT && !row.owner().isEmpty()) {
          var total = partners.computeIfAbsent(row.owner(), any -> new HashMap<>())
              .computeIfAbsent(new At(row.bucket(), row.at()), any -> new Deltas());
          deltas.forEach(total::add);
        }
      });
      cells.values().forEach(Cells::finish);
    } finally {
      cut.lock().writeLock().unlock();
    }
    long now = context.currentSystemTimeMs();
    long newest = state.newest(now);
    state.flushedTo(newest);
    state.flushed(now);
    causing.ifPresent(causes -> causes.note(state, now));
    changed.forEach(one -> context.forward(new Record<>(HourlyOutput.key(one.row()), hourly.record(one.row(), one.units()), now)));
    partners.forEach((partner, rows) -> send(partner, rows, newest));
  }

  /**
   * Whether anybody may want to know of it later in the commit: monitors of five minutes, what tells of first uses of hours of accounts
   * with contracts. A monitor that comes while the flush goes on knows of the next one.
   */
  private static boolean isWatched(Directory known, Cells.Row row) {
    return row.bucket() == Bucket.FIVE_MINUTES ? !known.monitors().all().isEmpty()
        : row.level() == Level.ACCOUNT && !known.contractsOf(row.holder()).isEmpty();
  }

  private void send(String partner, Map<At, Deltas> rows, long newest) {
    var part = new ArrayList<BucketDelta>();
    int bytes = 0;
    for (var row : rows.entrySet()) {
      int size = 16 + 22 * row.getValue().size(); // not less than it takes
      if (bytes + size > MAX_BYTES && !part.isEmpty()) {
        context.forward(new Record<>(partner, new PartnerDeltas(partner, part, List.of()), newest));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(delta(row.getKey(), row.getValue()));
      bytes += size;
    }
    var causes = causing.map(all -> all.take(partner)).orElse(List.of());
    context.forward(new Record<>(partner, new PartnerDeltas(partner, part, causes), newest));
  }

  /** From here on the store may be restored or gone: nobody may read it. Also called when Streams initialises the task again. */
  @Override
  public void close() {
    cut.close(this);
    sweepers.forEach(Cancellable::cancel);
    sweepers.clear();
    causing.ifPresent(Causing::close);
  }

  private static BucketDelta delta(At row, Deltas deltas) {
    return new BucketDelta(row.bucket() == Bucket.HOUR ? Counts.HOUR : Counts.FIVE_MINUTES, row.at(), deltas.types(), deltas.units());
  }
}
