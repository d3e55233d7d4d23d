/**
 * In: domain values, or bytes from Kafka and the stores. Out: bytes that sort, rows, and Avro records in the Confluent wire
 * format, and back. Decoding what was encoded gives the same value; bytes that cannot be read say so.
 */
package io.tributary.codec;
