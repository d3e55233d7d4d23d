package io.tributary.aggregator.flow;

import io.tributary.avro.CostRowRecord;
import io.tributary.codec.CostRecords;
import io.tributary.codec.CostsCodec;
import io.tributary.rating.CostSums;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps what each partner's customers cost together: adds what each change of an account's bill adds, and so in any order. */
final class BillPartners extends ContextualProcessor<String, CostRowRecord, Void, Void> {
  private final Cuts cuts;
  private KeyValueStore<Bytes, byte[]> rows;
  private StoredCosts stored;
  private Cuts.Cut cut;
  private CellState state;

  BillPartners(Cuts cuts) {
    this.cuts = cuts;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    rows = context.getStateStore(UsageTopology.RATED_PARTNER);
    stored = new StoredCosts(rows);
    state = context.getStateStore(UsageTopology.FOLD_PARTNER);
    cut = cuts.of(true, context.taskId().partition());
  }

  @Override
  public void process(Record<String, CostRowRecord> record) {
    var change = CostRecords.fromAvro(record.value());
    var partner = change.partner().orElseThrow();
    var total = stored.last(partner, change).map(was -> CostSums.plus(was, change)).orElse(change);
    cut.lock().writeLock().lock();
    try {
      rows.put(StoredCosts.key(partner, total), CostsCodec.row(total));
    } finally {
      cut.lock().writeLock().unlock();
    }
    state.rated(partner);
  }
}
