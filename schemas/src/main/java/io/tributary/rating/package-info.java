/**
 * In: a rate card, a period and the usage of one account in it. Out: charges in exact decimals, their shares for orgs, and the
 * card that a partner sells by; {@code docs/cost.md} is the same in words. No clock, no I/O and no binary fraction: an amount
 * is rounded once, when it becomes part of a charge, and everything after is plain addition.
 */
package io.tributary.rating;
