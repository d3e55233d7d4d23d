package io.tributary.query.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Measure;
import io.tributary.model.UsageType;
import io.tributary.monitor.Metrics;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.MetricNames;
import io.tributary.query.query.MetricSeries;
import io.tributary.query.query.MetricsQuery;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.Timestamps;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;
import java.util.Optional;

/** Usage types as metrics: their series, their names and what they are, see {@code docs/metrics.md}. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class MetricsController {
  private final Door door;
  private final UsageReader usage;
  private final InstantSource clock;

  MetricsController(Door door, UsageReader usage, InstantSource clock) {
    this.door = door;
    this.usage = usage;
    this.clock = clock;
  }

  @Get("/query")
  HttpResponse<?> query(HttpRequest<?> request) {
    return door.enter(request, Endpoint.METRICS_QUERY, (caller, directory) -> {
      var query = MetricsQuery.of(parameters(request), directory, clock.instant());
      var answer = MetricSeries.read(query, caller, directory, usage);
      return HttpResponse.ok(new RowStream<>(answer.series(), out -> new MetricsAnswer(query, out)))
          .contentType(MediaType.APPLICATION_JSON).header(Fresh.HEADER, Timestamps.precise(answer.asOf()));
    });
  }

  /** The metrics that had usage since {@code from}; all of them where nothing is said. */
  @Get("/metrics")
  HttpResponse<?> metrics(HttpRequest<?> request) {
    return door.enter(request, Endpoint.METRICS_QUERY, (caller, directory) -> {
      var parameters = parameters(request);
      var json = JsonNodeFactory.instance.objectNode().put("from", request.getParameters().get("from", String.class, "0"));
      var names = json.putArray("metrics");
      MetricNames.active(parameters, caller, directory, usage, clock.instant()).forEach(names::add);
      return HttpResponse.ok(json);
    });
  }

  /** {@code q}: a part of a name, after {@code metrics:} or not. */
  @Get("/search")
  HttpResponse<?> search(HttpRequest<?> request) {
    return door.enter(request, Endpoint.METRICS_QUERY, (caller, directory) -> {
      var json = JsonNodeFactory.instance.objectNode();
      var names = json.putObject("results").putArray("metrics");
      MetricNames.containing(Optional.ofNullable(request.getParameters().get("q")).orElse(""), directory.catalogue()).forEach(names::add);
      return HttpResponse.ok(json);
    });
  }

  @Get("/metrics/{name}")
  HttpResponse<?> metadata(HttpRequest<?> request, @PathVariable String name) {
    return door.enter(request, Endpoint.METRICS_QUERY, (caller, directory) -> Metrics.type(directory.catalogue(), name)
        .<MutableHttpResponse<?>>map(type -> HttpResponse.ok(metadata(type)))
        .orElseGet(() -> Errors.answer(HttpStatus.NOT_FOUND, "there is no metric '" + name + "'")));
  }

  private static Object metadata(UsageType type) {
    return JsonNodeFactory.instance.objectNode().put("type", type.measure() == Measure.SUM ? "count" : "gauge")
        .put("description", type.family() + ": " + type.name() + ", measured by " + type.measure().label()).put("unit", type.unit())
        .put("short_name", type.name()).put("integration", "tributary").putNull("per_unit").putNull("statsd_interval");
  }

  private static Parameters parameters(HttpRequest<?> request) {
    return new Parameters(request.getParameters()::getFirst);
  }
}
