/**
 * In: usage-events. Out: cells in the stores of every org, account and partner, and the topics usage-hourly, usage-rejected and
 * usage-late. Effect, dedup entry and input offset commit together, and what is folded in memory is forwarded before every commit.
 */
package io.tributary.aggregator.flow;
