/**
 * In: the words typed after {@code ./tributary}. Out: one command, run to its end. What went wrong is one line on standard error
 * and a non-zero exit code: 1 for a failure, 2 for a command that cannot be understood.
 */
package io.tributary.local.cli;
