/**
 * In: settings. Out: a running server. Everything is wired here, what is wrong with the settings is said at once, and what
 * was started is stopped in the reverse order.
 */
package io.tributary.query.boot;
