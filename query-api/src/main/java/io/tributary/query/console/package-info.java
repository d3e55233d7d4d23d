/**
 * In: a browser. Out: the console's pages, and a session that stands for a pair of keys, or for a user whom the provider of the
 * installation's choice (OpenID Connect) knows by e-mail address. A page gets nothing that the same keys, or keys of that user, would not
 * get from the public API: the session only says who asks.
 */
package io.tributary.query.console;
