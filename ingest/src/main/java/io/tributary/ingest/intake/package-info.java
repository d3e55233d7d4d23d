/**
 * In: a key, and events as they were read. Out: a judgement of each, and the good ones at the sink. The one place that
 * decides what may come in; it knows neither HTTP nor Kafka, but for the adapter {@link io.tributary.ingest.intake.KafkaEventSink}.
 */
package io.tributary.ingest.intake;
