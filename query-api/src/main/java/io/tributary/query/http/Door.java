package io.tributary.query.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.model.Directory;
import io.tributary.model.NotReady;
import io.tributary.query.access.Caller;
import io.tributary.query.access.CostHidden;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Gate;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.query.InvalidQuery;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every request to the API goes through: the keys before, and after it the refusals that an answer may turn into. */
@Singleton
public final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final String NOT_PARENT = "API called with non-parent org keys. Data is only available at the root level org";
  private static final String CALLER = "tributary.caller";
  private static final String SIGNED_IN = "tributary.signed-in";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Gate gate;

  public Door(Gate gate) {
    this.gate = gate;
  }

  /** Makes the answer for a caller who was let in. May throw {@link InvalidQuery}, {@link CostHidden} and {@link NotReady}. */
  public interface Answer {
    /** @param directory the one version to answer from */
    MutableHttpResponse<?> to(Caller caller, Directory directory);
  }

  /** The answer, or the refusal. */
  public HttpResponse<?> enter(HttpRequest<?> request, Endpoint endpoint, Answer answer) {
    var admission = admission(request, endpoint);
    return admission instanceof Admission.Admitted(var caller, var directory) ? answer(caller, directory, answer) : refusal(admission);
  }

  /** For filters, which let a request through by saying nothing: the refusal, or null. Who was let in, {@link #caller} says. */
  @Nullable
  public HttpResponse<?> refusal(HttpRequest<?> request, Endpoint endpoint) {
    var admission = admission(request, endpoint);
    if (admission instanceof Admission.Admitted(var caller, var ignored)) {
      request.setAttribute(CALLER, caller);
    }
    return refusal(admission);
  }

  /** Whom a filter let in with this request. */
  public static Caller caller(HttpRequest<?> request) {
    return request.getAttribute(CALLER, Caller.class).orElseThrow(() -> new IllegalStateException("no filter let anybody in"));
  }

  /**
   * Lets a request stand for a user who has signed in, and not for keys.
   *
   * @param id see {@link io.tributary.model.Access#signedIn}; an attribute, which no client can set
   */
  public static void sign(HttpRequest<?> request, String id) {
    request.setAttribute(SIGNED_IN, id);
  }

  static Optional<String> signed(HttpRequest<?> request) {
    return request.getAttribute(SIGNED_IN, String.class);
  }

  private Admission admission(HttpRequest<?> request, Endpoint endpoint) {
    return again(request, endpoint).get();
  }

  /** Judges who asks whenever it is asked to: for answers that take longer than keys may last. */
  Supplier<Admission> again(HttpRequest<?> request, Endpoint endpoint) {
    var signed = signed(request);
    if (signed.isPresent()) {
      return () -> gate.lend(endpoint, signed.get());
    }
    var apiKey = request.getHeaders().get("DD-API-KEY");
    var applicationKey = request.getHeaders().get("DD-APPLICATION-KEY");
    return () -> gate.admit(endpoint, apiKey, applicationKey);
  }

  private static HttpResponse<?> refusal(Admission admission) {
    return switch (admission) {
      case Admission.Admitted ignored -> null;
      case Admission.Unknown() -> Errors.forbidden("Forbidden");
      case Admission.Lacks(var permission) ->
          Errors.forbidden("Forbidden: the application key's role lacks the permission " + permission);
      case Admission.NotParent() -> Errors.answer(HttpStatus.BAD_REQUEST, NOT_PARENT);
      case Admission.NotPartner() -> Errors.forbidden("Forbidden: only the keys of a partner's admin org may ask this");
      case Admission.NotForPartner(var sentence) -> Errors.forbidden(sentence);
      case Admission.NotReady() -> later("the directory is still being read", SOON);
    };
  }

  static HttpResponse<?> answer(Caller caller, Directory directory, Answer answer) {
    try {
      var response = answer.to(caller, directory);
      // Said here, because the server would repeat the client's Accept with all of its parameters.
      return response.getContentType().isPresent() ? response : response.contentType(MediaType.APPLICATION_JSON_TYPE);
    } catch (InvalidQuery e) {
      return Errors.answer(HttpStatus.BAD_REQUEST, e.problems());
    } catch (CostHidden e) {
      return Errors.forbidden(e.getMessage());
    } catch (NotReady e) {
      // Who, where and why is the operator's business; the caller only needs to know when to come back.
      LOG.warn("not ready: {}", e.getMessage());
      return later("the usage cannot be read at this moment", e.retryAfter());
    }
  }

  private static MutableHttpResponse<?> later(String why, Duration retryAfter) {
    return Errors.answer(HttpStatus.SERVICE_UNAVAILABLE, why + "; try again")
        .header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
  }
}
