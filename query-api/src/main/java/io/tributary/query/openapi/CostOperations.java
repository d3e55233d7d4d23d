package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.get;
import static io.tributary.query.openapi.UsageOperations.CONNECTED;
import static io.tributary.query.openapi.UsageOperations.END_MONTH;
import static io.tributary.query.openapi.UsageOperations.PLACE;
import static io.tributary.query.openapi.UsageOperations.START_MONTH;

import io.tributary.query.openapi.Parameter.Precision;
import java.util.List;

/** The reference system's endpoints of cost. */
final class CostOperations {
  private static final Parameter VIEW = Parameter.oneOf("view", List.of("summary", "sub-org"), "A row for each account, or for each org.");
  private static final String COST = "{data: [{type: string, id: string, attributes: {" + PLACE + """
      , date: time, total_cost: number, currency: string,
      charges: [{product_name: string, charge_type: string, cost: number, (last_aggregation_function): string}],
      (adjustments): [{month: time, product_name: string, public_id: string, usage: number, cost: number}]}}]}""";
  private static final String PROJECTED = "{data: [{type: string, id: string, attributes: {" + PLACE + """
      , date: time, projected_total_cost: number or null, projected_total_cost_band_80: any, projected_total_cost_band_95: any,
      currency: string, charges: [{product_name: string, charge_type: string, cost: number}], (not_projected): string}}]}""";

  private CostOperations() {}

  static List<Operation> all() {
    return List.of(
        get("/api/v2/usage/estimated_cost", "GetEstimatedCostByOrg", "Cost so far, of the current and the previous month")
            .asks(VIEW, Parameter.time("start_month", Precision.MONTH, "The first month; at most two months ago. Not with `start_date`."),
                END_MONTH, Parameter.time("start_date", Precision.DAY,
                    "The first day; at most two months ago. Rows are the month up to the day."),
                Parameter.time("end_date", Precision.DAY, "The last day."),
                Parameter.oneOf("cost_aggregation", List.of("cumulative"), "With `start_date`."), CONNECTED)
            .answers(COST),
        get("/api/v2/usage/historical_cost", "GetHistoricalCostByOrg", "Cost of closed months")
            .asks(VIEW, START_MONTH.must(), END_MONTH, CONNECTED).answers(COST),
        get("/api/v2/usage/projected_cost", "GetProjectedCost", "Cost of the current month at its end").asks(VIEW, CONNECTED)
            .answers(PROJECTED),
        get("/api/v2/usage/cost_by_org", "GetCostByOrg", "Cost of closed months, of each org").asks(START_MONTH.must(), END_MONTH)
            .answers(COST).isDeprecated());
  }
}
