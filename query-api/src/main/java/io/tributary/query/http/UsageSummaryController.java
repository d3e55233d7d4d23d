package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.SummaryQuery;
import io.tributary.query.query.UsageSummary;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/** All usage of an account, or of all of a partner's customers, by month. */
@Controller("/api/v1/usage/summary")
final class UsageSummaryController {
  private final Door door;
  private final UsageReader reader;
  private final InstantSource clock;

  UsageSummaryController(Door door, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.clock = clock;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> summary(HttpRequest<?> request) {
    return door.enter(request, Endpoint.USAGE_SUMMARY, (caller, directory) -> {
      var now = clock.instant();
      var query = SummaryQuery.of(new Parameters(request.getParameters()::getFirst), now);
      var visible = VisibleMonths.of(caller, directory, query.from(), query.to(), query.connected());
      var summary = UsageSummary.read(reader, query, visible, now);
      return Fresh.answer(summary.asOf(), UsageSummaryAnswer.of(summary, directory, query.orgDetails()))
          .contentType(MediaType.APPLICATION_JSON_TYPE);
    });
  }
}
