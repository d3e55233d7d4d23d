/**
 * In: the server's own routes, the catalogue, and what is said of each operation here. Out: the OpenAPI document and a page to
 * browse it. Every route is in the document and everything in the document is a route, which a test walks in both directions.
 */
package io.tributary.query.openapi;
