package io.tributary.query.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import jakarta.inject.Singleton;
import java.util.List;

/** Refuses an address whose parameters cannot be decoded, before anybody reads one of them; and lets no refusal be without a sentence. */
@Singleton
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Legible implements Ordered {
  @RequestFilter
  @Nullable
  HttpResponse<?> refusal(HttpRequest<?> request) {
    try {
      request.getParameters().names();
      return null;
    } catch (IllegalArgumentException e) {
      return Errors.answer(HttpStatus.BAD_REQUEST, "The parameters cannot be decoded: a % must be followed by two hexadecimal digits");
    }
  }

  /** The server refuses some things by itself, such as pages of elsewhere that talk to this machine, and says nothing. */
  @ResponseFilter
  void explain(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.code() >= HttpStatus.BAD_REQUEST.getCode() && response.getBody().isEmpty() && request.getMethod() != HttpMethod.HEAD) {
      Errors.in(response, List.of(response.reason()));
    }
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
