package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Table.Column;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.Timestamps;
import io.tributary.query.query.UsageTable;
import io.tributary.query.query.UsageTable.Row;
import io.tributary.query.query.UsageTableQuery;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Usage grouped on the server, for programs and the console, see {@code docs/cost-api.md}. */
@Controller("/api/v2/tributary/usage")
final class UsageTableController {
  private final Door door;
  private final UsageReader usage;
  private final InstantSource clock;

  UsageTableController(Door door, UsageReader usage, InstantSource clock) {
    this.door = door;
    this.usage = usage;
    this.clock = clock;
  }

  @Get
  @Produces({"application/json", "text/csv"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> table(HttpRequest<?> request) {
    return door.enter(request, Endpoint.USAGE_TABLE, (caller, directory) -> {
      var now = clock.instant();
      var query = UsageTableQuery.of(new Parameters(request.getParameters()::getFirst), directory.catalogue(), now);
      var answer = new UsageTable(usage, query, caller, directory, now).read();
      return new Table<>(columns(query, directory), answer.rows(), Map.of()).answer(request, answer.asOf());
    });
  }

  private static List<Column<Row>> columns(UsageTableQuery query, Directory directory) {
    var columns = new ArrayList<Column<Row>>();
    for (var column : query.columns()) {
      switch (column) {
        case ACCOUNT -> {
          columns.add(new Column<>("account_public_id", row -> row.group().account().orElse(null)));
          columns.add(new Column<>("account_name",
              row -> row.group().account().flatMap(directory::account).map(Account::name).orElse(null)));
        }
        case ORG -> {
          columns.add(new Column<>("public_id", row -> row.group().org().orElse(null)));
          columns.add(new Column<>("org_name", row -> row.group().org().flatMap(directory::org).map(Org::name).orElse(null)));
        }
        case REGION -> columns.add(new Column<>("region", row -> row.group().region().orElse(null)));
      }
    }
    int length = switch (query.interval()) {
      case HOUR -> 13;
      case DAY -> 10;
      case MONTH -> 7;
    };
    columns.add(new Column<>(query.interval().name().toLowerCase(Locale.ROOT), row -> Timestamps.utc(row.hour()).substring(0, length)));
    columns.add(new Column<>("product_family", row -> row.type().family()));
    columns.add(new Column<>("usage_type", row -> row.type().name()));
    columns.add(new Column<>("billing_dimension", row -> row.type().billingDimension().orElse(null)));
    columns.add(new Column<>("unit", row -> row.type().unit()));
    columns.add(new Column<>("value", row -> row.value().signum() == 0 ? "0" : row.value().stripTrailingZeros().toPlainString()));
    return columns;
  }
}
