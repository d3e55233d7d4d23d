package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Account;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.http.Table.Column;
import io.tributary.query.query.CostTable;
import io.tributary.query.query.CostTable.Row;
import io.tributary.query.query.CostTableQuery;
import io.tributary.query.query.CostTableQuery.Kind;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.Timestamps;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.rating.ProjectedCharge.Band;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cost grouped on the server, for programs and the console, see {@code docs/cost-api.md}. */
@Controller("/api/v2/tributary/cost")
final class CostTableController {
  private final Door door;
  private final CostReader costs;
  private final UsageReader usage;
  private final InstantSource clock;

  CostTableController(Door door, CostReader costs, UsageReader usage, InstantSource clock) {
    this.door = door;
    this.costs = costs;
    this.usage = usage;
    this.clock = clock;
  }

  @Get
  @Produces({"application/json", "text/csv"})
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> table(HttpRequest<?> request) {
    return door.enter(request, Endpoint.COST_TABLE, (caller, directory) -> {
      var now = clock.instant();
      var query = CostTableQuery.of(new Parameters(request.getParameters()::getFirst), caller.partner().isPresent(), now);
      var visible = VisibleCosts.of(caller, directory, query.kind() == Kind.PROJECTED ? Endpoint.PROJECTED_COST : Endpoint.COST_TABLE,
          query.fromMonth(), query.toMonth(), true);
      var answer = new CostTable(costs, usage, query, visible, directory, now).read();
      return new Table<>(columns(query, directory), answer.rows(), head(query, answer)).answer(request, answer.asOf());
    });
  }

  private static Map<String, ?> head(CostTableQuery query, CostTable.Answer answer) {
    var head = new LinkedHashMap<String, Object>();
    head.put("kind", CostTableQuery.label(query.kind()));
    query.side().ifPresent(side -> head.put("side", CostTableQuery.label(side)));
    if (query.kind() == Kind.PROJECTED) {
      head.put("not_projected", answer.unknown());
    }
    return head;
  }

  private static List<Column<Row>> columns(CostTableQuery query, Directory directory) {
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
        case PRODUCT -> columns.add(new Column<>("product_name", row -> row.group().product().orElse(null)));
        case CHARGE_TYPE -> columns.add(new Column<>("charge_type", row -> row.group().chargeType().orElse(null)));
        case TIME -> columns.add(new Column<>(query.grain() == Grain.DAY ? "day" : "month",
            row -> row.hour().isPresent() ? Timestamps.utc(row.hour().getAsInt()).substring(0, query.grain() == Grain.DAY ? 10 : 7)
                : null));
      }
    }
    columns.add(new Column<>("currency", row -> row.group().currency()));
    columns.add(new Column<>("cost", row -> row.cost().toPlainString()));
    if (query.kind() == Kind.PROJECTED) {
      columns.add(new Column<>("cost_low_80", end(Band::below80, -1)));
      columns.add(new Column<>("cost_high_80", end(Band::above80, 1)));
      columns.add(new Column<>("cost_low_95", end(Band::below95, -1)));
      columns.add(new Column<>("cost_high_95", end(Band::above95, 1)));
    }
    return columns;
  }

  private static Function<Row, String> end(Function<Band, BigDecimal> width, int sign) {
    return row -> row.band().map(width).map(by -> (sign < 0 ? row.cost().subtract(by) : row.cost().add(by)).toPlainString())
        .orElse(null);
  }
}
