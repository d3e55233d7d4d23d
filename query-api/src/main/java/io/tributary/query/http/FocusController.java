package io.tributary.query.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Hours;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.query.FocusBill;
import io.tributary.query.query.FocusQuery;
import io.tributary.query.query.Parameters;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;

/** A month's charges as a FOCUS 1.2 file, see {@code docs/focus.md}. */
@Controller("/api/v2/tributary/focus")
final class FocusController {
  /** How many accounts the file has, for who shows how far it is. */
  static final String ACCOUNTS = "X-Tributary-Accounts";

  private final Door door;
  private final CostReader costs;
  private final UsageReader usage;
  private final InstantSource clock;

  FocusController(Door door, CostReader costs, UsageReader usage, InstantSource clock) {
    this.door = door;
    this.costs = costs;
    this.usage = usage;
    this.clock = clock;
  }

  @Get
  @Produces({"text/csv", "application/json"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> file(HttpRequest<?> request) {
    return door.enter(request, Endpoint.COST_TABLE, (caller, directory) -> {
      var now = clock.instant();
      var query = FocusQuery.of(new Parameters(request.getParameters()::getFirst), caller.partner().isPresent(), now);
      var visible = VisibleCosts.of(caller, directory, Endpoint.COST_TABLE, query.month(), query.month() + 1, true);
      var answer = new FocusBill(costs, usage, query, visible, directory, now).read();
      return Fresh.answer(answer.asOf(), new RowStream<>(answer.rows(), out -> new CsvRows<>(FocusColumns.of(directory), out)))
          .contentType("text/csv; charset=utf-8").header(ACCOUNTS, Integer.toString(answer.accounts()))
          .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"focus-" + Hours.yearMonth(query.month()) + ".csv\"");
    });
  }
}
