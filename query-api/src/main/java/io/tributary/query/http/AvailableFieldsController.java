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
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.UsageSummaryAnswer.Fields;
import java.util.List;

/** Which keys the usage summary has at each of its levels: also those that a client of the day before knows no names for. */
@Controller("/api/v2/usage/summary/available_fields")
final class AvailableFieldsController {
  private final Door door;

  AvailableFieldsController(Door door) {
    this.door = door;
  }

  record Answer(Data data) {}

  record Data(String type, String id, Attributes attributes) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Attributes(List<String> responseFields, List<String> dateFields, List<String> dateOrgFields) {
    static Attributes from(Fields fields) {
      return new Attributes(List.copyOf(fields.response()), List.copyOf(fields.date()), List.copyOf(fields.org()));
    }
  }

  @Get
  @Produces({"application/vnd.api+json", "application/json"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> fields(HttpRequest<?> request) {
    return JsonApi.of(door.enter(request, Endpoint.AVAILABLE_FIELDS, (caller, directory) -> JsonApi.ok(
        new Answer(new Data("usage_summary_available_fields", "all", Attributes.from(UsageSummaryAnswer.fields(directory)))))));
  }
}
