/**
 * In: who asks what, and when. Out: whether that is once too often, and when to come back. What is remembered is bounded by the
 * orgs that have keys and by the endpoints there are.
 */
package io.tributary.query.rate;
