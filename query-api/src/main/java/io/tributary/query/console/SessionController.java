package io.tributary.query.console;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Gate;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.http.Errors;
import java.time.Duration;

/** Signing in and out. The keys leave the browser once; what it keeps is a cookie that no script can read. */
@Controller(SessionController.PATH)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SessionController {
  static final String PATH = "/console/session";
  private static final int LONGEST_KEY = 200;

  private final Gate gate;
  private final Sessions sessions;

  SessionController(Gate gate, Sessions sessions) {
    this.gate = gate;
    this.sessions = sessions;
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record SignIn(@Nullable String apiKey, @Nullable String applicationKey) {
    /** Keys are not for logs. */
    @Override
    public String toString() {
      return "SignIn[…]";
    }

    private boolean isWhole() {
      return apiKey != null && applicationKey != null && apiKey.length() <= LONGEST_KEY && applicationKey.length() <= LONGEST_KEY
          && (apiKey + applicationKey).chars().noneMatch(Character::isISOControl);
    }
  }

  /** 204 and a session; 403 for keys that are not good, which says no more than that. */
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<?> signIn(HttpRequest<?> request, @Body SignIn keys) {
    if (!request.getHeaders().contains(SessionFilter.CONSOLE)) {
      return Errors.answer(HttpStatus.FORBIDDEN, "Forbidden: a session begins with the header " + SessionFilter.CONSOLE);
    }
    return switch (keys.isWhole() ? gate.admit(Endpoint.SELF, keys.apiKey(), keys.applicationKey()) : new Admission.Unknown()) {
      case Admission.Admitted ignored -> HttpResponse.noContent()
          .cookie(cookie(request, sessions.seal(new Sessions.Holder.Keys(keys.apiKey(), keys.applicationKey())), Sessions.LENGTH));
      case Admission.NotReady ignored -> Errors.answer(HttpStatus.SERVICE_UNAVAILABLE, "the directory is still being read; try again")
          .header("Retry-After", "1");
      default -> Errors.answer(HttpStatus.FORBIDDEN, "These keys are not known, or do not belong together");
    };
  }

  @Delete(consumes = MediaType.ALL)
  HttpResponse<?> signOut(HttpRequest<?> request) {
    return HttpResponse.noContent().cookie(cookie(request, "", Duration.ZERO));
  }

  static Cookie cookie(HttpRequest<?> request, String value, Duration length) {
    return Cookie.of(SessionFilter.COOKIE, value).path("/").httpOnly(true).secure(isSecure(request)).sameSite(SameSite.Strict)
        .maxAge(length);
  }

  static boolean isSecure(HttpRequest<?> request) {
    return request.isSecure() || "https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto"));
  }
}
