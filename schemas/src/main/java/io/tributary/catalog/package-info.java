/**
 * In: the catalogue file, and the JSON of usage types that are added at run time. Out: every usage type with the names the
 * public API knows it by. The file is the only place that says what a built-in usage type is; an id is never changed or used
 * again, and every name has one owner.
 */
package io.tributary.catalog;
