/**
 * In: CloudEvents over HTTP. Out: judged usage events on the topic, and to the sender what became of each. An event is
 * accepted only when the broker has acknowledged it. Where several services share a JVM, and so a class path, these beans load
 * in the context of this one alone.
 */
@Configuration
@Requires(property = "tributary.service", value = "ingest")
package io.tributary.ingest;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
