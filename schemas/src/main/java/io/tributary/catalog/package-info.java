/**
 * In: the catalogue file. Out: every built-in usage type with the names the public API knows it by. The file is the
 * only place that says what a usage type is; an id in it is never changed or used again.
 */
package io.tributary.catalog;
