package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.act;
import static io.tributary.query.openapi.Operation.get;
import static io.tributary.query.openapi.Operation.send;

import io.tributary.model.Permission;
import io.tributary.query.openapi.Parameter.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An org's own users, roles and keys, and who changed them, in the reference system's form. */
final class TeamOperations {
  private static final String ONE = "{data: {type: string, id: string, attributes: object}}";
  private static final String SOME = "{data: [{type: string, id: string, attributes: object}]}";
  private static final String PAGE = "{data: [{type: string, id: string, attributes: object}],"
      + " meta: {page: {total_count: integer, total_filtered_count: integer}}}";
  private static final String NAMED = "{data: {(type): string, (id): string, (attributes): object, (relationships): object}}";
  private static final String THING = "{data: {(type): string, id: string}}";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final Parameter SIZE = Parameter.number("page[size]", 1, 1000, 10, "");
  private static final Parameter NUMBER = Parameter.number("page[number]", 0, 2_147_483, 0, "");
  private static final Parameter DIRECTION = Parameter.oneOf("sort_dir", List.of("asc", "desc"), "");
  private static final Parameter FILTER = Parameter.text("filter", "", "What names contain.").example("a");

  private TeamOperations() {}

  static List<Operation> all() {
    var all = new ArrayList<Operation>();
    var permissions = Arrays.stream(Permission.values()).map(Permission::id).toList();
    all.add(get("/api/v2/permissions", "ListPermissions", "All permissions that there are").answers(SOME));
    roles(all, permissions);
    users(all);
    keys(all);
    all.add(get("/api/v2/audit/events", "ListAuditLogs", "Who changed which role, user or key")
        .asks(Parameter.text("filter[query]", "", "Words, or `@action:`, `@asset.type:`, `@asset.id:`, `@usr.id:`.").example("*"),
            Parameter.time("filter[from]", Precision.HOUR, ""), Parameter.time("filter[to]", Precision.HOUR, ""),
            Parameter.oneOf("sort", List.of("-timestamp", "timestamp"), ""), Parameter.number("page[limit]", 1, 1000, 10, ""),
            Parameter.text("page[cursor]", "audit_cursor", "`meta.page.after` of the page before."))
        .answers("{data: [{type: string, id: string, attributes: object}], meta: object}"));
    return all;
  }

  private static void roles(List<Operation> all, List<String> permissions) {
    var role = Parameter.path("id", "role_id", NOBODY);
    all.add(get("/api/v2/roles", "ListRoles", "The managed roles, and the org's own")
        .asks(SIZE, NUMBER, FILTER, DIRECTION, Parameter.ids("filter[id]", "role_id", ""),
            sort("name", "modified_at", "user_count")).answers(PAGE));
    all.add(get("/api/v2/roles/{id}", "GetRole", "One of them").asks(role).answers(ONE).refuses(404));
    all.add(json("POST", "/api/v2/roles", "CreateRole", "Makes a role", NAMED, """
        {"data": {"type": "roles", "attributes": {"name": "Example"}, "relationships": {"permissions": {"data": [{"type": "permissions",
          "id": "%s"}]}}}}""".formatted(permissions.getFirst())).answers(ONE));
    all.add(json("PATCH", "/api/v2/roles/{id}", "UpdateRole", "Changes a role of the org's own", NAMED,
        "{\"data\": {\"type\": \"roles\", \"attributes\": {\"name\": \"Example\"}}}").asks(role).answers(ONE));
    all.add(act("DELETE", "/api/v2/roles/{id}", "DeleteRole", "Removes it").asks(role).refuses(409).withoutAnswer());
    all.add(json("POST", "/api/v2/roles/{id}/clone", "CloneRole", "Makes a role with the permissions of another", NAMED,
        "{\"data\": {\"type\": \"roles\", \"attributes\": {\"name\": \"Example copy\"}}}").asks(role).answers(ONE));
    all.add(get("/api/v2/roles/{id}/permissions", "ListRolePermissions", "What it may do").asks(role).answers(SOME).refuses(404));
    for (var method : List.of("POST", "DELETE")) {
      boolean adds = method.equals("POST");
      all.add(json(method, "/api/v2/roles/{id}/permissions", adds ? "AddPermissionToRole" : "RemovePermissionFromRole",
          adds ? "Lets it do something" : "Lets it no longer", THING, "{\"data\": {\"type\": \"permissions\", \"id\": \"%s\"}}"
              .formatted(permissions.getFirst())).asks(role).answers(SOME));
      all.add(json(method, "/api/v2/roles/{id}/users", adds ? "AddUserToRole" : "RemoveUserFromRole",
          adds ? "Gives it to a user" : "Takes it from a user", THING,
          "{\"data\": {\"type\": \"users\", \"id\": \"%s\"}}".formatted(NOBODY)).asks(role, SIZE, NUMBER, FILTER, DIRECTION, status(),
              userSort()).answers(PAGE));
    }
    all.add(get("/api/v2/roles/{id}/users", "ListRoleUsers", "Who has it")
        .asks(role, SIZE, NUMBER, FILTER, DIRECTION, status(), userSort()).answers(PAGE).refuses(404));
  }

  private static void users(List<Operation> all) {
    var user = Parameter.path("id", "user_id", NOBODY);
    all.add(get("/api/v2/users", "ListUsers", "The org's users").asks(SIZE, NUMBER, FILTER, DIRECTION, status(), userSort()).answers(PAGE));
    all.add(get("/api/v2/users/{id}", "GetUser", "One of them").asks(user).answers(ONE).refuses(404));
    all.add(get("/api/v2/users/{id}/orgs", "ListUserOrganizations", "With its org").asks(user).answers(ONE).refuses(404));
    all.add(get("/api/v2/users/{id}/permissions", "ListUserPermissions", "What it may do").asks(user).answers(SOME).refuses(404));
    all.add(json("POST", "/api/v2/users", "CreateUser", "Makes a user", NAMED,
        "{\"data\": {\"type\": \"users\", \"attributes\": {\"email\": \"example@example.org\", \"name\": \"Example\"}}}")
        .created().answers(ONE));
    all.add(json("POST", "/api/v2/service_accounts", "CreateServiceAccount", "Makes a user that is a program", NAMED, """
        {"data": {"type": "users", "attributes": {"email": "program@example.org", "name": "Example", "service_account": true}}}""")
        .created().answers(ONE));
    all.add(json("PATCH", "/api/v2/users/{id}", "UpdateUser", "Changes a user", NAMED,
        "{\"data\": {\"type\": \"users\", \"attributes\": {\"name\": \"Example\"}}}").asks(user).answers(ONE));
    all.add(act("DELETE", "/api/v2/users/{id}", "DisableUser", "Disables a user").asks(user).refuses(409).withoutAnswer());
  }

  private static void keys(List<Operation> all) {
    var key = Parameter.path("id", "api_key_id", NOBODY);
    var apiKey = "{\"data\": {\"type\": \"api_keys\", \"attributes\": {\"name\": \"Example\"}}}";
    all.add(get("/api/v2/api_keys", "ListAPIKeys", "The org's API keys, without what they read")
        .asks(SIZE, NUMBER, FILTER, DIRECTION, between("filter[created_at][start]"), between("filter[created_at][end]"),
            between("filter[modified_at][start]"), between("filter[modified_at][end]"), sort("name", "last4", "created_at", "modified_at"))
        .answers(PAGE));
    all.add(get("/api/v2/api_keys/{id}", "GetAPIKey", "One of them").asks(key).answers(ONE).refuses(404));
    all.add(json("POST", "/api/v2/api_keys", "CreateAPIKey", "Makes a key, which is shown once", NAMED, apiKey).created().answers(ONE));
    all.add(json("PATCH", "/api/v2/api_keys/{id}", "UpdateAPIKey", "Renames a key", NAMED, apiKey).asks(key).answers(ONE));
    all.add(act("DELETE", "/api/v2/api_keys/{id}", "DeleteAPIKey", "Revokes a key, for good").asks(key).refuses(409).withoutAnswer());
    application(all, "/api/v2/application_keys", "", "everybody's", false);
    application(all, "/api/v2/current_user/application_keys", "CurrentUser", "the caller's", true);
    application(all, "/api/v2/service_accounts/{user}/application_keys", "ServiceAccount", "a user's", true);
  }

  private static void application(List<Operation> all, String path, String of, String whose, boolean makes) {
    var user = path.contains("{user}") ? new Parameter[] {Parameter.path("user", "user_id", NOBODY)} : new Parameter[0];
    var key = Parameter.path("id", "application_key_id", NOBODY);
    var body = "{\"data\": {\"type\": \"application_keys\", \"attributes\": {\"name\": \"Example\"}}}";
    var name = of + "ApplicationKey";
    var list = get(path, "List" + name + "s", "Application keys: " + whose).asks(user)
        .asks(SIZE, NUMBER, FILTER, DIRECTION, between("filter[created_at][start]"), between("filter[created_at][end]"),
            sort("name", "last4", "created_at"), Parameter.oneOf("include", List.of("owned_by"), "")).answers(PAGE);
    all.add(user.length == 0 ? list : list.refuses(404));
    if (makes) {
      all.add(json("POST", path, "Create" + name, "Makes a key, which is shown once", NAMED, body).asks(user).created().answers(ONE));
    }
    all.add(get(path + "/{id}", "Get" + name, "One of them").asks(user).asks(key).answers(ONE).refuses(404));
    all.add(json("PATCH", path + "/{id}", "Update" + name, "Changes its name or scopes", NAMED, body).asks(user).asks(key).answers(ONE));
    all.add(act("DELETE", path + "/{id}", "Delete" + name, "Revokes it, for good").asks(user).asks(key).refuses(409).withoutAnswer());
  }

  private static Operation json(String method, String path, String id, String summary, String body, String example) {
    return send(method, path, id, summary, body, example).refuses(404, 409);
  }

  private static Parameter between(String name) {
    return Parameter.time(name, Precision.HOUR, "");
  }

  private static Parameter status() {
    return Parameter.someOf("filter[status]", List.of("Active", "Disabled", "Pending"), "");
  }

  private static Parameter userSort() {
    return sort("name", "email", "status", "created_at", "modified_at");
  }

  /** Upwards, or with a minus downwards; {@code sort_dir} turns it round. */
  private static Parameter sort(String... fields) {
    var values = new ArrayList<>(List.of(fields));
    Arrays.stream(fields).map(field -> "-" + field).forEach(values::add);
    return Parameter.oneOf("sort", values, "");
  }
}
