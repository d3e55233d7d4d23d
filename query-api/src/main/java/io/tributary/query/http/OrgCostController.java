package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.http.OrgCostAnswer.Kind;
import io.tributary.query.query.OrgCostQuery;
import io.tributary.query.query.OrgCosts;
import io.tributary.query.query.Parameters;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.UsageReader;
import java.time.Instant;
import java.time.InstantSource;

/** Cost of accounts and of their orgs: so far, in closed months, and at the running month's end. */
@Controller("/api/v2/usage")
final class OrgCostController {
  private final Door door;
  private final CostReader costs;
  private final UsageReader usage;
  private final InstantSource clock;

  OrgCostController(Door door, CostReader costs, UsageReader usage, InstantSource clock) {
    this.door = door;
    this.costs = costs;
    this.usage = usage;
    this.clock = clock;
  }

  @Get("/estimated_cost")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> estimated(HttpRequest<?> request) {
    return answer(request, Endpoint.ESTIMATED_COST, OrgCostQuery::estimated, OrgCosts::estimated, Kind.COST);
  }

  @Get("/historical_cost")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> historical(HttpRequest<?> request) {
    return answer(request, Endpoint.HISTORICAL_COST, OrgCostQuery::historical, OrgCosts::historical, Kind.COST);
  }

  /** Deprecated by the reference system in favour of the historical cost. */
  @Get("/cost_by_org")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> byOrg(HttpRequest<?> request) {
    return answer(request, Endpoint.COST_BY_ORG, OrgCostQuery::byOrg, OrgCosts::historical, Kind.COST);
  }

  @Get("/projected_cost")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> projected(HttpRequest<?> request) {
    return answer(request, Endpoint.PROJECTED_COST, OrgCostQuery::projected, OrgCosts::projected, Kind.PROJECTED);
  }

  private interface Asked {
    OrgCostQuery of(Parameters parameters, Instant now);
  }

  private interface Answered {
    OrgCosts.Answer by(OrgCosts costs);
  }

  private HttpResponse<?> answer(HttpRequest<?> request, Endpoint endpoint, Asked asked, Answered answered, Kind kind) {
    return door.enter(request, endpoint, (caller, directory) -> {
      var now = clock.instant();
      var query = asked.of(new Parameters(request.getParameters()::getFirst), now);
      var visible = VisibleCosts.of(caller, directory, endpoint, query.fromMonth(), query.toMonth(), query.connected());
      var answer = answered.by(new OrgCosts(costs, usage, query, visible, directory, now));
      return Fresh.answer(answer.asOf(), OrgCostAnswer.of(answer.rows(), query, kind, directory));
    });
  }
}
