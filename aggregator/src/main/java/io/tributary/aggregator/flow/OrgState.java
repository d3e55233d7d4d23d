package io.tributary.aggregator.flow;

import io.tributary.model.OrgPath;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What the org level holds in memory between two commits, shared by the processor that judges and the one that flushes. It
 * is a state store so that Streams hands both of a task the same one; it keeps nothing itself.
 */
final class OrgState implements StateStore {
  private final String name;
  private final Fold<OrgHour> fold = new Fold<>();
  private SeenIds seen;
  private Measuring measuring;
  private boolean rung;
  private boolean parked;
  private boolean open;

  /** A row of the org level: where an hour of an org belongs. */
  record OrgHour(OrgPath path, int hour) {}

  private OrgState(String name) {
    this.name = name;
  }

  /**
   * Begins afresh on what is durable. Streams initialises the same processors and stores again after it lost a
   * transaction: what was folded then was rolled back with it and must not be forwarded.
   */
  void begin(long dedupHorizonMillis, KeyValueStore<Bytes, byte[]> seenRows, KeyValueStore<Bytes, byte[]> entityRows,
      KeyValueStore<Bytes, byte[]> peakRows) {
    fold.clear();
    rung = false;
    seen = new SeenIds(dedupHorizonMillis, seenRows);
    measuring = new Measuring(new Entities(entityRows), peakRows);
  }

  Fold<OrgHour> fold() {
    return fold;
  }

  SeenIds seen() {
    return seen;
  }

  Measuring measuring() {
    return measuring;
  }

  /** Something was parked. */
  void park() {
    parked = true;
  }

  /** Whether something was parked since this was last asked. */
  boolean takeParked() {
    boolean was = parked;
    parked = false;
    return was;
  }

  /** True the first time it is asked since the last flush: ring the bell then. */
  boolean ring() {
    boolean first = !rung;
    rung = true;
    return first;
  }

  /** Something was flushed; the next event rings again. */
  void flushed() {
    rung = false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    fold.clear();
    rung = false;
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

  static StoreBuilder<OrgState> builder(String name) {
    return new Unlogged<>(name, () -> new OrgState(name));
  }
}
