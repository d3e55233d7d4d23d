package io.tributary.aggregator.flow;

import io.tributary.aggregator.dedup.SeenIds;
import io.tributary.avro.Counts;
import io.tributary.model.OrgPath;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The memory of the org level: what was folded, and what was read back of seen ids, entities, peaks and names. */
final class OrgState extends TaskMemory {
  private final Fold<OrgBucket> fold = new Fold<>();
  private SeenIds seen;
  private Measuring measuring;
  private Names names;
  private boolean parked;

  /**
   * A row of the org level: where a bucket of an org belongs.
   *
   * @param bucket an hour, or else a slot
   */
  record OrgBucket(OrgPath path, Counts counts, int bucket) {
    // Asked for every event: an enum's own hash would differ from process to process, and a record's is slower than need be.
    @Override
    public int hashCode() {
      return (path.hashCode() * 31 + bucket) * 3 + counts.ordinal();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OrgBucket that && bucket == that.bucket && counts == that.counts && path.equals(that.path);
    }
  }

  private OrgState(String name) {
    super(name);
  }

  /** Begins afresh on these rows. */
  void begin(Supplier<SeenIds> seenIds, KeyValueStore<Bytes, byte[]> entityRows, KeyValueStore<Bytes, byte[]> peakRows,
      KeyValueStore<Bytes, byte[]> nameRows) {
    begin();
    seen = seenIds.get();
    measuring = new Measuring(new Entities(entityRows), peakRows);
    names = new Names(nameRows);
  }

  @Override
  void forget() {
    fold.clear();
    parked = false;
    letGoOfSeen();
    measuring = null;
    names = null;
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

  Fold<OrgBucket> fold() {
    return fold;
  }

  SeenIds seen() {
    return seen;
  }

  Measuring measuring() {
    return measuring;
  }

  Names names() {
    return names;
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
