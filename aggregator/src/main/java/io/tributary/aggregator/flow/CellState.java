package io.tributary.aggregator.flow;

import org.apache.kafka.streams.state.StoreBuilder;

/** The memory of the account or the partner level. */
final class CellState extends TaskMemory {
  private final Fold<Cells.Row> fold = new Fold<>();

  private CellState(String name) {
    super(name);
  }

  Fold<Cells.Row> fold() {
    return fold;
  }

  @Override
  void forget() {
    fold.clear();
  }

  static StoreBuilder<CellState> builder(String name) {
    return new Unlogged<>(name, () -> new CellState(name));
  }
}
