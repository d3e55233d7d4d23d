/**
 * In: how many accounts a partner has, and how much they use while it asks. Out: how long its questions for cost take, and how far
 * rated cost is behind usage. Every answer is complete, and what it says by product is what it says by account, or the run does not
 * count.
 */
package io.tributary.bench.query;
