package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.query.HourlyQuery;
import io.tributary.query.query.HourlyUsage;
import io.tributary.query.query.Parameters;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/**
 * Hourly usage by product family, page by page. For one org or many, up to two months of hours; a page reads only the
 * hours that it shows, so the number of orgs needs no limit of its own.
 */
@Controller("/api/v2/usage/hourly_usage")
final class HourlyUsageController {
  private final Door door;
  private final UsageReader reader;
  private final InstantSource clock;

  HourlyUsageController(Door door, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.clock = clock;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> hourlyUsage(HttpRequest<?> request) {
    return door.enter(request, Endpoint.HOURLY_USAGE, (caller, directory) -> {
      var now = clock.instant();
      var query = HourlyQuery.of(new Parameters(request.getParameters()::getFirst), caller.org(), directory.catalogue(), now);
      var visible = VisibleHours.of(caller, directory, query.from(), query.to(), query.descendants(), query.connected());
      var page = new HourlyUsage(query, visible, directory.catalogue()).page(reader, now);
      return Fresh.answer(page.asOf(), HourlyUsageAnswer.from(page, query.digest(caller.org()), directory));
    });
  }
}
