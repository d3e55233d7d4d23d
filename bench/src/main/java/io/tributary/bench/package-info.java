/**
 * In: the words typed after {@code ./tributary bench}. Out: one benchmark, run to its end, as a table and on wish as a JSON file.
 * A number is only printed for a run whose totals were right.
 */
package io.tributary.bench;
