/**
 * In: HTTP requests. Out: HTTP answers. Reads and writes the wire's shapes and maps outcomes to statuses; every request passes
 * the one door, and a number is rounded here, once, or not at all.
 */
package io.tributary.query.http;
