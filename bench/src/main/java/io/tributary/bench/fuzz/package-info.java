/**
 * In: a running installation, its own OpenAPI document and keys. Out: what it answers to requests made of that document, right ones
 * and broken ones. No answer may be a failure of the server's, show its inside, or be missing; a seed makes the same requests again.
 */
package io.tributary.bench.fuzz;
