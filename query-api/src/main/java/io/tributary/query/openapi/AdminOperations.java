package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.act;
import static io.tributary.query.openapi.Operation.get;
import static io.tributary.query.openapi.Operation.send;
import static io.tributary.query.openapi.OwnOperations.CONTRACT;
import static io.tributary.query.openapi.OwnOperations.PRICES;
import static io.tributary.query.openapi.OwnOperations.WRITTEN;

import java.util.List;

/** The operator's endpoints. Their examples are one small world, beside whatever else there is. */
final class AdminOperations {
  static final String EXAMPLE_CONTRACT = """
      {"account": "example-account", "partner": "example-partner", "start": "2026-01-01", "currency": "USD",\
       "rates": [{"dimension": "infra_host", "on_demand": {"price": 15}}]}""";

  private static final String EXAMPLE_WORLD = """
      {"partners": [{"public_id": "example-partner", "name": "Example Partner"}],
       "accounts": [{"public_id": "example-account", "name": "Example Inc",
         "connections": [{"partner": "example-partner", "start": "2026-01-01"}]}],
       "orgs": [{"public_id": "example-org", "name": "Example Org", "account": "example-account"}],
       "roles": [{"name": "Example Role", "permissions": ["usage_read"]}],
       "contracts": [{"contract_id": "example-contract", %s]}""".formatted(EXAMPLE_CONTRACT.substring(1));
  private static final String CONNECTIONS = "[{partner: string, start: string, (end): string or null}]";
  private static final String ORG = "(name): string, (region): string, (account): string, (parent): string, (from): string,"
      + " (placements): [object], (children): [object]";
  private static final String USAGE_TYPE = "(unit): string, (scale): integer, (measure): string, (monthly): string, (title): string";

  private AdminOperations() {}

  static List<Operation> all() {
    var partner = Parameter.path("id", "partner_public_id", "example-partner");
    var account = Parameter.path("id", "account_public_id", "example-account");
    var org = Parameter.path("id", "org_public_id", "example-org");
    return List.of(
        get("/admin/v1/world", "GetWorld", "Who is who and who pays what, as JSON or YAML").answers("object"),
        put("/world", "PutWorld", "Changes any of it, or nothing", """
            {(partners): [object], (accounts): [object], (orgs): [object], (usage_types): [object], (roles): [object], (closes): [object],
              (contracts): [object], (pricing): [object]}""", EXAMPLE_WORLD),
        put("/partners/{id}", "PutPartner", "A partner's admin org", "{(name): string, (region): string}",
            "{\"name\": \"Example Partner\"}").asks(partner),
        put("/accounts/{id}", "PutAccount", "A customer's billing account", "{(name): string, (connections): " + CONNECTIONS + "}",
            "{\"name\": \"Example Inc\"}").asks(account),
        put("/accounts/{id}/connections", "PutConnections", "An account's contracts with partners", "{connections: " + CONNECTIONS + "}",
            "{\"connections\": [{\"partner\": \"example-partner\", \"start\": \"2026-01-01\"}]}").asks(account),
        act("PUT", "/admin/v1/accounts/{id}/closed-months/{month}", "CloseMonth", "Closes a month for good")
            .asks(account, Parameter.path("month", "closed_month", "2026-01")).answers(WRITTEN),
        put("/orgs/{id}", "PutOrg", "An org and its place", "{" + ORG + "}",
            "{\"name\": \"Example Org\", \"account\": \"example-account\"}").asks(org),
        send("POST", "/admin/v1/orgs/{id}/move", "MoveOrg", "Moves an org, from an hour on",
            "{(parent): string, (account): string, (from): string}", "{\"account\": \"example-account\"}").asks(org).answers(WRITTEN)
                .refuses(404),
        put("/contracts/{id}", "PutAnyContract", "What an account pays", "{" + CONTRACT + "}", EXAMPLE_CONTRACT)
            .asks(Parameter.path("id", "contract_id", "example-contract")),
        put("/pricing/{contract}", "PutPricing", "What a partner charges",
            "{(draft): any, (published): [{from: string, " + PRICES + "}]}", "{\"draft\": {\"default\": \"list\"}}")
            .asks(Parameter.path("contract", "contract_id", "example-contract")),
        put("/usage-types/{family}/{name}", "PutUsageType", "A usage type beside the built-in ones", "{" + USAGE_TYPE + "}",
            "{\"unit\": \"frame\", \"scale\": 0, \"measure\": \"sum\", \"monthly\": \"sum\", \"title\": \"Rendered frames\"}")
            .asks(Parameter.path("family", "new_family", "example_render"), Parameter.path("name", "new_usage_type", "frames")),
        put("/roles/{name}", "PutRole", "A role beside the managed ones", "{permissions: [string]}", "{\"permissions\": [\"usage_read\"]}")
            .asks(Parameter.path("name", "role_name", "Example Role")),
        get("/admin/v1/keys", "ListKeys", "Every key that was made, without what it reads").answers("{keys: [{id: string, kind: string,"
            + " org: string, name: string, revoked: boolean, (sends): string, (role): string}]}"),
        send("POST", "/admin/v1/keys", "CreateKey", "Makes a key, which is shown once",
            "{kind: string, org: string, name: string, (sends): string, (role): string}",
            "{\"kind\": \"api\", \"org\": \"example-org\", \"name\": \"example\", \"sends\": \"nothing\"}").created()
            .answers("{id: string, kind: string, org: string, name: string, key: string}").refuses(404),
        act("DELETE", "/admin/v1/keys/{id}", "RevokeKey", "Revokes a key, for good").asks(Parameter.path("id", "key_id", "example-key"))
            .answers(WRITTEN));
  }

  private static Operation put(String path, String id, String summary, String body, String example) {
    return send("PUT", "/admin/v1" + path, id, summary, body, example).answers(WRITTEN).refuses(404);
  }
}
