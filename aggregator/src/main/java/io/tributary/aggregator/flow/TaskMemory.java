package io.tributary.aggregator.flow;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;

/**
 * What a level holds in memory between two commits, shared by the processor that folds and the one that flushes. It is a state
 * store so that Streams hands both of a task the same one; it keeps nothing itself, and has no changelog.
 */
abstract class TaskMemory implements StateStore {
  private final String name;
  private final Haste haste = new Haste();
  private boolean rung;
  private boolean open;

  TaskMemory(String name) {
    this.name = name;
  }

  /** Empties it: Streams initialises the same objects again after it lost a transaction, and what was folded was rolled back with it. */
  abstract void forget();

  /** True the first time it is asked since the last flush: ring the bell then. */
  boolean ring() {
    boolean first = !rung;
    rung = true;
    return first;
  }

  Haste haste() {
    return haste;
  }

  /** All is flushed; the next event rings again. */
  void flushed(long now) {
    rung = false;
    haste.flushed(now);
  }

  /** Begins afresh on what is durable. */
  void begin() {
    rung = false;
    haste.reset();
    forget();
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
}
