/**
 * In: the five-minute cells that a commit changed, the time up to which all cells are complete, and the monitors that somebody made. Out:
 * the state of every group of every monitor, and one alert for each change that is to be told. Nothing is done for what no
 * monitor watches, and what is kept here is written in the transaction of what caused it.
 */
package io.tributary.aggregator.watch;
