/**
 * In: HTTP calls of any client of Confluent's schema registry, and a Kafka broker. Out: schema ids, schemas and verdicts on
 * compatibility, kept in the compacted topic {@code _schemas} in Confluent's own format. An id, once answered, means the same
 * schema for ever, and is on the broker's disk before it is answered.
 */
package io.tributary.local.registry;
