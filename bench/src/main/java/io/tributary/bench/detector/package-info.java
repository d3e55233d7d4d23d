/**
 * In: nothing but invented five-minute series. Out: how many buckets a second one core judges and learns with the detector that ships,
 * measured by JMH in a JVM of its own. Each series has a model of its own, as in the stream: there is no cache they all fit in.
 */
package io.tributary.bench.detector;
