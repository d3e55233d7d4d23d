package io.tributary.aggregator.boot;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;

/**
 * Which of Kafka's own meters are shown. There is one for each topic, partition, broker and processor that a client has met, thousands
 * of them, and they are compared with each other once a minute, which takes seconds of CPU: freshness pays for it.
 */
public final class StreamMeters {
  private static final Set<String> ONE_FOR_EACH = Set.of("topic", "partition", "node.id", "processor.node.id");

  private StreamMeters() {}

  /** An empty registry that takes Kafka's meters of threads, tasks, stores and clients, and all others. */
  public static PrometheusMeterRegistry registry() {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.config().meterFilter(MeterFilter.deny(StreamMeters::isTooFine));
    return meters;
  }

  private static boolean isTooFine(Meter.Id id) {
    var name = id.getName();
    return name.startsWith("kafka.")
        && (name.startsWith("kafka.stream.state.") && name.contains(".latency.")
            || id.getTags().stream().map(Tag::getKey).anyMatch(ONE_FOR_EACH::contains));
  }
}
