package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Access;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TeamHttpTest {
  private static final String ROLES = "/api/v2/roles";
  private static final String USERS = "/api/v2/users";
  private static final String API_KEYS = "/api/v2/api_keys";
  private static final String KEYS = "/api/v2/application_keys";
  private static final String OWN_KEYS = "/api/v2/current_user/application_keys";
  private static final String AUDIT = "/api/v2/audit/events";

  private final World world = new World();
  private RunningServer server;

  @BeforeEach
  void start() {
    world.key("admin-a", "a", ManagedRoles.ADMIN);
    world.key("admin-s", "s", ManagedRoles.ADMIN);
    var manager = new Access.Role("manager", Set.of(Access.USAGE_READ, Permission.USER_ACCESS_MANAGE.id(), Permission.USER_ACCESS_READ.id(),
        Permission.USER_ACCESS_INVITE.id(), Permission.SERVICE_ACCOUNT_WRITE.id(), Permission.USER_APP_KEYS.id()));
    world.grant(new Access.Change.PutRole(manager));
    world.key("manager-a", "a", manager);
    server = RunningServer.editable(world);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer send(String key, String method, String path, String body) throws Exception {
    var org = key.substring(key.indexOf('-') + 1);
    return send("api-" + org, key, method, path, body);
  }

  private Answer send(String apiKey, String applicationKey, String method, String path, String body) throws Exception {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + path)).header("DD-API-KEY", apiKey)
        .header("DD-APPLICATION-KEY", applicationKey).header("Content-Type", "application/json")
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build());
  }

  private Answer admin(String method, String path, String body) throws Exception {
    return send("admin-a", method, path, body);
  }

  private static void assertStatus(int status, Answer answer) {
    assertEquals(status, answer.status(), answer.raw().body());
  }

  private static String id(Answer answer) {
    return answer.json().at("/data/id").asText();
  }

  private static Set<String> all(JsonNode list, String pointer) {
    return StreamSupport.stream(list.spliterator(), false).map(each -> each.at(pointer).asText()).collect(Collectors.toSet());
  }

  private String permission(String name) throws Exception {
    for (var permission : admin("GET", "/api/v2/permissions", null).json().get("data")) {
      if (permission.at("/attributes/name").asText().equals(name)) {
        return permission.get("id").asText();
      }
    }
    throw new AssertionError(name);
  }

  private static String role(String name, String... permissions) {
    var data = Set.of(permissions).stream().map(id -> "{\"type\":\"permissions\",\"id\":\"" + id + "\"}").collect(Collectors.joining(","));
    return "{\"data\":{\"type\":\"roles\",\"attributes\":{\"name\":\"" + name
        + "\"},\"relationships\":{\"permissions\":{\"data\":[" + data + "]}}}}";
  }

  private static String user(String email, String... roles) {
    var data = Set.of(roles).stream().map(id -> "{\"type\":\"roles\",\"id\":\"" + id + "\"}").collect(Collectors.joining(","));
    return "{\"data\":{\"type\":\"users\",\"attributes\":{\"email\":\"" + email
        + "\"},\"relationships\":{\"roles\":{\"data\":[" + data + "]}}}}";
  }

  private static String named(String type, String name) {
    return "{\"data\":{\"type\":\"" + type + "\",\"attributes\":{\"name\":\"" + name + "\"}}}";
  }

  private static String one(String type, String id) {
    return "{\"data\":{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}}";
  }

  private String managed(String name) throws Exception {
    for (var role : admin("GET", ROLES, null).json().get("data")) {
      if (role.at("/attributes/name").asText().equals(name)) {
        return role.get("id").asText();
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void aRoleIsMadeChangedGivenAndRemoved() throws Exception {
    var made = admin("POST", ROLES, role("Finance", permission("billing_read")));
    assertStatus(200, made);
    var path = ROLES + "/" + id(made);
    assertEquals(Set.of("billing_read"), all(admin("GET", path + "/permissions", null).json().get("data"), "/attributes/name"));
    assertStatus(200, admin("POST", path + "/permissions", one("permissions", permission("usage_read"))));
    assertStatus(200, admin("DELETE", path + "/permissions", one("permissions", permission("billing_read"))));
    assertEquals(Set.of("usage_read"), all(admin("GET", path + "/permissions", null).json().get("data"), "/attributes/name"));
    assertEquals("Money", admin("PATCH", path, named("roles", "Money")).json().at("/data/attributes/name").asText());
    var user = admin("POST", USERS, user("ann@example.com"));
    assertStatus(201, user);
    assertEquals(Set.of("ann@example.com"),
        all(admin("POST", path + "/users", one("users", id(user))).json().get("data"), "/attributes/email"));
    assertEquals(1, admin("GET", path, null).json().at("/data/attributes/user_count").asInt());
    assertEquals("Copy", admin("POST", path + "/clone", named("roles", "Copy")).json().at("/data/attributes/name").asText());
    assertStatus(204, admin("DELETE", path, null));
    assertStatus(404, admin("GET", path, null));
    assertEquals(0, admin("GET", USERS + "/" + id(user), null).json().at("/data/relationships/roles/data").size());
    assertEquals(Set.of("Datadog Admin Role", "Datadog Standard Role", "Datadog Read Only Role", "Copy"),
        all(admin("GET", ROLES, null).json().get("data"), "/attributes/name"));
  }

  @Test
  void managedRolesAreGivenButNotChanged() throws Exception {
    var standard = ROLES + "/" + managed("Datadog Standard Role");
    assertStatus(400, admin("PATCH", standard, named("roles", "Mine")));
    assertStatus(400, admin("DELETE", standard, null));
    assertStatus(400, admin("POST", standard + "/permissions", one("permissions", permission("usage_read"))));
    var user = admin("POST", USERS, user("ann@example.com"));
    assertStatus(200, admin("POST", standard + "/users", one("users", id(user))));
    assertStatus(200, admin("DELETE", standard + "/users", one("users", id(user))));
    assertFalse(admin("GET", ROLES, null).raw().body().contains("Tributary Operator"));
  }

  @Test
  void nobodyGrantsWhatHeHasNot() throws Exception {
    var admins = managed("Datadog Admin Role");
    var refused = send("manager-a", "POST", ROLES, role("Mine", permission("billing_read")));
    assertStatus(403, refused);
    assertEquals("nobody can grant what he has not: billing_read", refused.json().at("/errors/0").asText());
    assertEquals("error", refused.json().at("/status").asText());
    assertStatus(403, send("manager-a", "POST", USERS, user("eve@example.com", admins)));
    var user = send("manager-a", "POST", USERS, user("eve@example.com"));
    assertStatus(201, user);
    assertStatus(403, send("manager-a", "POST", ROLES + "/" + admins + "/users", one("users", id(user))));
    assertStatus(403, send("manager-a", "POST", ROLES + "/" + admins + "/clone", named("roles", "All")));
    assertStatus(200, send("manager-a", "POST", ROLES, role("Mine", permission("usage_read"))));
    assertStatus(200, admin("POST", ROLES + "/" + admins + "/users", one("users", id(user))));
    assertStatus(403,
        send("manager-a", "POST", "/api/v2/service_accounts/" + id(user) + "/application_keys", named("application_keys", "x")));
  }

  @Test
  void theLastAdministratorStays() throws Exception {
    var admins = managed("Datadog Admin Role");
    var ann = admin("POST", USERS, user("ann@example.com", admins));
    assertStatus(204, admin("DELETE", KEYS + "/5a", null)); // of the role that may do everything
    var last = admin("DELETE", KEYS + "/admin-a", null);
    assertStatus(409, last);
    assertTrue(last.json().at("/errors/0").asText().startsWith("nobody could manage this org after that"), last.raw().body());
    var key = admin("POST", "/api/v2/service_accounts/" + id(ann) + "/application_keys", named("application_keys", "first"));
    assertStatus(201, key);
    assertStatus(204, admin("DELETE", KEYS + "/admin-a", null));
    var plain = key.json().at("/data/attributes/key").asText();
    assertStatus(409, send("api-a", plain, "DELETE", USERS + "/" + id(ann), null));
    assertStatus(409, send("api-a", plain, "DELETE", ROLES + "/" + admins + "/users", one("users", id(ann))));
    assertStatus(409, send("api-a", plain, "DELETE", OWN_KEYS + "/" + id(key), null));
    assertStatus(409, send("api-a", plain, "PATCH", OWN_KEYS + "/" + id(key),
        "{\"data\":{\"type\":\"application_keys\",\"attributes\":{\"scopes\":[\"usage_read\"]}}}"));
    assertStatus(409, send("api-a", plain, "DELETE", API_KEYS + "/1a", null));
    assertStatus(200, send("api-a", plain, "GET", USERS, null));
  }

  @Test
  void aKeyIsShownOnceAndWorksUntilItIsRevoked() throws Exception {
    var made = admin("POST", API_KEYS, named("api_keys", "feed"));
    assertStatus(201, made);
    var plain = made.json().at("/data/attributes/key").asText();
    assertTrue(plain.matches("[0-9a-f]{32}"), plain);
    assertEquals(plain.substring(28), made.json().at("/data/attributes/last4").asText());
    assertStatus(200, send(plain, "admin-a", "GET", USERS, null));
    for (var path : new String[] {API_KEYS, API_KEYS + "/" + id(made), AUDIT}) {
      var shown = admin("GET", path, null).raw().body();
      assertFalse(shown.contains(plain) || shown.contains(Access.hash(plain)), shown);
    }
    assertEquals("food", admin("PATCH", API_KEYS + "/" + id(made), named("api_keys", "food")).json().at("/data/attributes/name").asText());
    assertStatus(204, admin("DELETE", API_KEYS + "/" + id(made), null));
    assertStatus(403, send(plain, "admin-a", "GET", USERS, null));
    assertStatus(404, admin("GET", API_KEYS + "/" + id(made), null));
    assertStatus(404, admin("DELETE", API_KEYS + "/" + id(made), null));
  }

  @Test
  void aUsersOwnKeysHaveWhatTheUserHas() throws Exception {
    var finance = admin("POST", ROLES, role("Finance", permission("usage_read"), permission("user_app_keys")));
    var ann = admin("POST", USERS, user("ann@example.com", id(finance)));
    var first = admin("POST", "/api/v2/service_accounts/" + id(ann) + "/application_keys", named("application_keys", "first"))
        .json().at("/data/attributes/key").asText();
    assertStatus(200, send("api-a", first, "GET", "/api/v1/org", null));
    assertStatus(403, send("api-a", first, "GET", USERS, null));
    var scoped = send("api-a", first, "POST", OWN_KEYS,
        "{\"data\":{\"type\":\"application_keys\",\"attributes\":{\"name\":\"second\",\"scopes\":[\"user_app_keys\"]}}}");
    assertStatus(201, scoped);
    assertEquals(id(ann), scoped.json().at("/data/relationships/owned_by/data/id").asText());
    var second = scoped.json().at("/data/attributes/key").asText();
    assertStatus(403, send("api-a", second, "GET", "/api/v1/org", null));
    assertEquals(Set.of("first", "second"), all(send("api-a", second, "GET", OWN_KEYS, null).json().get("data"), "/attributes/name"));
    assertStatus(403, send("api-a", second, "PATCH", OWN_KEYS + "/" + id(scoped),
        "{\"data\":{\"type\":\"application_keys\",\"attributes\":{\"scopes\":null}}}"));
    assertStatus(404, send("api-a", second, "DELETE", OWN_KEYS + "/admin-a", null));
    assertEquals(Set.of("ann@example.com"), all(admin("GET", KEYS + "?include=owned_by&page%5Bsize%5D=100", null).json().get("included"),
        "/attributes/email"));
    assertStatus(204, admin("DELETE", USERS + "/" + id(ann), null));
    assertStatus(403, send("api-a", first, "GET", "/api/v1/org", null));
    assertEquals("Disabled", admin("GET", USERS + "/" + id(ann), null).json().at("/data/attributes/status").asText());
  }

  @Test
  void listsArePagedSortedAndFiltered() throws Exception {
    for (var name : new String[] {"c", "a", "b"}) {
      assertStatus(201, admin("POST", USERS, user(name + "@example.com")));
    }
    var page = admin("GET", USERS + "?page%5Bsize%5D=2&page%5Bnumber%5D=1&sort=-email", null).json();
    assertEquals(Set.of("a@example.com"), all(page.get("data"), "/attributes/email"));
    assertEquals(3, page.at("/meta/page/total_count").asInt());
    assertEquals(Set.of("b@example.com"), all(admin("GET", USERS + "?filter=B%40", null).json().get("data"), "/attributes/email"));
    assertEquals(0, admin("GET", USERS + "?filter%5Bstatus%5D=Disabled", null).json().get("data").size());
    assertStatus(400, admin("GET", USERS + "?sort=age&page%5Bsize%5D=0", null));
    assertEquals(2, admin("GET", USERS + "?sort=age&page%5Bsize%5D=0", null).json().get("errors").size());
  }

  @Test
  void whatIsWrongIsSaidAtOnce() throws Exception {
    assertStatus(400, admin("POST", ROLES, "{"));
    assertStatus(400, admin("POST", ROLES, null));
    assertStatus(400, admin("POST", ROLES, "[]"));
    var wrong = admin("POST", ROLES, "{\"data\":{\"type\":\"users\",\"relationships\":{\"permissions\":{\"data\":[{\"id\":\"x\"}]}}}}");
    assertStatus(400, wrong);
    assertEquals(3, wrong.json().get("errors").size(), wrong.raw().body());
    assertStatus(400, admin("POST", USERS, user("nobody")));
    assertStatus(201, admin("POST", USERS, user("ann@example.com")));
    assertStatus(409, admin("POST", USERS, user("ANN@example.com")));
    assertStatus(400, admin("PATCH", ROLES + "/" + managed("Datadog Admin Role"), one("roles", "another")));
  }

  @Test
  void everyChangeIsKeptAndReadByItsOrgAlone() throws Exception {
    var made = admin("POST", ROLES, role("Finance"));
    admin("POST", ROLES + "/" + id(made) + "/permissions", one("permissions", permission("usage_read")));
    admin("DELETE", ROLES + "/" + id(made), null);
    var kept = admin("GET", AUDIT, null).json();
    assertEquals(3, kept.get("data").size());
    var newest = kept.at("/data/0/attributes/attributes");
    assertEquals("deleted", newest.get("action").asText());
    assertEquals("Finance", newest.at("/asset/name").asText());
    assertEquals("admin-a", newest.at("/metadata/application_key_id").asText());
    assertEquals("usage_read", kept.at("/data/1/attributes/attributes/asset/new_value/permissions").asText());
    assertEquals("2026-03-15T10:20:00.000Z", kept.at("/data/0/attributes/timestamp").asText());
    assertEquals(0, send("admin-s", "GET", AUDIT, null).json().get("data").size());
    assertEquals(1, admin("GET", AUDIT + "?filter%5Bquery%5D=%40action%3Acreated%20fin", null).json().get("data").size());
    var first = admin("GET", AUDIT + "?sort=timestamp&page%5Blimit%5D=2", null).json();
    assertEquals("created", first.at("/data/0/attributes/attributes/action").asText());
    var next = admin("GET", first.at("/links/next").asText(), null).json();
    assertEquals(Set.of("deleted"), all(next.get("data"), "/attributes/attributes/action"));
    assertFalse(next.has("links"));
    assertStatus(400, admin("GET", AUDIT + "?filter%5Bquery%5D=%40nothing%3Ax&sort=age&page%5Blimit%5D=0&filter%5Bfrom%5D=never", null));
  }

  @Test
  void whatAnOperatorChangesIsKeptToo() throws Exception {
    world.key("operator-tributary", "tributary", ManagedRoles.OPERATOR);
    world.grant(new Access.Change.PutApiKey(
        new Access.ApiKey("1tributary", Access.hash("api-tributary"), "tributary", "", Access.Sends.NOTHING, false)));
    var made = send("operator-tributary", "POST", "/admin/v1/keys",
        "{\"kind\":\"application\",\"org\":\"a\",\"name\":\"by hand\",\"role\":\"Datadog Standard Role\"}");
    assertStatus(201, made);
    assertStatus(200, send("operator-tributary", "DELETE", "/admin/v1/keys/" + made.json().get("id").asText(), null));
    assertStatus(200, send("operator-tributary", "PUT", "/admin/v1/roles/Shared", "{\"permissions\":[\"usage_read\"]}"));
    var kept = admin("GET", AUDIT, null).json().get("data");
    assertEquals(Set.of("created", "deleted"), all(kept, "/attributes/attributes/action"));
    assertEquals(Set.of("operator-tributary"), all(kept, "/attributes/attributes/metadata/application_key_id"));
    assertEquals(Set.of("Shared"),
        all(send("operator-tributary", "GET", AUDIT, null).json().get("data"), "/attributes/attributes/asset/name"));
  }
}
