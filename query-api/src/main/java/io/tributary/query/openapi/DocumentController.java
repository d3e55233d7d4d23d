package io.tributary.query.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.Router;
import io.tributary.query.access.Control;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The OpenAPI document, made anew when the catalogue or the day has changed. */
@Controller(DocumentController.PATH)
final class DocumentController {
  static final String PATH = "/api/openapi.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long DAY_SECONDS = 86_400;

  private final Router router;
  private final Control control;
  private final InstantSource clock;
  private volatile Made made = new Made(-1, -1, new byte[0]);

  private record Made(long version, long day, byte[] document) {}

  DocumentController(Router router, Control control, InstantSource clock) {
    this.router = router;
    this.control = control;
    this.clock = clock;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> document() throws JsonProcessingException {
    var directory = control.directory();
    var now = clock.instant();
    long day = Math.floorDiv(now.getEpochSecond(), DAY_SECONDS);
    var current = made;
    if (current.version() != directory.version() || current.day() != day) {
      current = new Made(directory.version(), day, JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(Document.of(new Routes(router), directory.catalogue(), now)).getBytes(StandardCharsets.UTF_8));
      made = current;
    }
    return HttpResponse.ok(current.document());
  }
}
