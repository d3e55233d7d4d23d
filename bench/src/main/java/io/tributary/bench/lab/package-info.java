/**
 * In: what a benchmark wants to run. Out: JVMs of its own, a directory that is gone afterwards, a bar, a file with the result.
 * Whatever a benchmark starts or writes ends with it, however it ends.
 */
package io.tributary.bench.lab;
