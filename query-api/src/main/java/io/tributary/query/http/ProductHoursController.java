package io.tributary.query.http;

import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.HourlyProduct;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.ProductHours;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/** The hours of one product, of the org that asks and of those below it: {@link HourlyProduct#ALL} lists the products. */
@Controller(ProductHoursController.ROOT)
final class ProductHoursController {
  static final String ROOT = "/api/v1/usage";

  private final Door door;
  private final UsageReader reader;
  private final InstantSource clock;

  ProductHoursController(Door door, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.clock = clock;
  }

  /** Each is an endpoint of its own, to whoever counts requests. */
  @Get(uris = {"/analyzed_logs", "/audit_logs", "/aws_lambda", "/ci-app", "/cspm", "/cws", "/dbm", "/fargate", "/hosts",
      "/incident-management", "/indexed-spans", "/ingested-spans", "/iot", "/logs", "/logs-by-retention", "/network_flows",
      "/network_hosts", "/online-archive", "/profiling", "/rum", "/rum_sessions", "/sds", "/snmp", "/synthetics", "/synthetics_api",
      "/synthetics_browser", "/timeseries"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> hours(HttpRequest<?> request) {
    var products = HourlyProduct.at(BasicHttpAttributes.getUriTemplate(request).orElseThrow().substring(ROOT.length() + 1));
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
