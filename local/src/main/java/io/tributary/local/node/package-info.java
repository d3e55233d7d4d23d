/**
 * In: a directory and two ports. Out: all of Tributary in this JVM, on loopback: broker, registry, control plane, aggregator,
 * query-api and ingest, with the keys to use them. They start in this order and stop in the reverse, the broker last, and
 * everything to go on from is in the directory.
 */
package io.tributary.local.node;
