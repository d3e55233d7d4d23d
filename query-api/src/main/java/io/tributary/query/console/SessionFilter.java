package io.tributary.query.console;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.cookie.Cookie;
import io.tributary.model.Access;
import io.tributary.query.console.Sessions.Holder;
import io.tributary.query.http.Door;
import io.tributary.query.http.Errors;
import java.util.Set;

/**
 * Gives a request of the console the keys of its session, or its user, before anything asks for them. A request that brings keys of
 * its own is left as it is. One that changes something must say that the console sent it: a page of another site cannot set a header, so it
 * cannot use the session of who visits it (the cookie is not sent for other sites' requests either).
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class SessionFilter implements Ordered {
  static final String COOKIE = "tributary_session";
  /** On every request that the console makes. */
  static final String CONSOLE = "X-Tributary-Console";
  static final String API_KEY = "DD-API-KEY";
  static final String APPLICATION_KEY = "DD-APPLICATION-KEY";
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Sessions sessions;

  SessionFilter(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @RequestFilter
  @Nullable
  HttpResponse<?> open(HttpRequest<?> request) {
    var headers = request.getHeaders();
    boolean asksForKeys = request.getPath().startsWith("/api/") || request.getPath().startsWith("/admin/");
    if (!asksForKeys || headers.contains(API_KEY) || headers.contains(APPLICATION_KEY)) {
      return null;
    }
    var holder = request.getCookies().findCookie(COOKIE).map(Cookie::getValue).flatMap(sessions::open);
    if (holder.isEmpty()) {
      return headers.contains(CONSOLE) ? Errors.answer(HttpStatus.UNAUTHORIZED, "There is no session, or it has ended: sign in") : null;
    }
    if (!READS.contains(request.getMethod()) && !headers.contains(CONSOLE)) {
      return Errors.answer(HttpStatus.FORBIDDEN, "Forbidden: a session changes nothing without the header " + CONSOLE);
    }
    switch (holder.get()) {
      case Holder.User(var id) -> Door.sign(request, Access.signedIn(id));
      case Holder.Keys(var apiKey, var applicationKey) -> {
        if (headers instanceof MutableHttpHeaders own) {
          own.add(API_KEY, apiKey);
          own.add(APPLICATION_KEY, applicationKey);
        }
      }
    }
    return null;
  }
}
