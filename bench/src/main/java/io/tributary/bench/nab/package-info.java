/**
 * In: a folder of labelled or unlabelled series in the layout of the Numenta Anomaly Benchmark. Out: the same series with the score that
 * the detector that ships gives each row, and how long that took. Labels are never read: a row is judged by the rows before it.
 */
package io.tributary.bench.nab;
