/**
 * In: questions for rows of a key range and a bucket range. Out: the rows and how fresh they are. Every adapter passes the
 * same contract test; one that cannot answer says so and never answers less than everything.
 */
package io.tributary.query.reader;
