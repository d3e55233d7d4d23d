package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.get;

import java.util.List;

/** What a server says of itself, to whoever can reach it. */
final class ServerOperations {
  private ServerOperations() {}

  static List<Operation> all() {
    return List.of(
        get("/health", "GetHealth", "Whether right and fresh answers can be given").isOpen().answers("{status: string}").refuses(503),
        get("/health/{selector}", "GetHealthOf", "The same, of one part").asks(Parameter.path("selector", "health", "readiness")).isOpen()
            .answers("{status: string}").refuses(404, 503),
        get("/prometheus", "GetMetrics", "Metrics in Prometheus' text format").isOpen(),
        get(DocumentController.PATH, "GetOpenApi", "This document").isOpen().answers("{openapi: string, paths: object}"),
        get(PageController.PATH, "GetDocs", "A page to browse it").isOpen(),
        get(PageController.PATH + "/{file}", "GetDocsFile", "What the page is made of").asks(Parameter.path("file", "file", "page.js"))
            .isOpen().refuses(404));
  }
}
