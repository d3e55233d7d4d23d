/**
 * In: domain values. Out: verdicts, problems and numbers, by pure functions without a clock or I/O. The same input gives the
 * same output in every process, on every replay.
 */
package io.tributary.rules;
