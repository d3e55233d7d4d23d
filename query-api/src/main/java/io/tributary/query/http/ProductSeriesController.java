package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.UsageType;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.Digests;
import io.tributary.query.query.HourSpan;
import io.tributary.query.query.HourlySeries;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.ProductHours;
import io.tributary.query.query.Timestamps;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** The hours of one usage type, a series for each org: {@link HourlySeries#ALL} lists them. */
@Controller("/api/v2/usage")
final class ProductSeriesController {
  private final Door door;
  private final UsageReader reader;
  private final InstantSource clock;

  ProductSeriesController(Door door, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.clock = clock;
  }

  record Answer(List<Row> data) {}

  record Row(String type, String id, Attributes attributes) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Attributes(String orgName, String publicId, String region, String productFamily, String usageType, List<Point> timeseries) {}

  /** @param value null where it was not measured */
  record Point(String timestamp, Long value) {}

  @Get("/application_security")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> applicationSecurity(HttpRequest<?> request) {
    return answer(request, HourlySeries.ALL.get(0));
  }

  @Get("/lambda_traced_invocations")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> lambdaTracedInvocations(HttpRequest<?> request) {
    return answer(request, HourlySeries.ALL.get(1));
  }

  @Get("/observability_pipelines")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> observabilityPipelines(HttpRequest<?> request) {
    return answer(request, HourlySeries.ALL.get(2));
  }

  private HttpResponse<?> answer(HttpRequest<?> request, HourlySeries series) {
    return door.enter(request, Endpoint.PRODUCT_HOURS, (caller, directory) -> {
      var now = clock.instant();
      var span = HourSpan.of(new Parameters(request.getParameters()::getFirst), now);
      var type = directory.catalogue().find(series.type()).orElseThrow();
      var hours = ProductHours.read(reader, List.of(type), span, caller, directory, now);
      return Fresh.answer(hours.asOf(),
          new Answer(hours.orgs().stream().map(org -> row(hours, org, series, type, directory)).toList()));
    });
  }

  private static Row row(ProductHours hours, String org, HourlySeries series, UsageType type, Directory directory) {
    var known = directory.org(org);
    var points = IntStream.range(hours.span().from(), Math.max(hours.span().from(), hours.span().to())).mapToObj(hour -> {
      var value = hours.value(org, hour, type);
      return new Point(Timestamps.ofHour(hour), value.isPresent() ? value.getAsLong() : null);
    }).toList();
    return new Row("usage_timeseries", Digests.sha256(List.of(series.label(), org, Integer.toString(hours.span().from()))),
        new Attributes(known.map(Org::name).orElse(org), org, known.map(Org::region).orElse(null), series.label(), series.type().name(),
            points));
  }
}
