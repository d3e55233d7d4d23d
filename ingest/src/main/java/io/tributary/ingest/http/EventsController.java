package io.tributary.ingest.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.ingest.intake.Intake;
import io.tributary.ingest.intake.Intake.Admission;
import io.tributary.ingest.intake.Intake.Outcome;
import io.tributary.model.Access.ApiKey;
import jakarta.inject.Named;
import java.util.concurrent.Semaphore;

/**
 * Usage events over HTTP. 202: every event that is not named in {@code rejected} is stored. 400 with the same body: no event
 * was good. 429 and 503: send the whole request again after {@code Retry-After} seconds, with the same ids; what was
 * stored already counts once.
 */
@Controller("/v1/events")
final class EventsController {
  static final String SINGLE = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";
  private static final String RETRY_AFTER_SECONDS = "1";

  private final Intake intake;
  private final RequestMetrics metrics;
  private final Semaphore room;

  /** @param maxBytesInFlight JSON that may wait for the broker at one time: parsed, it takes many times that of the heap */
  EventsController(Intake intake, RequestMetrics metrics, @Named("maxBytesInFlight") int maxBytesInFlight) {
    this.intake = intake;
    this.metrics = metrics;
    this.room = new Semaphore(maxBytesInFlight);
  }

  /** Waits for the broker's acknowledgement, so it runs on a thread that may wait. */
  @Post
  @Consumes({SINGLE, BATCH})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> send(HttpRequest<?> request, @Nullable @Header("DD-API-KEY") String apiKey, @Nullable @Body byte[] body) {
    return switch (intake.admit(apiKey)) {
      case Admission.NoKey() -> Errors.answer(HttpStatus.UNAUTHORIZED, "the header DD-API-KEY is missing");
      case Admission.Forbidden(var reason) -> Errors.answer(HttpStatus.FORBIDDEN, reason);
      case Admission.NotReady() -> later(HttpStatus.SERVICE_UNAVAILABLE, "the directory is still being read");
      case Admission.Admitted(var key) -> read(key, request, body == null ? new byte[0] : body);
    };
  }

  private MutableHttpResponse<?> read(ApiKey key, HttpRequest<?> request, byte[] body) {
    if (request.getContentType().isEmpty()) { // the server lets a body of no type pass as one of any
      return Errors.answer(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + SINGLE + " or " + BATCH);
    }
    var encoding = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
    boolean gzip = "gzip".equalsIgnoreCase(encoding);
    if (!gzip && encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Errors.answer(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or absent, not " + encoding);
    }
    try {
      var json = gzip ? EventsBody.gunzip(body) : body;
      metrics.received(json.length);
      if (!room.tryAcquire(json.length)) {
        return later(HttpStatus.TOO_MANY_REQUESTS, "too many events wait for the broker");
      }
      try {
        boolean batch = request.getContentType().filter(type -> type.getName().equals(BATCH)).isPresent();
        return answer(intake.accept(key, EventsBody.events(json, batch)));
      } finally {
        room.release(json.length);
      }
    } catch (EventsBody.Unreadable e) {
      return Errors.answer(HttpStatus.BAD_REQUEST, e.getMessage());
    } catch (EventsBody.TooLarge e) {
      return Errors.answer(HttpStatus.REQUEST_ENTITY_TOO_LARGE, e.getMessage());
    }
  }

  private MutableHttpResponse<?> answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer answer -> {
        metrics.answered(answer);
        boolean noneIsGood = answer.accepted() == 0 && !answer.rejected().isEmpty();
        yield HttpResponse.status(noneIsGood ? HttpStatus.BAD_REQUEST : HttpStatus.ACCEPTED).body(answer);
      }
      case Outcome.Full() -> later(HttpStatus.TOO_MANY_REQUESTS, "the producer's buffer is full");
      case Outcome.Unavailable(var reason) -> later(HttpStatus.SERVICE_UNAVAILABLE, reason);
    };
  }

  private static MutableHttpResponse<?> later(HttpStatus status, String why) {
    return Errors.answer(status, why + "; send the request again with the same ids").header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
  }
}
