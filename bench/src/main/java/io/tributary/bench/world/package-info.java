/**
 * In: a seed. Out: an invented reseller with its accounts and orgs, and usage events of theirs, the same ones in every process.
 * An event depends on nothing but the seed and its number.
 */
package io.tributary.bench.world;
