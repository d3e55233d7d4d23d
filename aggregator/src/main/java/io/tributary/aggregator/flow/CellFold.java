package io.tributary.aggregator.flow;

import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Folds the deltas of the level below into this level's rows, and rings the bell that has them flushed before the commit. */
final class CellFold<V> implements FixedKeyProcessor<String, V, Outcome> {
  private final String stateName;
  private final Pace pace;
  private final BiConsumer<V, CellState> spread;
  private FixedKeyProcessorContext<String, Outcome> context;
  private CellState state;

  /** @param spread which rows a delta from below belongs to */
  CellFold(String stateName, Pace pace, BiConsumer<V, CellState> spread) {
    this.stateName = stateName;
    this.pace = pace;
    this.spread = spread;
  }

  @Override
  public void init(FixedKeyProcessorContext<String, Outcome> context) {
    this.context = context;
    state = context.getStateStore(stateName);
    state.begin();
  }

  @Override
  public void process(FixedKeyRecord<String, V> record) {
    spread.accept(record.value(), state);
    state.folded(context, pace, record.timestamp());
    if (state.ring()) {
      context.forward(record.withValue((Outcome) Outcome.Bell.RINGS).withTimestamp(context.currentSystemTimeMs()));
    }
  }

  @Override
  public void close() {
    state.rest();
  }
}
