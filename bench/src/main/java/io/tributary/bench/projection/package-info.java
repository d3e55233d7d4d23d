/**
 * In: a wide CSV of real series, hourly or daily. Out: what the forecaster that ships foretells of each month, scored against how the
 * month ended and beside the plain run-rate. A forecast knows nothing of the file but the hours before it.
 */
package io.tributary.bench.projection;
