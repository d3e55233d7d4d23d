package io.tributary.aggregator.flow;

import io.tributary.aggregator.dedup.SeenIds;
import io.tributary.model.OrgPath;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The memory of the org level: what was folded, and what was read back of seen ids, entities and peaks. */
final class OrgState extends TaskMemory {
  private final Fold<OrgHour> fold = new Fold<>();
  private SeenIds seen;
  private Measuring measuring;
  private boolean parked;

  /** A row of the org level: where an hour of an org belongs. */
  record OrgHour(OrgPath path, int hour) {}

  private OrgState(String name) {
    super(name);
  }

  /** Begins afresh on these rows. */
  void begin(Supplier<SeenIds> seenIds, KeyValueStore<Bytes, byte[]> entityRows, KeyValueStore<Bytes, byte[]> peakRows) {
    begin();
    seen = seenIds.get();
    measuring = new Measuring(new Entities(entityRows), peakRows);
  }

  @Override
  void forget() {
    fold.clear();
    parked = false;
    letGoOfSeen();
    measuring = null;
  }

  private void letGoOfSeen() {
    if (seen != null) {
      seen.close();
      seen = null;
    }
  }

  @Override
  public void close() {
    letGoOfSeen();
    super.close();
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

  static StoreBuilder<OrgState> builder(String name) {
    return new Unlogged<>(name, () -> new OrgState(name));
  }
}
