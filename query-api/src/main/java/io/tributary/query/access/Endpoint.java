package io.tributary.query.access;

import static io.tributary.model.Permission.API_KEYS_DELETE;
import static io.tributary.model.Permission.API_KEYS_READ;
import static io.tributary.model.Permission.API_KEYS_WRITE;
import static io.tributary.model.Permission.AUDIT_LOGS_READ;
import static io.tributary.model.Permission.BILLING_EDIT;
import static io.tributary.model.Permission.BILLING_READ;
import static io.tributary.model.Permission.DASHBOARDS_INVITE_SHARE;
import static io.tributary.model.Permission.DASHBOARDS_READ;
import static io.tributary.model.Permission.DASHBOARDS_WRITE;
import static io.tributary.model.Permission.MANAGE_INTEGRATIONS;
import static io.tributary.model.Permission.MONITORS_DOWNTIME;
import static io.tributary.model.Permission.MONITORS_READ;
import static io.tributary.model.Permission.MONITORS_WRITE;
import static io.tributary.model.Permission.ORG_APP_KEYS_READ;
import static io.tributary.model.Permission.ORG_APP_KEYS_WRITE;
import static io.tributary.model.Permission.SERVICE_ACCOUNT_WRITE;
import static io.tributary.model.Permission.TIMESERIES_QUERY;
import static io.tributary.model.Permission.TRIBUTARY_OPERATE;
import static io.tributary.model.Permission.USAGE_EDIT;
import static io.tributary.model.Permission.USAGE_NOTIFICATIONS_READ;
import static io.tributary.model.Permission.USAGE_NOTIFICATIONS_WRITE;
import static io.tributary.model.Permission.USAGE_READ;
import static io.tributary.model.Permission.USER_ACCESS_INVITE;
import static io.tributary.model.Permission.USER_ACCESS_MANAGE;
import static io.tributary.model.Permission.USER_ACCESS_READ;
import static io.tributary.model.Permission.USER_APP_KEYS;
import static io.tributary.query.access.Sees.AT_CUSTOMER;
import static io.tributary.query.access.Sees.AT_PARENT;
import static io.tributary.query.access.Sees.AT_PARTNER;
import static io.tributary.query.access.Sees.CUSTOMERS;
import static io.tributary.query.access.Sees.HIDDEN;
import static io.tributary.query.access.Sees.NOTHING;
import static io.tributary.query.access.Sees.OWN;
import static io.tributary.query.access.Sees.SOLD;
import static io.tributary.query.access.Where.attribution;
import static io.tributary.query.access.Where.hourlyUsage;
import static io.tributary.query.access.Where.ownPage;
import static io.tributary.query.access.Where.withFlag;

import io.tributary.model.Permission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one table of who sees what: the permissions that each endpoint needs (all of them), what each {@link Kind} of caller gets,
 * and the addresses that it is about. A feature without an address is decided here already, for whoever builds it.
 * {@code docs/access.md} shows the same table; a test compares the two, and another asks every address of a running server.
 */
public enum Endpoint {
  //                                                    direct     partner      priced     unpriced   child
  USAGE_SUMMARY(needs(USAGE_READ),                      OWN,       CUSTOMERS,   OWN,       OWN,       AT_PARENT,
      "GET /api/v1/usage/summary"),
  AVAILABLE_FIELDS(needs(USAGE_READ),                   OWN,       CUSTOMERS,   OWN,       OWN,       AT_PARENT,
      "GET /api/v2/usage/summary/available_fields"),
  BILLABLE_SUMMARY(needs(USAGE_READ),                   OWN,       CUSTOMERS,   OWN,       OWN,       AT_PARENT,
      "GET /api/v1/usage/billable-summary"),
  HOURLY_USAGE(needs(USAGE_READ),                       OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v2/usage/hourly_usage"),
  /** The deprecated ones, a product each. */
  PRODUCT_HOURS(needs(USAGE_READ),                      OWN,       AT_CUSTOMER, OWN,       OWN,       OWN, hourlyUsage(),
      "GET /api/v1/usage/analyzed_logs", "GET /api/v1/usage/audit_logs", "GET /api/v1/usage/aws_lambda", "GET /api/v1/usage/ci-app",
      "GET /api/v1/usage/cspm", "GET /api/v1/usage/cws", "GET /api/v1/usage/dbm", "GET /api/v1/usage/fargate", "GET /api/v1/usage/hosts",
      "GET /api/v1/usage/incident-management", "GET /api/v1/usage/indexed-spans", "GET /api/v1/usage/ingested-spans",
      "GET /api/v1/usage/iot", "GET /api/v1/usage/logs", "GET /api/v1/usage/logs-by-retention", "GET /api/v1/usage/network_flows",
      "GET /api/v1/usage/network_hosts", "GET /api/v1/usage/online-archive", "GET /api/v1/usage/profiling", "GET /api/v1/usage/rum",
      "GET /api/v1/usage/rum_sessions", "GET /api/v1/usage/sds", "GET /api/v1/usage/snmp", "GET /api/v1/usage/synthetics",
      "GET /api/v1/usage/synthetics_api", "GET /api/v1/usage/synthetics_browser", "GET /api/v1/usage/timeseries",
      "GET /api/v2/usage/application_security", "GET /api/v2/usage/lambda_traced_invocations",
      "GET /api/v2/usage/observability_pipelines"),
  TOP_METRICS(needs(USAGE_READ),                        OWN,       AT_CUSTOMER, OWN,       OWN,       OWN,
      ownPage("Top custom metrics are", "Usage Details"), "GET /api/v1/usage/top_avg_metrics"),
  LOGS_BY_INDEX(needs(USAGE_READ),                      OWN,       AT_CUSTOMER, OWN,       OWN,       OWN,
      ownPage("Logs by index are", "Usage Details"), "GET /api/v1/usage/logs_by_index"),
  REPORTS(needs(USAGE_READ),                            OWN,       AT_CUSTOMER, OWN,       OWN,       OWN, attribution("Usage reports are"),
      "GET /api/v1/daily_custom_reports", "GET /api/v1/daily_custom_reports/{id}", "GET /api/v1/monthly_custom_reports",
      "GET /api/v1/monthly_custom_reports/{id}"),
  USAGE_ATTRIBUTION(needs(USAGE_READ),                  OWN,       AT_CUSTOMER, OWN,       OWN,       OWN,
      attribution("Usage attribution is")),
  USAGE_ATTRIBUTION_EDIT(needs(USAGE_EDIT),             OWN,       AT_CUSTOMER, OWN,       OWN,       OWN,
      attribution("Usage attribution is")),
  BILLING_DIMENSION_MAPPING(needs(USAGE_READ),          OWN,       CUSTOMERS,   OWN,       OWN,       AT_PARENT,
      "GET /api/v2/usage/billing_dimension_mapping"),
  ACTIVE_BILLING_DIMENSIONS(needs(USAGE_READ),          OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v2/cost_by_tag/active_billing_dimensions"),

  ESTIMATED_COST(needs(USAGE_READ, BILLING_READ),       OWN,       CUSTOMERS,   SOLD,      HIDDEN,    AT_PARENT,
      "GET /api/v2/usage/estimated_cost"),
  HISTORICAL_COST(needs(USAGE_READ, BILLING_READ),      OWN,       CUSTOMERS,   SOLD,      HIDDEN,    AT_PARENT,
      "GET /api/v2/usage/historical_cost"),
  /** Deprecated in favour of the historical cost. */
  COST_BY_ORG(needs(USAGE_READ, BILLING_READ),          OWN,       AT_CUSTOMER, SOLD,      HIDDEN,    AT_PARENT,
      withFlag("Cost by org is", "/api/v2/usage/historical_cost"), "GET /api/v2/usage/cost_by_org"),
  PROJECTED_COST(needs(USAGE_READ, BILLING_READ),       OWN,       CUSTOMERS,   HIDDEN,    HIDDEN,    AT_PARENT,
      "GET /api/v2/usage/projected_cost"),
  COST_ATTRIBUTION(needs(USAGE_READ, BILLING_READ),     OWN,       AT_CUSTOMER, HIDDEN,    HIDDEN,    AT_PARENT,
      attribution("Cost attribution is")),
  PLAN(needs(BILLING_READ),                             OWN,       AT_CUSTOMER, OWN,       OWN,       AT_PARENT,
      ownPage("Plan and billing history are", "Plan & Usage")),
  BILL_OVERVIEW(needs(USAGE_READ, BILLING_READ),        OWN,       AT_CUSTOMER, SOLD,      HIDDEN,    AT_PARENT,
      ownPage("The bill overview is", "Bill Overview")),
  USAGE_NOTIFICATIONS(needs(USAGE_NOTIFICATIONS_READ),  OWN,       AT_CUSTOMER, OWN,       OWN,       OWN,
      ownPage("Usage notifications are", "Usage Notifications")),
  USAGE_NOTIFICATIONS_EDIT(needs(USAGE_NOTIFICATIONS_WRITE), OWN,  AT_CUSTOMER, OWN,       OWN,       OWN,
      ownPage("Usage notifications are", "Usage Notifications")),

  /** What keys show, and which usage there is: said to whoever sees anything. */
  SELF(needs(),                                         OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v2/tributary/me", "GET /api/v2/tributary/usage_types"),
  USAGE_TABLE(needs(USAGE_READ),                        OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v2/tributary/usage"),
  COST_TABLE(needs(USAGE_READ, BILLING_READ),           OWN,       CUSTOMERS,   SOLD,      HIDDEN,    AT_PARENT,
      "GET /api/v2/tributary/cost", "GET /api/v2/tributary/focus"),
  ORGS(needs(USAGE_READ),                               OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v1/org", "GET /api/v1/org/{id}"),
  LIVE(needs(USAGE_READ),                               OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v2/tributary/live"),
  /** A partner's customer is no party of the contract between its partner and the supplier: it finds none. */
  CONTRACTS(needs(BILLING_READ),                        OWN,       CUSTOMERS,   OWN,       OWN,       AT_PARENT,
      "GET /api/v2/tributary/contracts", "GET /api/v2/tributary/contracts/{id}"),
  CONTRACTS_EDIT(needs(BILLING_EDIT),                   AT_PARTNER, CUSTOMERS,  AT_PARTNER, AT_PARTNER, AT_PARTNER,
      "POST /api/v2/tributary/contracts", "PUT /api/v2/tributary/contracts/{id}"),
  PRICING(needs(BILLING_READ),                          AT_PARTNER, CUSTOMERS,  AT_PARTNER, AT_PARTNER, AT_PARTNER,
      "GET /api/v2/tributary/pricing/{id}"),
  PRICING_EDIT(needs(BILLING_EDIT),                     AT_PARTNER, CUSTOMERS,  AT_PARTNER, AT_PARTNER, AT_PARTNER,
      "PUT /api/v2/tributary/pricing/{id}/draft", "DELETE /api/v2/tributary/pricing/{id}/draft",
      "POST /api/v2/tributary/pricing/{id}/adjust", "POST /api/v2/tributary/pricing/{id}/publish"),
  /** Usage of the running month and day as metrics, for scraping. */
  ESTIMATED_USAGE(needs(USAGE_READ),                    OWN,       CUSTOMERS,   OWN,       OWN,       AT_PARENT,
      "GET /api/v2/tributary/prometheus"),
  METRICS_QUERY(needs(TIMESERIES_QUERY),                OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v1/query", "GET /api/v1/metrics", "GET /api/v1/metrics/{id}", "GET /api/v1/search"),
  MONITORS(needs(MONITORS_READ),                        OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v1/monitor", "GET /api/v1/monitor/{id}", "POST /api/v2/tributary/monitors/backtest"),
  MONITORS_EDIT(needs(MONITORS_WRITE),                  OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "POST /api/v1/monitor", "PUT /api/v1/monitor/{id}", "DELETE /api/v1/monitor/{id}", "POST /api/v1/monitor/validate",
      "POST /api/v1/monitor/{id}/validate"),
  DOWNTIMES(needs(MONITORS_DOWNTIME),                   OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v1/downtime", "GET /api/v1/downtime/{id}", "GET /api/v1/monitor/{id}/downtimes", "POST /api/v1/downtime",
      "PUT /api/v1/downtime/{id}", "DELETE /api/v1/downtime/{id}", "POST /api/v1/monitor/{id}/mute", "POST /api/v1/monitor/{id}/unmute"),
  WEBHOOKS(needs(MANAGE_INTEGRATIONS),                  OWN,       OWN,         OWN,       OWN,       OWN,
      "POST /api/v1/integration/webhooks/configuration/webhooks", "GET /api/v1/integration/webhooks/configuration/webhooks",
      "GET /api/v1/integration/webhooks/configuration/webhooks/{id}", "PUT /api/v1/integration/webhooks/configuration/webhooks/{id}",
      "DELETE /api/v1/integration/webhooks/configuration/webhooks/{id}"),
  DASHBOARDS(needs(DASHBOARDS_READ),                    OWN,       CUSTOMERS,   OWN,       OWN,       OWN),
  DASHBOARDS_EDIT(needs(DASHBOARDS_WRITE),              OWN,       CUSTOMERS,   OWN,       OWN,       OWN),
  /** Besides, each way to share has a permission of its own. */
  DASHBOARDS_SHARE(needs(DASHBOARDS_INVITE_SHARE),      OWN,       CUSTOMERS,   OWN,       OWN,       OWN,
      "GET /api/v2/tributary/shares", "POST /api/v1/dashboard/public", "GET /api/v1/dashboard/public/{id}",
      "PUT /api/v1/dashboard/public/{id}", "DELETE /api/v1/dashboard/public/{id}", "GET /api/v1/dashboard/public/{id}/invitation",
      "POST /api/v1/dashboard/public/{id}/invitation", "DELETE /api/v1/dashboard/public/{id}/invitation"),

  // An org's own users, roles and keys: whatever it is, and wherever it stands.
  PERMISSIONS(needs(USER_ACCESS_READ), "GET /api/v2/permissions"),
  ROLES(needs(USER_ACCESS_READ), "GET /api/v2/roles", "GET /api/v2/roles/{id}", "GET /api/v2/roles/{id}/permissions",
      "GET /api/v2/roles/{id}/users"),
  ROLES_EDIT(needs(USER_ACCESS_MANAGE), "POST /api/v2/roles", "PATCH /api/v2/roles/{id}", "DELETE /api/v2/roles/{id}",
      "POST /api/v2/roles/{id}/clone", "POST /api/v2/roles/{id}/permissions", "DELETE /api/v2/roles/{id}/permissions",
      "POST /api/v2/roles/{id}/users", "DELETE /api/v2/roles/{id}/users"),
  USERS(needs(USER_ACCESS_READ), "GET /api/v2/users", "GET /api/v2/users/{id}", "GET /api/v2/users/{id}/orgs",
      "GET /api/v2/users/{id}/permissions"),
  USERS_CREATE(needs(USER_ACCESS_INVITE), "POST /api/v2/users"),
  USERS_EDIT(needs(USER_ACCESS_MANAGE), "PATCH /api/v2/users/{id}", "DELETE /api/v2/users/{id}"),
  API_KEYS(needs(API_KEYS_READ), "GET /api/v2/api_keys", "GET /api/v2/api_keys/{id}"),
  API_KEYS_EDIT(needs(API_KEYS_WRITE), "POST /api/v2/api_keys", "PATCH /api/v2/api_keys/{id}"),
  API_KEYS_REVOKE(needs(API_KEYS_DELETE), "DELETE /api/v2/api_keys/{id}"),
  OWN_APPLICATION_KEYS(needs(USER_APP_KEYS), "GET /api/v2/current_user/application_keys", "POST /api/v2/current_user/application_keys",
      "GET /api/v2/current_user/application_keys/{id}", "PATCH /api/v2/current_user/application_keys/{id}",
      "DELETE /api/v2/current_user/application_keys/{id}"),
  APPLICATION_KEYS(needs(ORG_APP_KEYS_READ), "GET /api/v2/application_keys", "GET /api/v2/application_keys/{id}"),
  APPLICATION_KEYS_EDIT(needs(ORG_APP_KEYS_WRITE), "PATCH /api/v2/application_keys/{id}", "DELETE /api/v2/application_keys/{id}"),
  SERVICE_ACCOUNTS(needs(SERVICE_ACCOUNT_WRITE), "POST /api/v2/service_accounts",
      "GET /api/v2/service_accounts/{id}/application_keys", "POST /api/v2/service_accounts/{id}/application_keys",
      "GET /api/v2/service_accounts/{id}/application_keys/{key}", "PATCH /api/v2/service_accounts/{id}/application_keys/{key}",
      "DELETE /api/v2/service_accounts/{id}/application_keys/{key}"),
  AUDIT(needs(AUDIT_LOGS_READ), "GET /api/v2/audit/events"),

  /** Everything below {@code /admin/v1}; asked by a filter. */
  ADMIN(needs(TRIBUTARY_OPERATE));

  private final Set<String> permissions;
  private final List<Sees> cells;
  private final Optional<Where> where;
  private final List<String> addresses;

  Endpoint(Set<String> permissions, String... addresses) {
    this(permissions, List.of(OWN, OWN, OWN, OWN, OWN, OWN), Optional.empty(), addresses);
  }

  Endpoint(Set<String> permissions, Sees direct, Sees partner, Sees priced, Sees unpriced, Sees child, String... addresses) {
    this(permissions, List.of(direct, partner, priced, unpriced, child, NOTHING), Optional.empty(), addresses);
  }

  Endpoint(Set<String> permissions, Sees direct, Sees partner, Sees priced, Sees unpriced, Sees child, Where where, String... addresses) {
    this(permissions, List.of(direct, partner, priced, unpriced, child, NOTHING), Optional.of(where), addresses);
  }

  Endpoint(Set<String> permissions, List<Sees> cells, Optional<Where> where, String... addresses) {
    this.permissions = permissions;
    this.cells = cells;
    this.where = where;
    this.addresses = List.of(addresses);
  }

  private static Set<String> needs(Permission... permissions) {
    var names = new TreeSet<String>();
    for (var permission : permissions) {
      names.add(permission.id());
    }
    return Set.copyOf(names);
  }

  /** All of them are needed. */
  public Set<String> permissions() {
    return permissions;
  }

  public Sees sees(Kind kind) {
    return cells.get(kind.ordinal());
  }

  /** Where a partner is sent, which has a cell {@link Sees#AT_CUSTOMER} then. */
  Optional<Where> where() {
    return where;
  }

  /** Method and path, with a name in braces for what varies; none for a feature that has no endpoint yet. */
  public List<String> addresses() {
    return addresses;
  }

  /** Whether a partner's customer sees here what the partner charges it, once that is published; it never sees what the partner pays. */
  boolean showsSellPrices() {
    return sees(Kind.PRICED) == SOLD;
  }
}
