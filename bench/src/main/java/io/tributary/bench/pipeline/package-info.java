/**
 * In: a seed and a number of events. Out: how fast Tributary adds them up, beside a HashMap in memory (the limit) and a topology
 * that sends every event to every cell (the naive way), as ratios of runs on the same records in fresh JVMs, one after the other.
 * Every run's cells must equal those that the generator itself says; a run whose cells do not is reported and never counted.
 */
package io.tributary.bench.pipeline;
