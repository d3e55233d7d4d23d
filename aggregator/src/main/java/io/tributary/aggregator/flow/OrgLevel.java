package io.tributary.aggregator.flow;

import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Directory;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the two processors of the org level are built from. */
record OrgLevel(Supplier<Directory> directory, Duration dedupHorizon, Pace pace, int partitions, Supplier<Deserializer<UsageEventRecord>> events,
    Tally tally, Waiting waiting) {
  Judge judge(OrgState state) {
    return new Judge(state, directory, partitions);
  }

  Parking parking(KeyValueStore<Bytes, byte[]> store) {
    return new Parking(store, events.get(), Topics.USAGE_EVENTS);
  }
}
