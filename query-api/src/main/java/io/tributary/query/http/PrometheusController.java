package io.tributary.query.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Metrics in Prometheus' text format. */
@Controller("/prometheus")
final class PrometheusController {
  private final PrometheusMeterRegistry metrics;

  PrometheusController(PrometheusMeterRegistry metrics) {
    this.metrics = metrics;
  }

  @Get
  @Produces("text/plain; version=0.0.4; charset=utf-8")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  String scrape() {
    return metrics.scrape();
  }
}
