package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.HourlyProduct;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.ProductHours;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/** The hours of one product, of the org that asks and of those below it: {@link HourlyProduct#ALL} lists the products. */
@Controller("/api/v1/usage")
final class ProductHoursController {
  private final Door door;
  private final UsageReader reader;
  private final InstantSource clock;

  ProductHoursController(Door door, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.clock = clock;
  }

  @Get("/{product}")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> hours(HttpRequest<?> request, @PathVariable String product) {
    var products = HourlyProduct.at(product);
    if (products.isEmpty()) {
      return Errors.answer(HttpStatus.NOT_FOUND, "Page Not Found");
    }
    return door.enter(request, Endpoint.PRODUCT_HOURS, (caller, directory) -> {
      var now = clock.instant();
      var query = ProductHours.Query.of(products, new Parameters(request.getParameters()::getFirst), now);
      var lines = query.product().lines(directory.catalogue());
      var types = lines.stream().flatMap(line -> line.fields().values().stream()).flatMap(type -> type.stream()).toList();
      var hours = ProductHours.read(reader, types, query.span(), caller, directory, now);
      return Fresh.answer(hours.asOf(), ProductHoursAnswer.of(hours, lines, directory));
    });
  }
}
