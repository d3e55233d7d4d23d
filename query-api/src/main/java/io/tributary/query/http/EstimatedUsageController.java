package io.tributary.query.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.EstimatedUsage;
import io.tributary.query.query.EstimatedUsageQuery;
import io.tributary.query.query.Parameters;
import io.tributary.query.reader.UsageReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Estimated usage for a Prometheus to scrape, with the keys of a partner or a customer, see {@code docs/notifications.md}. */
@Controller(EstimatedUsageController.PATH)
final class EstimatedUsageController {
  static final String PATH = "/api/v2/tributary/prometheus";

  private static final MediaType PLAIN = MediaType.of("text/plain; version=0.0.4; charset=utf-8");
  private static final MediaType OPEN_METRICS = MediaType.of("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final Door door;
  private final UsageReader reader;
  private final InstantSource clock;

  EstimatedUsageController(Door door, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.clock = clock;
  }

  /** Bytes, because the server knows how to write a text only of the types it knows. */
  @Get
  @Produces({"text/plain", "application/openmetrics-text", MediaType.APPLICATION_JSON})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> scrape(HttpRequest<?> request) {
    boolean open = request.getHeaders().getAll(HttpHeaders.ACCEPT).stream()
        .anyMatch(accept -> accept.contains("application/openmetrics-text"));
    return door.enter(request, Endpoint.ESTIMATED_USAGE, (caller, directory) -> {
      var query = EstimatedUsageQuery.of(new Parameters(request.getParameters()::getFirst));
      var answer = new EstimatedUsage(reader, directory, clock.instant()).read(caller, query);
      return HttpResponse.ok(PrometheusText.of(answer, open).getBytes(StandardCharsets.UTF_8)).contentType(open ? OPEN_METRICS : PLAIN);
    });
  }
}
