package io.tributary.aggregator.flow;

import io.tributary.avro.HourDelta;
import io.tributary.avro.PartnerDeltas;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.locks.ReadWriteLock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Called by the bell inside every commit of the account and the partner level: writes the cells, publishes the rows that
 * changed, and sends each partner what the commit adds to it.
 */
final class CellFlush implements Processor<String, Outcome, String, SpecificRecord> {
  private static final int MAX_ROWS = 2_000;

  private final String stateName;
  private final Map<Level, String> storeOf;
  private final Cuts cuts;
  private final HourlyOutput hourly;
  private final Map<Level, Cells> cells = new EnumMap<>(Level.class);
  private ProcessorContext<String, SpecificRecord> context;
  private CellState state;
  private ReadWriteLock cut;

  /** @param storeOf the store of each level that is kept here */
  CellFlush(String stateName, Map<Level, String> storeOf, Cuts cuts, HourlyOutput hourly) {
    this.stateName = stateName;
    this.storeOf = storeOf;
    this.cuts = cuts;
    this.hourly = hourly;
  }

  private record Changed(Cells.Row row, SortedMap<Integer, Quantity> units) {}

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    state = context.getStateStore(stateName);
    cut = cuts.of(storeOf.containsKey(Level.PARTNER), context.taskId().partition());
    cells.clear();
    var byStore = new HashMap<String, Cells>();
    storeOf.forEach((level, store) -> cells.put(level, byStore.computeIfAbsent(store, name -> new Cells(context.getStateStore(name)))));
    byStore.keySet().forEach(store -> Sweeper.cells(context, store));
  }

  @Override
  public void process(Record<String, Outcome> bell) {
    var changed = new ArrayList<Changed>();
    var partners = new HashMap<String, List<HourDelta>>();
    cut.writeLock().lock();
    try {
      state.fold().drain((row, deltas) -> {
        var units = cells.get(row.level()).add(row, deltas);
        if (HourlyOutput.publishes(row.level())) {
          changed.add(new Changed(row, units));
        }
        if (row.level() == Level.ACCOUNT && !row.owner().isEmpty()) {
          partners.computeIfAbsent(row.owner(), any -> new ArrayList<>()).add(delta(row.hour(), deltas));
        }
      });
      cells.values().forEach(Cells::finish);
    } finally {
      cut.writeLock().unlock();
    }
    state.flushed();
    long now = bell.timestamp();
    changed.forEach(one -> context.forward(new Record<>(HourlyOutput.key(one.row()), hourly.record(one.row(), one.units()), now)));
    partners.forEach((partner, rows) -> {
      for (int from = 0; from < rows.size(); from += MAX_ROWS) {
        var part = new ArrayList<>(rows.subList(from, Math.min(rows.size(), from + MAX_ROWS)));
        context.forward(new Record<>(partner, new PartnerDeltas(partner, part), now));
      }
    });
  }

  private static HourDelta delta(int hour, Deltas deltas) {
    var types = new ArrayList<Integer>(deltas.size());
    var units = new ArrayList<ByteBuffer>(deltas.size());
    deltas.forEach((type, delta) -> {
      types.add(type);
      units.add(ByteBuffer.wrap(delta.toBytes()));
    });
    return new HourDelta(hour, types, units);
  }
}
