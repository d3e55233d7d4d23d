/**
 * In: world documents, single entries and orders to make or revoke a key, from operators; contracts and sell prices from partners.
 * Out: records of the control plane, or everything that is wrong with what was asked. What is asked is written as a whole, on the
 * latest state, or not at all, and a partner is told nothing of what is not its own.
 */
package io.tributary.query.admin;
