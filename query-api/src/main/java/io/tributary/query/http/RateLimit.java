package io.tributary.query.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.query.access.Control;
import io.tributary.query.rate.Rates;
import io.tributary.query.rate.Rates.Count;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses what one org asks of one endpoint too often, and says on every answer how often it may still ask. Orgs are known by their
 * API key, or by the user who has signed in; a request without either is refused by the door, and counts for nobody. Each process
 * counts for itself.
 */
@Singleton
@Requires(beans = Rates.class)
@ServerFilter("/api/**")
final class RateLimit {
  private static final String COUNTED = "tributary.rate";
  private static final String OWN = "/api/v2/tributary/";

  private final Rates rates;
  private final Control control;

  RateLimit(Rates rates, Control control) {
    this.rates = rates;
    this.control = control;
  }

  /** The refusal; null, which lets the request through, for one that may be answered. */
  @RequestFilter
  @Nullable
  HttpResponse<?> count(HttpRequest<?> request) {
    int limit = request.getPath().startsWith(OWN) ? rates.limits().own() : rates.limits().reference();
    var org = limit == 0 || !control.isCaughtUp() ? Optional.<String>empty() : org(request, control.access());
    var endpoint = BasicHttpAttributes.getUriTemplate(request);
    if (org.isEmpty() || endpoint.isEmpty()) {
      return null;
    }
    var count = rates.count(org.get(), name(request, endpoint.get()), limit);
    request.setAttribute(COUNTED, count);
    if (!count.isTooMany()) {
      return null;
    }
    var refused = Errors.answer(HttpStatus.TOO_MANY_REQUESTS, "Rate limit of " + limit + " requests in " + Rates.PERIOD.toSeconds()
        + " seconds exceeded; try again in " + count.reset() + " seconds").header(HttpHeaders.RETRY_AFTER, Long.toString(count.reset()));
    said(refused, count);
    return refused;
  }

  private static Optional<String> org(HttpRequest<?> request, Access access) {
    var signed = Door.signed(request);
    return signed.isPresent() ? signed.flatMap(access::standing).map(ApplicationKey::org)
        : Optional.ofNullable(request.getHeaders().get("DD-API-KEY")).flatMap(access::apiKey).map(ApiKey::org);
  }

  @ResponseFilter
  void answered(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request.getAttribute(COUNTED, Count.class).filter(count -> !response.getHeaders().contains("X-RateLimit-Limit"))
        .ifPresent(count -> said(response, count));
  }

  private static void said(MutableHttpResponse<?> response, Count count) {
    response.header("X-RateLimit-Limit", Integer.toString(count.limit()))
        .header("X-RateLimit-Period", Long.toString(Rates.PERIOD.toSeconds()))
        .header("X-RateLimit-Remaining", Integer.toString(count.remaining()))
        .header("X-RateLimit-Reset", Long.toString(count.reset()))
        .header("X-RateLimit-Name", count.name());
  }

  /** A route in words that fit a header: {@code get_v1_usage_summary}. */
  private static String name(HttpRequest<?> request, String template) {
    var method = request.getMethodName().equals("HEAD") ? "get" : request.getMethodName().toLowerCase(Locale.ROOT);
    return method + template.replaceFirst("^/api", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("_$", "");
  }
}
