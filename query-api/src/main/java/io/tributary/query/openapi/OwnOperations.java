package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.act;
import static io.tributary.query.openapi.Operation.get;
import static io.tributary.query.openapi.Operation.send;

import io.tributary.catalog.Catalogue;
import io.tributary.query.openapi.Parameter.Precision;
import java.util.List;

/** Tributary's own endpoints: tables, files and streams, contracts and prices, and the orgs that a key sees. */
final class OwnOperations {
  static final String WRITTEN = "{written: integer}";
  static final String RATES = """
      [{dimension: string, (per): any, (metering): string, (committed): {quantity: any, price: any}, on_demand: object, (list_price): any,
        (minimum): any, (allotments): [{parent: string, quantity: any}]}]""";
  static final String CONTRACT = "(account): string, (partner): string, (start): string, (end): string or null,"
      + " (currency): string, (closes): object, (rates): " + RATES + ", (cards): [{from: string, rates: " + RATES + "}]";
  static final String PRICES = "(default): string, (percent): any, (cap_at_list): boolean,"
      + " (prices): [{dimension: string, (committed): any, (on_demand): any}]";

  private static final String ORG = "{public_id: string, name: string, region: string or null, created: time,"
      + " parent_public_id: string or null, account_public_id: string, account_name: string}";
  private static final Parameter ACCOUNTS = Parameter.ids("filter[account]", "account_public_id", "");
  private static final Parameter ORGS = Parameter.ids("filter[org]", "org_public_id", "");
  private static final Parameter REGIONS = Parameter.ids("filter[region]", "region", "");
  private static final Parameter START = Parameter.time("start", Precision.HOUR, "The running interval where it is absent.");
  private static final Parameter END = Parameter.time("end", Precision.HOUR, "Of the last interval.");
  private static final Parameter SIDE = Parameter.oneOf("side", List.of("buy", "sell", "margin"), "Partners only.");

  private OwnOperations() {}

  static List<Operation> of(Catalogue catalogue) {
    var contract = Parameter.path("id", "contract_id", "example-contract");
    var priced = Parameter.path("contract", "contract_id", "example-contract");
    return List.of(
        get("/api/v1/org", "ListOrgs", "The orgs that the keys see, as they stand now").answers("{orgs: [" + ORG + "]}"),
        get("/api/v1/org/{publicId}", "GetOrg", "One of them").asks(Parameter.path("publicId", "org_public_id", "example-org"))
            .answers("{org: " + ORG + "}").refuses(404),
        get("/api/v2/tributary/usage", "GetUsageTable", "Usage grouped on the server, as JSON or CSV")
            .asks(Parameter.someOf("group_by", List.of("account", "org", "region", "product", "usage_type", "hour", "day", "month"), ""),
                Parameter.oneOf("interval", List.of("month", "day", "hour"), ""),
                Parameter.flag("rollup", "With `group_by=org` alone: whether a row is of its org and all below it."), START, END, ACCOUNTS,
                ORGS, REGIONS,
                Parameter.someOf("filter[product]", UsageOperations.families(catalogue), "Product families, or billing dimensions."),
                Parameter.ids("filter[usage_type]", "usage_type", "By name, or as `family:name`."))
            .answers("""
                {as_of: time, rows: [{product_family: string, usage_type: string, billing_dimension: string or null, unit: string,
                  value: string}]}"""),
        get("/api/v2/tributary/cost", "GetCostTable", "Cost grouped on the server, as JSON or CSV")
            .asks(Parameter.oneOf("kind", List.of("estimated", "projected", "historical"), ""), SIDE,
                Parameter.someOf("group_by", List.of("account", "org", "region", "product", "charge_type", "day", "month"), ""),
                Parameter.oneOf("interval", List.of("month", "day"), ""),
                Parameter.flag("cumulative", "Whether a day is the month up to it."),
                START, END, ACCOUNTS, ORGS, REGIONS, Parameter.ids("filter[product]", "billing_dimension", ""),
                Parameter.someOf("filter[charge_type]", List.of("committed", "on_demand"), ""))
            .answers("{as_of: time, kind: string, (side): string, (not_projected): object, rows: [{currency: string, cost: string}]}"),
        get("/api/v2/tributary/focus", "GetFocusFile", "A month's charges as a FOCUS file, in CSV")
            .asks(Parameter.time("month", Precision.MONTH, "").must(), Parameter.text("account", "account_public_id", "One account only."),
                Parameter.oneOf("side", List.of("buy", "sell"), "Partners only.")),
        get("/api/v2/tributary/live", "GetLiveCells", "Five-minute cells as they change, as server-sent events")
            .asks(Parameter.text("scope", "scope", "`partner`, `account:ID` or `org:ID`; all that the keys see where it is absent."),
                Parameter.oneOf("group_by", List.of("none", "account", "org"), ""),
                Parameter.text("window", "window", "How far the first cells go back: from 5m to 7d.").example("30m"),
                Parameter.ids("filter[usage_types]", "usage_type", ""),
                Parameter.someOf("filter[product_families]", UsageOperations.families(catalogue), "")),
        get("/api/v2/tributary/prometheus", "GetEstimatedUsage",
            "The month so far and the last five minutes, as OpenMetrics or Prometheus text")
            .asks(Parameter.number("accounts", 1, 500, 100, "Of each metric, told apart."),
                Parameter.number("orgs", 0, 500, 50, "Of each metric, told apart.")),
        get("/api/v2/tributary/contracts", "ListContracts", "The contracts that the caller is a party of")
            .asks(Parameter.text("filter[account]", "account_public_id", ""))
            .answers("{contracts: [{contract_id: string, " + CONTRACT + "}]}"),
        get("/api/v2/tributary/contracts/{id}", "GetContract", "One of them").asks(contract)
            .answers("{contract_id: string, " + CONTRACT + "}").refuses(404),
        send("PUT", "/api/v2/tributary/contracts/{id}", "PutContract", "Changes a contract, or makes a new one", "{" + CONTRACT + "}",
            AdminOperations.EXAMPLE_CONTRACT).asks(contract).answers(WRITTEN).refuses(404),
        send("POST", "/api/v2/tributary/contracts", "CreateContract", "Makes a new contract", "{contract_id: string, " + CONTRACT + "}",
            "{\"contract_id\": \"example-contract\", " + AdminOperations.EXAMPLE_CONTRACT.substring(1)).answers(WRITTEN).refuses(404),
        get("/api/v2/tributary/pricing/{contract}", "GetPricing", "What a partner charges for a contract's usage").asks(priced)
            .answers("{contract: string, (draft): any, published: [object]}").refuses(404),
        send("PUT", "/api/v2/tributary/pricing/{contract}/draft", "PutPricingDraft", "Saves prices that nobody else sees",
            "{" + PRICES + "}", "{\"default\": \"markup\", \"percent\": 10}").asks(priced).answers(WRITTEN).refuses(404),
        act("DELETE", "/api/v2/tributary/pricing/{contract}/draft", "DeletePricingDraft", "Drops the draft").asks(priced).answers(WRITTEN),
        send("POST", "/api/v2/tributary/pricing/{contract}/adjust", "AdjustPricing", "Changes prices by a percentage of what they are",
            "{percent: any, (dimensions): [string]}", "{\"percent\": -5}").asks(priced).answers(WRITTEN).refuses(404),
        send("POST", "/api/v2/tributary/pricing/{contract}/publish", "PublishPricing", "Makes the draft hold, from an hour on",
            "{(from): string}", "{}").bodyMayBeAbsent().asks(priced).answers(WRITTEN).refuses(404));
  }
}
