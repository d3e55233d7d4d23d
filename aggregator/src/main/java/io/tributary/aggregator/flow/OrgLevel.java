package io.tributary.aggregator.flow;

import io.tributary.aggregator.dedup.Dedup;
import io.tributary.aggregator.dedup.SeenIds;
import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Directory;
import io.tributary.topics.Topics;
import java.io.File;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the two processors of the org level are built from. */
record OrgLevel(Supplier<Directory> directory, Dedup dedup, Pace pace, int partitions, Supplier<Deserializer<UsageEventRecord>> events,
    Tally tally, Waiting waiting, Cuts cuts) {
  Judge judge(OrgState state) {
    return new Judge(state, directory, partitions);
  }

  /** @param taskDir the task's own directory, which goes with its stores */
  SeenIds seen(KeyValueStore<Bytes, byte[]> store, File taskDir) {
    // Shared out as if this process had all partitions: it may get them at any time.
    return new SeenIds(dedup.horizon(), dedup.memoryBytes() / partitions, store, taskDir.toPath().resolve("seen-ids"));
  }

  Parking parking(KeyValueStore<Bytes, byte[]> store) {
    return new Parking(store, events.get(), Topics.USAGE_EVENTS);
  }
}
