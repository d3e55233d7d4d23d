package io.tributary.query.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Times requests by endpoint and status. An endpoint is a route as it was declared, so that ids in paths make no new series. */
@Singleton
@Requires(beans = MeterRegistry.class)
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestMetrics {
  private static final String BEGAN = "tributary.began";

  private final MeterRegistry metrics;

  RequestMetrics(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  @RequestFilter
  void began(HttpRequest<?> request) {
    request.setAttribute(BEGAN, System.nanoTime());
  }

  @ResponseFilter
  void answered(HttpRequest<?> request, HttpResponse<?> response) {
    request.getAttribute(BEGAN, Long.class).ifPresent(began -> Timer.builder("tributary.query.requests")
        .description("requests by endpoint and HTTP status")
        .tag("endpoint", BasicHttpAttributes.getUriTemplate(request).orElse("none"))
        .tag("status", Integer.toString(response.code()))
        .register(metrics).record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
  }
}
