package io.tributary.query.openapi;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.http.Errors;
import java.io.IOException;
import java.util.Map;

/** A page to browse the document with. All that it loads comes from here, and it may load nothing else. */
@Controller(PageController.PATH)
final class PageController {
  static final String PATH = "/api/docs";
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
      + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String OURS = "/query-api/docs/";
  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.30.2/";
  private static final Map<String, String> FILES = Map.of("page.js", OURS, "page.css", OURS, "swagger-ui.css", SWAGGER_UI,
      "swagger-ui-bundle.js", SWAGGER_UI);

  @Get
  @Produces("text/html; charset=utf-8")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> page() throws IOException {
    return file(OURS + "page.html", "text/html; charset=utf-8").header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer");
  }

  @Get("/{file}")
  @Produces({"text/javascript", "text/css", "application/json"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> file(String file) throws IOException {
    var folder = FILES.get(file);
    return folder == null ? Errors.answer(HttpStatus.NOT_FOUND, file + " not found")
        : file(folder + file, (file.endsWith(".js") ? "text/javascript" : "text/css") + "; charset=utf-8")
            .header("X-Content-Type-Options", "nosniff").header(HttpHeaders.CACHE_CONTROL, "max-age=3600");
  }

  private static MutableHttpResponse<byte[]> file(String resource, String type) throws IOException {
    try (var in = PageController.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return HttpResponse.ok(in.readAllBytes()).contentType(type);
    }
  }
}
