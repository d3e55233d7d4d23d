package io.tributary.aggregator.flow;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the account or partner level holds in memory between two commits, shared by its fold and its flush. Keeps nothing itself. */
final class CellState implements StateStore {
  private final String name;
  private final Fold<Cells.Row> fold = new Fold<>();
  private boolean rung;
  private boolean open;

  private CellState(String name) {
    this.name = name;
  }

  Fold<Cells.Row> fold() {
    return fold;
  }

  /** Begins afresh: what was folded in a lost transaction was rolled back with it. */
  void begin() {
    fold.clear();
    rung = false;
  }

  /** True the first time it is asked since the last flush: ring the bell then. */
  boolean ring() {
    boolean first = !rung;
    rung = true;
    return first;
  }

  void flushed() {
    rung = false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    begin();
    open = true;
    context.register(root, (key, value) -> {
      throw new IllegalStateException(name + " has no changelog");
    });
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  static StoreBuilder<CellState> builder(String name) {
    return new Unlogged<>(name, () -> new CellState(name));
  }
}
