/**
 * In: a key range and a bucket range. Out: the rows, from the stores of whichever process owns them. An answer is one cut of
 * each partition and complete, or it is a typed failure.
 */
package io.tributary.aggregator.serving;
