package io.tributary.query.http;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Control;
import io.tributary.query.access.Endpoint;
import io.tributary.query.live.LiveHub;
import io.tributary.query.live.LiveHub.Opening;
import io.tributary.query.query.LiveQuery;
import io.tributary.query.query.Parameters;
import java.time.InstantSource;

/** Five-minute cells as they change: a stream of server-sent events, see {@code docs/live.md}. */
@Controller(LiveController.PATH)
final class LiveController {
  static final String PATH = "/api/v2/tributary/live";
  private static final String RETRY_SECONDS = "10";

  private final Door door;
  private final LiveHub hub;
  private final Control control;
  private final InstantSource clock;

  LiveController(Door door, LiveHub hub, Control control, InstantSource clock) {
    this.door = door;
    this.hub = hub;
    this.control = control;
    this.clock = clock;
  }

  /** A HEAD would open a stream that nobody reads. */
  @Get(headRoute = false)
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> live(HttpRequest<?> request) {
    var again = door.again(request, Endpoint.LIVE);
    return door.enter(request, Endpoint.LIVE, (caller, directory) -> {
      var query = LiveQuery.of(new Parameters(request.getParameters()::getFirst), caller, directory, clock.instant());
      return switch (hub.open(caller, query, again)) {
        case Opening.Opened(var stream) -> HttpResponse.ok(Publishers.map(stream, event -> LiveAnswer.from(event, control.directory())))
            .contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
        case Opening.CallerHasEnough(var most) -> refused(HttpStatus.TOO_MANY_REQUESTS,
            "an org may have " + most + " live streams at once, and this one has; close one first");
        case Opening.Full() -> refused(HttpStatus.SERVICE_UNAVAILABLE,
            "this server has as many live streams as it can have; try again");
      };
    });
  }

  private static MutableHttpResponse<?> refused(HttpStatus status, String why) {
    return Errors.answer(status, why).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
  }
}
