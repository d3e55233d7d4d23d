package io.tributary.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.tributary.ingest.intake.Intake.Outcome.Answer;
import jakarta.inject.Singleton;

/** Counts what comes in: requests by status, bytes, events, and problems by code (the codes are ours, so they are few). */
@Singleton
@ServerFilter("/v1/**")
final class RequestMetrics {
  private final MeterRegistry metrics;
  private final Counter bytes;
  private final Counter accepted;
  private final Counter rejected;

  RequestMetrics(MeterRegistry metrics) {
    this.metrics = metrics;
    bytes = Counter.builder("tributary.ingest.body").baseUnit("bytes").description("JSON received, after decompression").register(metrics);
    accepted = events("accepted");
    rejected = events("rejected");
  }

  private Counter events(String outcome) {
    return Counter.builder("tributary.ingest.events").tag("outcome", outcome).description("events by what became of them")
        .register(metrics);
  }

  @ResponseFilter
  void answered(HttpResponse<?> response) {
    Counter.builder("tributary.ingest.requests").tag("status", Integer.toString(response.code()))
        .description("requests by HTTP status").register(metrics).increment();
  }

  void received(int jsonBytes) {
    bytes.increment(jsonBytes);
  }

  void answered(Answer answer) {
    accepted.increment(answer.accepted());
    rejected.increment(answer.rejected().size());
    answer.rejected().stream().flatMap(event -> event.problems().stream()).forEach(problem ->
        Counter.builder("tributary.ingest.problems").tag("code", problem.code())
            .description("what was wrong with rejected events").register(metrics).increment());
  }
}
