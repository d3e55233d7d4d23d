/**
 * In: alerts from the stream. Out: each told to the targets that its monitor's message names, or a dead letter that says why
 * not. Every alert is told at least once, under one idempotency key however often; a slow target holds up nobody but itself.
 */
package io.tributary.query.notify;
