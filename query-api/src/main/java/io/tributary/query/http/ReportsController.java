package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.tributary.query.access.Endpoint;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.ReportsQuery;
import java.util.List;

/**
 * The daily and monthly reports of usage by tag, which the reference system stopped making in February 2023 and still lists. None has
 * been made here either: every list is empty, and no id names a report.
 */
@Controller("/api/v1")
final class ReportsController {
  private static final String NO_SUCH_REPORT = " not found";

  private final Door door;

  ReportsController(Door door) {
    this.door = door;
  }

  record Reports(Meta meta, List<Object> data) {}

  record Meta(Page page) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Page(int totalCount) {}

  @Get(uris = {"/daily_custom_reports", "/monthly_custom_reports"})
  HttpResponse<?> reports(HttpRequest<?> request) {
    return door.enter(request, Endpoint.REPORTS, (caller, directory) -> {
      ReportsQuery.of(new Parameters(request.getParameters()::getFirst));
      return HttpResponse.ok(new Reports(new Meta(new Page(0)), List.of()));
    });
  }

  @Get(uris = {"/daily_custom_reports/{report}", "/monthly_custom_reports/{report}"})
  HttpResponse<?> report(HttpRequest<?> request, @PathVariable String report) {
    return door.enter(request, Endpoint.REPORTS, (caller, directory) -> {
      ReportsQuery.day(report);
      return Errors.answer(HttpStatus.NOT_FOUND, NO_SUCH_REPORT);
    });
  }
}
