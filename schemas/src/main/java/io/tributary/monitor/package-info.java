/**
 * In: monitors in the reference form, a query text and JSON. Out: rules that say what is watched, compared with what, and every
 * problem of those that cannot be. What is printed is read back as an equal rule, and nothing that would change when an alert is
 * raised is ignored in silence.
 */
package io.tributary.monitor;
