/**
 * In: HTTP questions about usage. Out: answers made of rows that the aggregators hold and of the directory. Nobody sees an
 * org outside their own tree, and what cannot be read is refused, never shown as nothing. Where several services share a
 * JVM, and so a class path, these beans load in the context of this one alone.
 */
@Configuration
@Requires(property = "tributary.service", value = "query-api")
package io.tributary.query;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
