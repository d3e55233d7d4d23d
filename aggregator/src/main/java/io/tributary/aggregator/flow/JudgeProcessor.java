package io.tributary.aggregator.flow;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Every event's first station. What counts stays in the fold until the bell's flush; what is refused leaves at once; what the
 * directory cannot explain yet is parked.
 */
final class JudgeProcessor implements FixedKeyProcessor<String, Received, Outcome> {
  private final OrgLevel level;
  private FixedKeyProcessorContext<String, Outcome> context;
  private OrgState state;
  private Judge judge;
  private Parking parking;

  JudgeProcessor(OrgLevel level) {
    this.level = level;
  }

  @Override
  public void init(FixedKeyProcessorContext<String, Outcome> context) {
    this.context = context;
    state = context.getStateStore(UsageTopology.FOLD_ORG);
    KeyValueStore<Bytes, byte[]> seen = context.getStateStore(UsageTopology.SEEN);
    KeyValueStore<Bytes, byte[]> entities = context.getStateStore(UsageTopology.ENTITIES);
    KeyValueStore<Bytes, byte[]> peaks = context.getStateStore(UsageTopology.PEAKS);
    state.begin(() -> level.seen(seen, context.stateDir()), entities, peaks, context.getStateStore(UsageTopology.NAMES));
    judge = level.judge(state);
    parking = level.parking(context.getStateStore(UsageTopology.PARKED));
  }

  @Override
  public void process(FixedKeyRecord<String, Received> record) {
    var place = context.recordMetadata().orElseThrow();
    var origin = new Origin(place.partition(), place.offset(), record.timestamp());
    var outcome = judge.judge(record.value(), origin, Parking.patient(origin, context.currentSystemTimeMs()));
    level.tally().count(outcome);
    switch (outcome) {
      case Outcome.Counted counted -> {
        state.folded(context, level.pace(), record.timestamp());
        ring(record);
      }
      case Outcome.Repeat repeat -> { }
      case Outcome.Parked parked -> {
        parking.add(record.value(), origin);
        state.park();
        level.waiting().since(origin.partition(), origin.appendedMillis());
        ring(record); // the flush sees to it that the parked are judged again
      }
      case Outcome.Late late -> {
        state.folded(context, level.pace(), record.timestamp());
        ring(record);
        context.forward(record.withValue(late));
      }
      case Outcome.Rejected rejected -> context.forward(record.withValue(rejected));
      case Outcome.Misplaced misplaced -> context.forward(record.withValue(misplaced));
      case Outcome.Bell b -> throw new IllegalStateException("no judge rings");
      case Outcome.Upward u -> throw new IllegalStateException("no judge flushes");
    }
  }

  @Override
  public void close() {
    state.rest();
  }

  private void ring(FixedKeyRecord<String, Received> record) {
    if (state.ring()) {
      // The wall clock, because a table complains of rows that are older than the last.
      context.forward(record.withValue((Outcome) Outcome.Bell.RINGS).withTimestamp(context.currentSystemTimeMs()));
    }
  }
}
