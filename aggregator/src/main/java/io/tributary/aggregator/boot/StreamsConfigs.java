package io.tributary.aggregator.boot;

import io.tributary.topics.Topics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams that ship. Each line that is not a plain pass-through has its reason beside it. */
public final class StreamsConfigs {
  private StreamsConfigs() {}

  /** @param endpoint {@code host:port} that other aggregators reach this one's rows at */
  public static Properties of(AggregatorSettings settings, String endpoint) {
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
    config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, endpoint);
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replication());
    // Effect, dedup entry and offset in one transaction.
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // What is fresh asks for its commit earlier (Haste).
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.pace().behind().toMillis());
    // A thread that waits for records commits and punctuates only after it: by default up to 100 ms late.
    config.put(StreamsConfig.POLL_MS_CONFIG, 20L);
    // Room for the bells and nothing else: no other store is cached. With 0 a bell would ring for every event.
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 4L << 20);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // An account's month with its statement lines by org is one record.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LARGEST_BYTES);
    config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
    config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 1);
    config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
    // The directory is read before the stream starts, so nothing is gained by waiting for idle partitions.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int) settings.sessionTimeout().toMillis());
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int) settings.sessionTimeout().toMillis() / 3);
    if (!settings.instanceId().isEmpty()) {
      // After a crash the same process takes its partitions back without waiting for its former session to time out.
      config.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());
    }
    return config;
  }
}
