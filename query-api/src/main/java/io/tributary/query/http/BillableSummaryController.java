package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleMonths;
import io.tributary.query.query.BillableQuery;
import io.tributary.query.query.BillableSummary;
import io.tributary.query.query.Parameters;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/** What a month's bill is made of: usage by billing dimension, of each org and of its account. */
@Controller("/api/v1/usage/billable-summary")
final class BillableSummaryController {
  private final Door door;
  private final UsageReader usage;
  private final CostReader costs;
  private final InstantSource clock;

  BillableSummaryController(Door door, UsageReader usage, CostReader costs, InstantSource clock) {
    this.door = door;
    this.usage = usage;
    this.costs = costs;
    this.clock = clock;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> summary(HttpRequest<?> request) {
    return door.enter(request, Endpoint.BILLABLE_SUMMARY, (caller, directory) -> {
      var now = clock.instant();
      var query = BillableQuery.of(new Parameters(request.getParameters()::getFirst), now);
      var visible = VisibleMonths.of(caller, directory, query.month(), query.month() + 1, query.connected());
      var summary = BillableSummary.read(usage, costs, query, visible, directory, now);
      return Fresh.answer(summary.asOf(), BillableSummaryAnswer.of(summary.orgs(), directory));
    });
  }
}
