package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.Sends;
import io.tributary.model.Directory;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Org;
import io.tributary.model.Partner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
  private static final Directory WORLD = Directory.empty().with(List.of(new Directory.Change.PutPartner(new Partner("p", "P", "us1")),
      new Directory.Change.PutOrg(new Org("o", "O", "us1", List.of(Org.Placement.rootOf("a", 0))))), 1);

  @Test
  void keysBelongToAnOrgAPartnerOrTheOperators() {
    for (var org : List.of("o", "p", DirectoryRules.OPERATOR_ORG)) {
      assertEquals("", checked(apiKey(org), applicationKey(org, ManagedRoles.ADMIN.name())));
    }
    assertEquals("keys.api.org unknown_org;keys.app.org unknown_org", checked(apiKey("a"), applicationKey("a", ManagedRoles.ADMIN.name())));
  }

  @Test
  void anApplicationKeyNeedsARoleWhichMayComeWithIt() {
    assertEquals("keys.app.role unknown_role", checked(applicationKey("o", "Finance")));
    assertEquals("", checked(applicationKey("o", "Finance"), role("Finance", Access.BILLING_READ)));
  }

  @Test
  void aRoleHasKnownPermissionsAndIsNoManagedOne() {
    assertEquals("roles.Finance.permissions unknown_permission", checked(role("Finance", Access.BILLING_READ, "billing_rade")));
    for (var managed : ManagedRoles.ALL) {
      assertEquals("roles." + managed.name() + ".name managed", checked(role(managed.name())));
    }
  }

  @Test
  void managedRolesAreAlwaysThereAndCannotBeReplacedByARecord() {
    var access = Access.empty().with(List.of(role(ManagedRoles.STANDARD.name(), Access.OPERATE)));
    assertEquals(ManagedRoles.STANDARD, access.role(ManagedRoles.STANDARD.name()).orElseThrow());
    assertEquals(Access.PERMISSIONS, Access.empty().role(ManagedRoles.OPERATOR.name()).orElseThrow().permissions());
    assertTrue(Access.empty().customRoles().isEmpty());
  }

  @Test
  void eachManagedRoleHasWhatTheLowerOnesHave() {
    assertTrue(ManagedRoles.ADMIN.permissions().containsAll(ManagedRoles.STANDARD.permissions()));
    assertTrue(ManagedRoles.STANDARD.permissions().containsAll(ManagedRoles.READ_ONLY.permissions()));
    for (var billing : List.of(Access.USAGE_READ, Access.BILLING_READ, Access.BILLING_EDIT, "usage_edit", "usage_notifications_read",
        "usage_notifications_write", "user_access_manage")) {
      assertTrue(ManagedRoles.ADMIN.permissions().contains(billing) && !ManagedRoles.STANDARD.permissions().contains(billing), billing);
    }
    assertTrue(ManagedRoles.STANDARD.permissions().contains("monitors_write")
        && !ManagedRoles.READ_ONLY.permissions().contains("monitors_write"));
  }

  @Test
  void rolesAndUsersOfAnOrgAreItsOwnAndToldApart() {
    assertEquals("", checked(orgRole("1", "o", "Finance"), user("u", "o", "u@example.com", "1", ManagedRoles.STANDARD.id())));
    assertEquals("roles.1.name taken;roles.2.name taken", checked(orgRole("1", "o", "Finance"), orgRole("2", "o", "Finance")));
    assertEquals("", checked(orgRole("1", "o", "Finance"), orgRole("2", "p", "Finance")));
    assertEquals("roles.1.name managed", checked(orgRole("1", "o", ManagedRoles.ADMIN.name())));
    assertEquals("roles.1.org unknown_org", checked(orgRole("1", "x", "Finance")));
    assertEquals("users.u.roles unknown_role", checked(orgRole("1", "p", "Finance"), user("u", "o", "u@example.com", "1")));
    assertEquals("users.u.email taken;users.v.email taken", checked(user("u", "o", "u@example.com"), user("v", "o", "U@example.com")));
    assertEquals("users.u.email not_an_address", checked(user("u", "o", "nobody")));
    assertEquals("roles.Datadog Admin Role.name managed", checked(new Change.RemoveRole(ManagedRoles.ADMIN.id())));
  }

  @Test
  void anApplicationKeyMayHaveAUserInsteadOfARole() {
    assertEquals("", checked(user("u", "o", "u@example.com"), userKey("o", "u", Access.USAGE_READ)));
    assertEquals("keys.app.user unknown_user", checked(user("u", "o", "u@example.com"), userKey("p", "u")));
    assertEquals("keys.app.scopes unknown_permission", checked(user("u", "o", "u@example.com"), userKey("o", "u", "everything")));
  }

  private static Change orgRole(String id, String org, String name) {
    return new Change.PutRole(new Role(id, Optional.of(org), name, Set.of(), Instant.EPOCH, Instant.EPOCH));
  }

  private static Change user(String id, String org, String email, String... roles) {
    return new Change.PutUser(new Access.User(id, org, email, id, "", false, false, Set.of(roles), Instant.EPOCH, Instant.EPOCH));
  }

  private static Change userKey(String org, String user, String... scopes) {
    return new Change.PutApplicationKey(new ApplicationKey("app", "h", org, "n", "", false, Optional.of(user), Optional.of(Set.of(scopes)),
        Access.Origin.UNKNOWN));
  }

  private static String checked(Change... changes) {
    return String.join(";", AccessRules.check(WORLD, Access.empty(), List.of(changes)).stream()
        .map(problem -> problem.field() + " " + problem.code()).toList());
  }

  private static Change apiKey(String org) {
    return new Change.PutApiKey(new ApiKey("api", "h", org, "n", Sends.OWN_TREE, false));
  }

  private static Change applicationKey(String org, String role) {
    return new Change.PutApplicationKey(new ApplicationKey("app", "h", org, "n", role, false));
  }

  private static Change role(String name, String... permissions) {
    return new Change.PutRole(new Role(name, Set.of(permissions)));
  }
}
