package io.tributary.query.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import jakarta.inject.Singleton;

/** Refuses an address whose parameters cannot be decoded, before anybody reads one of them. */
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

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
