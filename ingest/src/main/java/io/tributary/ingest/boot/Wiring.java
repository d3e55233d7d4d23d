package io.tributary.ingest.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.tributary.ingest.intake.Control;
import io.tributary.ingest.intake.EventSink;
import io.tributary.ingest.intake.Intake;
import io.tributary.ingest.intake.KafkaEventSink;
import io.tributary.topics.AvroSerdes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.Producer;

/** What the server is made of, beside what it was started with. */
@Factory
final class Wiring {
  @Singleton
  Intake intake(Control control, EventSink sink, InstantSource clock) {
    return new Intake(control, sink, clock);
  }

  /** The producer is configured in the config file, under {@code kafka.producers.ingest}. */
  @Singleton
  @Requires(property = "kafka.enabled", notEquals = "false")
  EventSink kafka(@KafkaClient("ingest") Producer<byte[], byte[]> producer, IngestSettings settings, MeterRegistry metrics) {
    return new KafkaEventSink(producer,
        new AvroSerdes(settings.registryUrl(), settings.serializerClass(), settings.deserializerClass()), metrics);
  }

  @Singleton
  @Named("maxBytesInFlight")
  int maxBytesInFlight(IngestSettings settings) {
    return settings.maxBytesInFlight();
  }
}
