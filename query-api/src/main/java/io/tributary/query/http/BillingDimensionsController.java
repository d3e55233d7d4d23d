package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Hours;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.BillingDimensions;
import io.tributary.query.query.BillingDimensions.Mapped;
import io.tributary.query.query.Digests;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.Timestamps;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** The billing dimensions of an account, or of a partner's customers: their keys, and which of them are priced. */
@Controller("/api/v2")
final class BillingDimensionsController {
  private static final String TYPE = "billing_dimensions";

  private final Door door;
  private final InstantSource clock;

  BillingDimensionsController(Door door, InstantSource clock) {
    this.door = door;
    this.clock = clock;
  }

  record Mapping(List<Dimension> data) {}

  record Dimension(String type, String id, Attributes attributes) {
    static Dimension from(Mapped dimension, int month) {
      return new Dimension(TYPE, dimension.dimension(), new Attributes(dimension.label(), Timestamps.utc(Hours.firstOfMonth(month)),
          dimension.endpoints().stream().map(keys -> new Keys(keys.endpoint(), keys.keys(), keys.keys().isEmpty() ? "NOT_FOUND" : "OK"))
              .toList()));
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Attributes(String inAppLabel, String timestamp, List<Keys> endpoints) {}

  record Keys(String id, List<String> keys, String status) {}

  @Get("/usage/billing_dimension_mapping")
  @Produces({"application/vnd.api+json", "application/json"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> mapping(HttpRequest<?> request) {
    return JsonApi.of(door.enter(request, Endpoint.BILLING_DIMENSION_MAPPING, (caller, directory) -> {
      var query = BillingDimensions.Query.of(new Parameters(request.getParameters()::getFirst), clock.instant());
      return JsonApi.ok(new Mapping(new BillingDimensions(caller, directory).mapped(query).stream()
          .map(dimension -> Dimension.from(dimension, query.month())).toList()));
    }));
  }

  record Active(ActiveData data) {}

  record ActiveData(String type, String id, ActiveAttributes attributes) {}

  record ActiveAttributes(String month, Collection<String> values) {}

  @Get("/cost_by_tag/active_billing_dimensions")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> active(HttpRequest<?> request) {
    return door.enter(request, Endpoint.ACTIVE_BILLING_DIMENSIONS, (caller, directory) -> {
      var dimensions = new BillingDimensions(caller, directory);
      int month = dimensions.lastClosed(clock.instant());
      var at = Timestamps.utc(Hours.firstOfMonth(month));
      return HttpResponse.ok(new Active(new ActiveData(TYPE, Digests.sha256(List.of(TYPE, caller.org(), at)),
          new ActiveAttributes(at, dimensions.active(month)))));
    });
  }
}
