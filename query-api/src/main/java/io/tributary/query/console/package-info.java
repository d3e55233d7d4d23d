/**
 * In: a browser. Out: the console's pages, and a session that stands for a pair of keys. A page gets nothing that its keys would not
 * get from the public API: the session only says which keys a request has.
 */
package io.tributary.query.console;
