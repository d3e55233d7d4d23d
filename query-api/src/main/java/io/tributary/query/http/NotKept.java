package io.tributary.query.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import jakarta.inject.Singleton;

/**
 * What does not say how long it may be kept is kept by nobody. Browsers and proxies would keep some refusals without being asked
 * (404 and 410 among them), and show them when they no longer hold.
 */
@Singleton
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class NotKept {
  @ResponseFilter
  void say(MutableHttpResponse<?> response) {
    if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
      response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
