package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.catalog.Catalogue;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.query.openapi.Parameter.Precision;
import java.util.List;
import java.util.TreeSet;

/** The reference system's endpoints of usage. */
final class UsageOperations {
  static final Parameter CONNECTED = Parameter.flag("include_connected_accounts", "Whether a partner asks for its customers.");
  static final Parameter START_MONTH = Parameter.time("start_month", Precision.MONTH, "The first month; at most 15 months ago.");
  static final Parameter END_MONTH = Parameter.time("end_month", Precision.MONTH, "The last month; the first one where it is absent.");
  static final String PLACE = "account_name: string, account_public_id: string, org_name: string or null, public_id: string or null,"
      + " region: string or null";

  private UsageOperations() {}

  static List<Operation> of(Catalogue catalogue) {
    return List.of(
        get("/api/v1/usage/summary", "GetUsageSummary", "All usage, by month")
            .asks(START_MONTH.must(), END_MONTH, Parameter.flag("include_org_details", "Whether each month lists its orgs."), CONNECTED)
            .answers(summary(catalogue)),
        get("/api/v2/usage/summary/available_fields", "GetUsageSummaryAvailableFields", "The summary's keys, at each of its levels")
            .answers("""
                {data: {type: string, id: string,
                  attributes: {response_fields: [string], date_fields: [string], date_org_fields: [string]}}}""").inJsonApi(),
        get("/api/v1/usage/billable-summary", "GetUsageBillableSummary", "What a month's bill is made of, by billing dimension")
            .asks(Parameter.time("month", Precision.MONTH, "The current month where it is absent."), CONNECTED)
            .answers("""
                {usage: [{account_name: string, account_public_id: string, org_name: string, public_id: string, region: string or null,
                  num_orgs: integer, billing_plan: string or null, start_date: time, end_date: time, ratio_in_month: number,
                  usage: {<billing_dimension_function>: {billing_dimension: string, usage_unit: string, account_billable_usage: integer,
                    account_committed_usage: integer or null, account_on_demand_usage: integer or null, org_billable_usage: integer,
                    percentage_in_account: number, elapsed_usage_hours: integer, first_billable_usage_hour: time or null,
                    last_billable_usage_hour: time or null}}}]}"""),
        get("/api/v2/usage/hourly_usage", "GetHourlyUsage", "Usage by product family, org and hour")
            .asks(Parameter.time("filter[timestamp][start]", Precision.HOUR, "The first hour.").must(),
                Parameter.time("filter[timestamp][end]", Precision.HOUR,
                    "The first hour after; 24 hours after the start where it is absent."),
                Parameter.someOf("filter[product_families]", families(catalogue), "`all` stands for all others.").must(),
                Parameter.flag("filter[include_descendants]", "Whether orgs below are asked for."),
                Parameter.flag("filter[include_connected_accounts]", "Whether a partner asks for its customers."),
                Parameter.flag("filter[include_breakdown]", "Whether `logs` shows indexed logs by retention."),
                Parameter.text("filter[versions]", "", "`family:version`, with commas; the only version is 1.0.0.").example("logs:1.0.0"),
                Parameter.number("page[limit]", 1, 500, 500, "Most rows of the page."),
                Parameter.text("page[next_record_id]", "cursor", "`next_record_id` of the page before; all else as it was."))
            .answers("{data: [{type: string, id: string, attributes: {" + PLACE + ", product_family: string, timestamp: time,"
                + " measurements: [{usage_type: string, value: integer or null}]}}],"
                + " meta: {pagination: {next_record_id: string or null}}}"),
        get("/api/v2/usage/billing_dimension_mapping", "GetBillingDimensionMapping",
            "The keys of each billing dimension in other endpoints")
            .asks(Parameter.time("filter[month]", Precision.MONTH, "The current month where it is absent."),
                Parameter.oneOf("filter[view]", List.of("active", "all"), "`active`: those that contracts price."))
            .answers("""
                {data: [{type: string, id: string, attributes: {in_app_label: string, timestamp: time,
                  endpoints: [{id: string, keys: [string], status: string}]}}]}""").inJsonApi(),
        get("/api/v2/cost_by_tag/active_billing_dimensions", "GetActiveBillingDimensions", "Billing dimensions of the last closed month")
            .answers("{data: {type: string, id: string, attributes: {month: time, values: [string]}}}"));
  }

  static List<String> families(Catalogue catalogue) {
    return new TreeSet<>(catalogue.families()).stream().toList();
  }

  private static ObjectNode summary(Catalogue catalogue) {
    var summary = Shape.of("""
        {start_date: time, end_date: time, last_updated: time, logs_by_retention: object,
          usage: [{date: time, (orgs): [{id: string, name: string, public_id: string, region: string or null, account_name: string,
            account_public_id: string}]}]}""");
    keys(summary, catalogue, Level.RESPONSE);
    var month = (ObjectNode) summary.at("/properties/usage/items");
    keys(month, catalogue, Level.DATE);
    keys((ObjectNode) month.at("/properties/orgs/items"), catalogue, Level.DATE_ORG);
    return summary;
  }

  private static void keys(ObjectNode schema, Catalogue catalogue, Level level) {
    var names = new TreeSet<>(catalogue.nullSummaryKeys(level));
    catalogue.types().forEach(type -> type.summaryKeys().forEach(key -> level.of(key).ifPresent(names::add)));
    var properties = schema.withObjectProperty("properties");
    names.forEach(name -> properties.putObject(name).put("type", "integer").put("format", "int64").put("nullable", true));
  }
}
