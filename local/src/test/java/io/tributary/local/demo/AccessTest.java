package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ApiException;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v1.api.OrganizationsApi;
import com.datadog.api.client.v2.api.AuditApi;
import com.datadog.api.client.v2.api.KeyManagementApi;
import com.datadog.api.client.v2.api.RolesApi;
import com.datadog.api.client.v2.api.ServiceAccountsApi;
import com.datadog.api.client.v2.api.UsersApi;
import com.datadog.api.client.v2.model.APIKeyCreateAttributes;
import com.datadog.api.client.v2.model.APIKeyCreateData;
import com.datadog.api.client.v2.model.APIKeyCreateRequest;
import com.datadog.api.client.v2.model.APIKeyUpdateAttributes;
import com.datadog.api.client.v2.model.APIKeyUpdateData;
import com.datadog.api.client.v2.model.APIKeyUpdateRequest;
import com.datadog.api.client.v2.model.APIKeysType;
import com.datadog.api.client.v2.model.ApplicationKeyCreateAttributes;
import com.datadog.api.client.v2.model.ApplicationKeyCreateData;
import com.datadog.api.client.v2.model.ApplicationKeyCreateRequest;
import com.datadog.api.client.v2.model.ApplicationKeyUpdateAttributes;
import com.datadog.api.client.v2.model.ApplicationKeyUpdateData;
import com.datadog.api.client.v2.model.ApplicationKeyUpdateRequest;
import com.datadog.api.client.v2.model.ApplicationKeysType;
import com.datadog.api.client.v2.model.Permission;
import com.datadog.api.client.v2.model.PermissionsType;
import com.datadog.api.client.v2.model.RelationshipToPermission;
import com.datadog.api.client.v2.model.RelationshipToPermissionData;
import com.datadog.api.client.v2.model.RelationshipToPermissions;
import com.datadog.api.client.v2.model.RelationshipToRoleData;
import com.datadog.api.client.v2.model.RelationshipToRoles;
import com.datadog.api.client.v2.model.RelationshipToUser;
import com.datadog.api.client.v2.model.RelationshipToUserData;
import com.datadog.api.client.v2.model.RoleClone;
import com.datadog.api.client.v2.model.RoleCloneAttributes;
import com.datadog.api.client.v2.model.RoleCloneRequest;
import com.datadog.api.client.v2.model.RoleCreateAttributes;
import com.datadog.api.client.v2.model.RoleCreateData;
import com.datadog.api.client.v2.model.RoleCreateRequest;
import com.datadog.api.client.v2.model.RoleRelationships;
import com.datadog.api.client.v2.model.RoleUpdateAttributes;
import com.datadog.api.client.v2.model.RoleUpdateData;
import com.datadog.api.client.v2.model.RoleUpdateRequest;
import com.datadog.api.client.v2.model.RolesType;
import com.datadog.api.client.v2.model.User;
import com.datadog.api.client.v2.model.UserCreateAttributes;
import com.datadog.api.client.v2.model.UserCreateData;
import com.datadog.api.client.v2.model.UserCreateRequest;
import com.datadog.api.client.v2.model.UserRelationships;
import com.datadog.api.client.v2.model.UserUpdateAttributes;
import com.datadog.api.client.v2.model.UserUpdateData;
import com.datadog.api.client.v2.model.UserUpdateRequest;
import com.datadog.api.client.v2.model.UsersType;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.topics.ControlWriter.Decision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The published client manages roles, users and keys, unchanged but for the address; what it changes survives a restart. */
class AccessTest {
  @TempDir
  static Path data;

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.start(new NodeSettings(data, 0, 0), Demo.HOLDERS, step -> { });
    node.ensure((directory, access) -> new Decision.Write(
        directory.partner(World.PARTNER.publicId()).isPresent() ? List.of() : World.changes(Instant.now()), List.of()));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static ApiClient client(String holder) {
    return client(node.keys().of(holder).apiKey(), node.keys().of(holder).applicationKey());
  }

  private static ApiClient client(String apiKey, String applicationKey) {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(node.api().toString(), "this node", Map.of())));
    client.setServerIndex(0);
    client.configureApiKeys(Map.of("apiKeyAuth", apiKey, "appKeyAuth", applicationKey));
    return client;
  }

  private static void assertCode(int code, Executable call) {
    assertEquals(code, assertThrows(ApiException.class, call).getCode());
  }

  private static String permission(RolesApi roles, String name) throws ApiException {
    return roles.listPermissions().getData().stream().filter(each -> each.getAttributes().getName().equals(name)).findFirst()
        .orElseThrow().getId();
  }

  private static Set<String> names(List<Permission> permissions) {
    assertTrue(permissions.stream().noneMatch(each -> each.unparsed));
    return permissions.stream().map(each -> each.getAttributes().getName()).collect(Collectors.toSet());
  }

  private static RelationshipToPermission toPermission(String id) {
    return new RelationshipToPermission().data(new RelationshipToPermissionData().id(id).type(PermissionsType.PERMISSIONS));
  }

  private static RelationshipToUser toUser(User user) {
    return new RelationshipToUser(new RelationshipToUserData(user.getId(), UsersType.USERS));
  }

  private static User user(ApiClient client, String email, String... roles) throws ApiException {
    var related = new RelationshipToRoles();
    for (var role : roles) {
      related.addDataItem(new RelationshipToRoleData().id(role).type(RolesType.ROLES));
    }
    return new UsersApi(client).createUser(new UserCreateRequest(new UserCreateData(
        new UserCreateAttributes(email).name("Somebody"), UsersType.USERS).relationships(new UserRelationships().roles(related))))
        .getData();
  }

  private static String role(RolesApi roles, String name, String... permissions) throws ApiException {
    var related = new RelationshipToPermissions();
    for (var permission : permissions) {
      related.addDataItem(new RelationshipToPermissionData().id(permission(roles, permission)).type(PermissionsType.PERMISSIONS));
    }
    var made = roles.createRole(new RoleCreateRequest(new RoleCreateData(new RoleCreateAttributes(name)).type(RolesType.ROLES)
        .relationships(new RoleRelationships().permissions(related))));
    assertFalse(made.unparsed);
    return made.getData().getId();
  }

  private static ApplicationKeyCreateRequest key(String name) {
    return new ApplicationKeyCreateRequest(
        new ApplicationKeyCreateData(new ApplicationKeyCreateAttributes(name), ApplicationKeysType.APPLICATION_KEYS));
  }

  @Test
  void rolesAreManaged() throws ApiException {
    var client = client("customer_admin");
    var roles = new RolesApi(client);
    assertTrue(names(roles.listPermissions().getData()).containsAll(Set.of("usage_read", "billing_read", "user_access_manage")));
    var id = role(roles, "Finance", "billing_read");
    assertEquals("Finance", roles.getRole(id).getData().getAttributes().getName());
    assertEquals(Set.of("billing_read"), names(roles.listRolePermissions(id).getData()));
    assertEquals(Set.of("billing_read", "usage_read"),
        names(roles.addPermissionToRole(id, toPermission(permission(roles, "usage_read"))).getData()));
    assertEquals(Set.of("usage_read"),
        names(roles.removePermissionFromRole(id, toPermission(permission(roles, "billing_read"))).getData()));
    assertEquals("Money", roles.updateRole(id, new RoleUpdateRequest(new RoleUpdateData(new RoleUpdateAttributes().name("Money"), id,
        RolesType.ROLES))).getData().getAttributes().getName());
    var copy = roles.cloneRole(id, new RoleCloneRequest(new RoleClone(new RoleCloneAttributes("Copy"), RolesType.ROLES))).getData();
    assertEquals(Set.of("usage_read"), names(roles.listRolePermissions(copy.getId()).getData()));
    var ann = user(client, "ann@example.com");
    assertEquals(List.of(ann.getId()), roles.addUserToRole(id, toUser(ann)).getData().stream().map(User::getId).toList());
    assertEquals(1, roles.listRoleUsers(id).getData().size());
    assertEquals(List.of(), roles.removeUserFromRole(id, toUser(ann)).getData());
    var all = roles.listRoles(new RolesApi.ListRolesOptionalParameters().pageSize(100L));
    assertFalse(all.unparsed);
    assertTrue(all.getMeta().getPage().getTotalCount() >= 5);
    assertCode(404, () -> new RolesApi(client("partner_admin")).getRole(id));
    assertCode(404, () -> new RolesApi(client("child_admin")).deleteRole(id));
    assertCode(403, () -> new RolesApi(client("standard")).deleteRole(id));
    assertEquals("Money", new RolesApi(client("read_only")).getRole(id).getData().getAttributes().getName());
    roles.deleteRole(id);
    roles.deleteRole(copy.getId());
    assertCode(404, () -> roles.getRole(id));
  }

  @Test
  void usersAreManagedAndGetKeys() throws ApiException {
    var client = client("child_admin");
    var users = new UsersApi(client);
    var finance = role(new RolesApi(client), "Finance", "usage_read");
    var bob = user(client, "bob@example.com", finance);
    assertEquals("Active", bob.getAttributes().getStatus());
    assertEquals(finance, bob.getRelationships().getRoles().getData().getFirst().getId());
    assertEquals(List.of("bob@example.com"), users.listUsers().getData().stream().map(each -> each.getAttributes().getEmail()).toList());
    assertEquals(Set.of("usage_read"), names(users.listUserPermissions(bob.getId()).getData()));
    assertFalse(users.listUserOrganizations(bob.getId()).unparsed);
    assertEquals("Robert", users.updateUser(bob.getId(), new UserUpdateRequest(new UserUpdateData(new UserUpdateAttributes().name("Robert"),
        bob.getId(), UsersType.USERS))).getData().getAttributes().getName());
    var key = new ServiceAccountsApi(client).createServiceAccountApplicationKey(bob.getId(), key("first")).getData()
        .getAttributes().getKey();
    var bobs = client(node.keys().of("child_admin").apiKey(), key);
    assertFalse(new OrganizationsApi(bobs).listOrgs().getOrgs().isEmpty());
    assertCode(403, () -> new UsersApi(bobs).listUsers());
    assertEquals(1, new ServiceAccountsApi(client).listServiceAccountApplicationKeys(bob.getId()).getData().size());
    users.disableUser(bob.getId());
    assertCode(403, () -> new OrganizationsApi(bobs).listOrgs());
    assertEquals("Disabled", users.getUser(bob.getId()).getData().getAttributes().getStatus());
  }

  @Test
  void apiKeysAreManagedAndRevoked() throws ApiException {
    var keys = new KeyManagementApi(client("customer_admin"));
    var made = keys.createAPIKey(new APIKeyCreateRequest(new APIKeyCreateData(new APIKeyCreateAttributes("feed"), APIKeysType.API_KEYS)))
        .getData();
    var plain = made.getAttributes().getKey();
    assertEquals(plain.substring(plain.length() - 4), made.getAttributes().getLast4());
    assertNull(keys.getAPIKey(made.getId()).getData().getAttributes().getKey());
    assertTrue(keys.listAPIKeys().getData().stream().anyMatch(each -> each.getId().equals(made.getId()) && !each.unparsed));
    assertEquals("food", keys.updateAPIKey(made.getId(), new APIKeyUpdateRequest(new APIKeyUpdateData(new APIKeyUpdateAttributes("food"),
        made.getId(), APIKeysType.API_KEYS))).getData().getAttributes().getName());
    var with = client(plain, node.keys().of("customer_admin").applicationKey());
    assertFalse(new OrganizationsApi(with).listOrgs().getOrgs().isEmpty());
    assertCode(404, () -> new KeyManagementApi(client("partner_admin")).getAPIKey(made.getId()));
    assertCode(403, () -> new KeyManagementApi(client("standard")).listAPIKeys());
    keys.deleteAPIKey(made.getId());
    assertCode(403, () -> new OrganizationsApi(with).listOrgs());
    assertCode(404, () -> keys.getAPIKey(made.getId()));
  }

  @Test
  void applicationKeysAreManagedAndRevoked() throws ApiException {
    var keys = new KeyManagementApi(client("standard"));
    var made = keys.createCurrentUserApplicationKey(key("mine")).getData();
    assertTrue(keys.listCurrentUserApplicationKeys().getData().stream()
        .anyMatch(each -> each.getId().equals(made.getId()) && !each.unparsed));
    assertNull(keys.getCurrentUserApplicationKey(made.getId()).getData().getAttributes().getKey());
    var renamed = keys.updateCurrentUserApplicationKey(made.getId(), new ApplicationKeyUpdateRequest(new ApplicationKeyUpdateData(
        new ApplicationKeyUpdateAttributes().name("ours").scopes(List.of("user_app_keys")), made.getId(),
        ApplicationKeysType.APPLICATION_KEYS)));
    assertEquals(List.of("user_app_keys"), renamed.getData().getAttributes().getScopes());
    assertCode(403, () -> keys.listApplicationKeys());
    var admins = new KeyManagementApi(client("customer_admin"));
    assertTrue(admins.listApplicationKeys(new KeyManagementApi.ListApplicationKeysOptionalParameters().pageSize(100L)).getData().stream()
        .anyMatch(each -> each.getId().equals(made.getId())));
    assertEquals("ours", admins.getApplicationKey(made.getId()).getData().getAttributes().getName());
    var used = client(node.keys().of("standard").apiKey(), made.getAttributes().getKey());
    assertEquals(1, new KeyManagementApi(used).listCurrentUserApplicationKeys(
        new KeyManagementApi.ListCurrentUserApplicationKeysOptionalParameters().filter("ours")).getData().size());
    admins.deleteApplicationKey(made.getId());
    assertCode(403, () -> new KeyManagementApi(used).listCurrentUserApplicationKeys());
  }

  @Test
  void theLastAdministratorStaysAndNobodyGrantsWhatHeHasNot() throws ApiException {
    var keys = new KeyManagementApi(client("partner_admin"));
    var own = keys.listApplicationKeys().getData().stream().filter(each -> each.getAttributes().getName().equals("local partner_admin"))
        .findFirst().orElseThrow();
    assertCode(409, () -> keys.deleteApplicationKey(own.getId()));
    var roles = new RolesApi(client("customer_admin"));
    var manager = role(roles, "Manager", "user_access_manage", "user_access_read", "user_access_invite");
    var eve = user(client("customer_admin"), "eve@example.com", manager);
    var key = new ServiceAccountsApi(client("customer_admin")).createServiceAccountApplicationKey(eve.getId(), key("eves")).getData();
    var eves = client(node.keys().of("customer_admin").apiKey(), key.getAttributes().getKey());
    assertCode(403, () -> role(new RolesApi(eves), "Everything", "billing_read"));
    var admin = roles.listRoles(new RolesApi.ListRolesOptionalParameters().filter("Datadog Admin")).getData().getFirst().getId();
    assertCode(403, () -> new RolesApi(eves).addUserToRole(admin, toUser(eve)));
  }

  @Test
  void everyChangeIsKeptAndSurvivesARestart() throws ApiException {
    var client = client("partner_admin");
    var made = role(new RolesApi(client), "Kept", "usage_read");
    var kept = new AuditApi(client).listAuditLogs(new AuditApi.ListAuditLogsOptionalParameters().filterQuery("@asset.id:" + made));
    assertFalse(kept.unparsed);
    assertEquals(1, kept.getData().size());
    assertEquals("created", kept.getData().getFirst().getAttributes().getAttributes().get("action"));
    assertEquals(0, new AuditApi(client("customer_admin"))
        .listAuditLogs(new AuditApi.ListAuditLogsOptionalParameters().filterQuery("@asset.id:" + made)).getData().size());
    stop();
    start();
    assertEquals("Kept", new RolesApi(client("partner_admin")).getRole(made).getData().getAttributes().getName());
    assertEquals(1, new AuditApi(client("partner_admin"))
        .listAuditLogs(new AuditApi.ListAuditLogsOptionalParameters().filterQuery("@asset.id:" + made)).getData().size());
  }
}
