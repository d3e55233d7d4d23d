/**
 * In: HTTP requests. Out: HTTP answers. Reads and writes the wire's shapes and maps outcomes to statuses; it decides
 * nothing about events.
 */
package io.tributary.ingest.http;
