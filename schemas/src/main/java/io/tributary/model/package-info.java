/**
 * In: nothing. Out: the words of the product as immutable values: orgs, accounts, partners, usage types, exact quantities,
 * hours and month cells. No word here knows of Kafka, HTTP or a clock.
 */
package io.tributary.model;
