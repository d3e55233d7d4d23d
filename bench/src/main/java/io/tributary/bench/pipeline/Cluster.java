package io.tributary.bench.pipeline;

import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.avro.UsageEventRecord;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.world.EventRecords;
import io.tributary.bench.world.Workload;
import io.tributary.bench.world.World;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.TopicSetup;
import io.tributary.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker in a JVM of its own that holds one workload; every run on it finds it as the first one did. */
final class Cluster implements AutoCloseable {
  private static final List<String> FLAGS = List.of("-Xmx1g");
  private static final long TELL_EVERY = 10_000;
  private static final Set<String> WRITTEN = Set.of(Topics.USAGE_HOURLY, Topics.USAGE_LATE, Topics.USAGE_REJECTED);

  private final ChildJvm jvm;
  private final String bootstrap;
  private final String registry;
  private final Admin admin;

  private Cluster(ChildJvm jvm, String bootstrap, String registry) {
    this.jvm = jvm;
    this.bootstrap = bootstrap;
    this.registry = registry;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
  }

  static Cluster start(Path dir, Path log) {
    var jvm = ChildJvm.start(BrokerMain.class, FLAGS, log, dir.toString());
    try {
      var addresses = jvm.result(any -> { }).split(" ");
      return new Cluster(jvm, addresses[0], addresses[1]);
    } catch (RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  String bootstrap() {
    return bootstrap;
  }

  String registry() {
    return registry;
  }

  /** CPU time that the broker has taken so far. */
  Duration cpu() {
    return jvm.cpu();
  }

  /** Draws every event once, for the topic and for the oracle. Returns when the broker has acknowledged all. */
  void load(World world, Workload workload, Oracle oracle, LongConsumer progress) {
    makeTopics();
    var records = new EventRecords(world, World.DIRECTORY_VERSION);
    var config = Map.<String, Object>of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
        ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
        ProducerConfig.LINGER_MS_CONFIG, 50,
        ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024,
        ProducerConfig.BUFFER_MEMORY_CONFIG, 128L << 20);
    var failure = new AtomicReference<Exception>();
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), AvroSerdes.at(registry).<UsageEventRecord>serializer())) {
      for (long number = 0; number < workload.events() && failure.get() == null; number++) {
        var event = workload.event(number);
        oracle.add(event, workload.isResend(number));
        producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, records.key(event), records.record(event)), (place, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
        });
        if (number % TELL_EVERY == 0) {
          progress.accept(number);
        }
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the events could not be written: " + failure.get(), failure.get());
    }
  }

  private void makeTopics() {
    TopicSetup.create(admin, AggregatorSettings.defaults(bootstrap, registry, Path.of("")).partitions(), (short) 1);
  }

  /** Takes away what a run has written. */
  void forget(String application) {
    try {
      var gone = admin.listTopics().names().get().stream()
          .filter(topic -> topic.startsWith(application) || WRITTEN.contains(topic)).toList();
      admin.deleteTopics(gone).all().get();
      makeTopics();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics of " + application + " could not be deleted", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
    jvm.close();
  }
}
