/**
 * In: what people say about where notifications go. Out: the webhooks of each owner, for whoever delivers. A secret goes in
 * and never comes out again: not in an answer, not in a log, and not to a process that does not deliver.
 */
package io.tributary.query.targets;
