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
import java.util.List;
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
