/**
 * In: domain values; or bytes from Kafka and the stores, and JSON from outside. Out: bytes that sort, rows, and Avro records in
 * the Confluent wire format, and back. Decoding what was encoded gives the same value; what cannot be read says why.
 */
package io.tributary.codec;
