package io.tributary.bench.pipeline;

import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.boot.StreamsConfigs;
import io.tributary.aggregator.flow.Pace;
import io.tributary.bench.DataDir;
import io.tributary.topics.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * One topology, from its start until it says that it is done. Done is when the last event is in every cell, which may be one
 * commit before all of it is durable.
 */
final class StreamsRun {
  private static final Duration LOOK = Duration.ofMillis(10);

  private final KafkaStreams streams;
  private final String application;
  private final Path stateDir;
  private volatile Throwable failure;

  StreamsRun(Topology topology, Properties config, Job job) {
    streams = new KafkaStreams(topology, config);
    application = job.application();
    stateDir = Path.of(job.stateDir());
    streams.setUncaughtExceptionHandler(error -> {
      failure = error;
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
  }

  /** What ships, but for the commit interval and the names of this run. */
  static Properties config(Job job) {
    var shipped = AggregatorSettings.defaults(job.bootstrap(), job.registry(), Path.of(job.stateDir()));
    return StreamsConfigs.of(new AggregatorSettings(job.bootstrap(), AvroSerdes.at(job.registry()), job.application(), shipped.instanceId(),
        shipped.host(), shipped.port(), shipped.stateDir(), shipped.partitions(), shipped.replication(), shipped.threads(),
        pace(job, shipped), shipped.sessionTimeout(), shipped.dedup(), shipped.stallAfter()), "127.0.0.1:1");
  }

  static Pace pace(Job job, AggregatorSettings shipped) {
    return job.variant().commit().map(Pace::every).orElse(shipped.pace());
  }

  /** @param <V> the store's values */
  <V> Optional<ReadOnlyKeyValueStore<Bytes, V>> store(String name) {
    try {
      return Optional.of(streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, V>keyValueStore())));
    } catch (InvalidStateStoreException e) {
      return Optional.empty(); // it is not open yet
    }
  }

  /**
   * @param counted events so far
   * @param done asked every few milliseconds
   * @param cells read from the stores when it is done
   * @throws IllegalStateException when the stream fails, or stands still before it is done
   */
  Measured run(LongSupplier counted, BooleanSupplier done, Function<StreamsRun, Map<String, CellDigest.Part>> cells,
      LongConsumer progress) {
    var clock = new Stopwatch();
    streams.start();
    long lastCount = -1;
    long lastNews = System.nanoTime();
    boolean stuck = false;
    while (!stuck && !done.getAsBoolean()) {
      if (failure != null) {
        throw new IllegalStateException("the stream failed: " + failure, failure);
      }
      long count = counted.getAsLong();
      if (count != lastCount) {
        lastCount = count;
        lastNews = System.nanoTime();
        progress.accept(count);
      }
      // Standing still with wrong cells: they are read all the same, so that the report can say where they differ.
      stuck = System.nanoTime() - lastNews > VariantMain.PATIENCE.toNanos();
      LockSupport.parkNanos(LOOK.toNanos());
    }
    var lap = clock.lap();
    var read = cells.apply(this);
    long own = written("byte-total", topic -> topic.startsWith(application));
    long output = written("byte-total", topic -> !topic.startsWith(application));
    long puts = written("record-send-total", topic -> topic.startsWith(application) && topic.endsWith("-changelog"));
    streams.close(Duration.ofSeconds(60));
    return new Measured(lap.nanos(), lap.cpuNanos(), own, puts, output, DataDir.size(stateDir), read);
  }

  /** What the producers have counted for these topics. */
  private long written(String what, Predicate<String> topics) {
    return (long) streams.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals("producer-topic-metrics") && metric.getKey().name().equals(what)
            && topics.test(metric.getKey().tags().get("topic")))
        .mapToDouble(metric -> (Double) metric.getValue().metricValue()).sum();
  }
}
