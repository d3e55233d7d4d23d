package io.tributary.bench.dedup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.boot.BoundedRocks;
import io.tributary.aggregator.dedup.Answer;
import io.tributary.aggregator.dedup.Fingerprint;
import io.tributary.aggregator.dedup.SeenIds;
import io.tributary.bench.lab.Scratch;
import io.tributary.bench.lab.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A JVM that measures one number of ids: a {@link Job} as its argument; on standard output lines {@code progress N}, and one
 * {@code result JSON} at the end. One partition's ids on one thread, on the store that ships, without the stream around it.
 */
final class DedupMain {
  /** Ids in one commit: 10,000 events/s, 8 partitions, a commit every 100 ms. */
  private static final int COMMIT = 125;
  private static final long START = 1_800_000_000_000L;
  private static final long PAYLOAD = 7;

  private final Job job;
  private final AggregatorSettings shipped;
  private final KeyValueStore<Bytes, byte[]> store;
  private final List<String> problems = new ArrayList<>();
  private long done;
  private long lastTold;
  private long slowestFlush;

  private DedupMain(Job job) {
    this.job = job;
    shipped = AggregatorSettings.defaults("none:1", "memory:none", Path.of(job.dir()));
    store = Stores.persistentKeyValueStore("seen").get();
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
    var context = new MockProcessorContext<>(config, new TaskId(0, 0), Path.of(job.dir()).toFile());
    store.init(context.getStateStoreContext(), store);
  }

  public static void main(String[] args) throws IOException {
    ChildJvm.endWithParent();
    var json = new ObjectMapper();
    System.out.println(ChildJvm.RESULT + json.writeValueAsString(new DedupMain(json.readValue(args[0], Job.class)).run()));
    System.exit(0);
  }

  private SeenIds open(String files) {
    return new SeenIds(shipped.dedup().horizon(), shipped.dedup().memoryBytes(), store, Path.of(job.dir(), files));
  }

  private Measured run() {
    long horizon = shipped.dedup().horizon().toMillis();
    long ids = job.ids();
    var seen = open("files");
    long cpu = cpu();
    long began = System.nanoTime();
    freshIds(seen, 0, ids, horizon / (double) ids);
    long fillNanos = System.nanoTime() - began;
    long fillCpu = cpu() - cpu;
    var full = seen.figures();

    cpu = cpu();
    began = System.nanoTime();
    long now = START + horizon;
    for (long id = 0; id < ids; id++) {
      require(seen, id, PAYLOAD, now, Answer.REPEAT);
    }
    long resendNanos = System.nanoTime() - began;
    long resendCpu = cpu() - cpu;
    for (long id = 0; id < ids; id += 101) {
      require(seen, id, ~PAYLOAD, now, new Answer.Conflict(PAYLOAD));
    }

    long fresh = fresh(ids);
    long reads = seen.figures().reads();
    cpu = cpu();
    began = System.nanoTime();
    freshIds(seen, ids, ids + fresh, horizon / (double) ids);
    long freshNanos = System.nanoTime() - began;
    long freshCpu = cpu() - cpu;
    reads = seen.figures().reads() - reads;
    seen.close();

    began = System.nanoTime();
    seen = open("files");
    long startNanos = System.nanoTime() - began;
    recognised(seen, fresh, ids);
    seen.close();
    cpu = cpu();
    began = System.nanoTime();
    seen = open("other-files");
    long rebuildNanos = System.nanoTime() - began;
    long rebuildCpu = cpu() - cpu;
    recognised(seen, fresh, ids);
    seen.close();
    store.close();
    return new Measured(shipped.dedup().memoryBytes(), fillNanos, fillCpu, fresh, freshNanos, freshCpu, reads, resendNanos, resendCpu,
        full.tableIds(), full.tableBytes(), full.fileIds(), full.fileBytes(), full.filterBytes(), full.files(),
        Scratch.size(Path.of(job.dir(), "rocksdb")), slowestFlush, startNanos, rebuildNanos, rebuildCpu, problems);
  }

  static long fresh(long ids) {
    return Math.clamp(ids / 5, 1_000, 5_000_000);
  }

  /** All that there is to do, as {@code progress} counts it. */
  static long steps(long ids) {
    return 2 * ids + fresh(ids) + ids / 101;
  }

  private void freshIds(SeenIds seen, long from, long to, double millisEach) {
    for (long id = from; id < to; id++) {
      require(seen, id, PAYLOAD, START + (long) (id * millisEach), Answer.FRESH);
      if (id % COMMIT == COMMIT - 1) {
        long began = System.nanoTime();
        seen.flush();
        slowestFlush = Math.max(slowestFlush, System.nanoTime() - began);
      }
    }
    seen.flush();
  }

  /** Ids of all ages that are still in the horizon, after a start. */
  private void recognised(SeenIds seen, long fresh, long ids) {
    long end = START + (long) ((ids + fresh) * (shipped.dedup().horizon().toMillis() / (double) ids));
    for (long id = ids + fresh - 1; id >= fresh; id -= 1 + ids / 100_000) {
      require(seen, id, PAYLOAD, end, Answer.REPEAT);
    }
  }

  private void require(SeenIds seen, long id, long payload, long appended, Answer wanted) {
    var answer = seen.probe(new Fingerprint(mix(2 * id), mix(2 * id + 1), payload), appended);
    if (!answer.equals(wanted) && problems.size() < 10) {
      problems.add("id " + id + ": " + answer + ", not " + wanted);
    }
    if (++done - lastTold >= 100_000) {
      lastTold = done;
      System.out.println(ChildJvm.PROGRESS + done);
    }
  }

  private long mix(long number) {
    long z = (number + job.seed()) * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
