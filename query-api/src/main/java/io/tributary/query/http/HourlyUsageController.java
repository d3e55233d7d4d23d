package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.pages.Pages;
import io.tributary.query.query.HourlyQuery;
import io.tributary.query.query.HourlyUsage;
import io.tributary.query.query.Parameters;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/**
 * Hourly usage by product family, page by page, of one org or many, up to two months of hours: as many rows as are kept for later
 * pages.
 */
@Controller("/api/v2/usage/hourly_usage")
final class HourlyUsageController {
  private final Door door;
  private final UsageReader reader;
  private final Pages pages;
  private final InstantSource clock;

  HourlyUsageController(Door door, UsageReader reader, Pages pages, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.pages = pages;
    this.clock = clock;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> hourlyUsage(HttpRequest<?> request) {
    return door.enter(request, Endpoint.HOURLY_USAGE, (caller, directory) -> {
      var now = clock.instant();
      var query = HourlyQuery.of(new Parameters(request.getParameters()::getFirst), directory.catalogue(), now);
      var page = pages.page(caller, query.question(), query.page(), () -> reader.progress().asOf(), rows -> {
        var visible = VisibleHours.of(caller, directory, query.from(), query.to(), query.descendants(), query.connected());
        return new HourlyUsage(query, visible, directory.catalogue())
            .read(reader, now, line -> rows.accept(HourlyUsageAnswer.row(line, directory)));
      });
      return Fresh.answer(page.asOf(), HourlyUsageAnswer.from(page));
    });
  }
}
