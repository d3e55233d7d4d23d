package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Origin;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.Sends;
import io.tributary.model.Access.User;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.model.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:20:00Z");
  private static final Set<String> ALL = ManagedRoles.ADMIN.permissions();
  private static final String USAGE = Permission.USAGE_READ.id();
  private static final String BILLING = Permission.BILLING_READ.id();
  private static final Access BEFORE = Access.empty().with(List.of(
      role("finance", "o", USAGE, BILLING), role("theirs", "other"),
      user("ann", ManagedRoles.ADMIN.id()), user("bob", ManagedRoles.STANDARD.id()), user("eve", "finance"),
      api("api", "o", false), key("of-ann", "ann", null), key("of-bob", "bob", null)));

  @Test
  void nobodyGrantsWhatHeHasNot() {
    var held = Set.of(USAGE, Permission.USER_ACCESS_MANAGE.id());
    assertEquals("roles.new not_held", checked(held, role("new", "o", USAGE, BILLING)));
    assertEquals("", checked(held, role("new", "o", USAGE)));
    assertEquals("users.bob not_held", checked(held, user("bob", ManagedRoles.STANDARD.id(), "finance")));
    assertEquals("users.bob not_held", checked(held, user("bob", ManagedRoles.ADMIN.id())));
    assertEquals("keys.new not_held", checked(held, key("new", "eve", null)));
    assertEquals("", checked(held, key("new", "eve", Set.of(USAGE))));
    assertEquals("", checked(ALL, key("new", "ann", null), user("bob", ManagedRoles.ADMIN.id()), role("new", "o", USAGE, BILLING)));
  }

  @Test
  void whatSomebodyHadAlreadyIsNotGranted() {
    assertEquals("", checked(Set.of(), role("finance", "o", USAGE)));
    assertEquals("", checked(Set.of(), user("eve", "finance")));
    assertEquals("roles.finance not_held", checked(Set.of(), role("finance", "o", USAGE, BILLING, Permission.BILLING_EDIT.id())));
  }

  @Test
  void aUserWhoIsEnabledAgainGainsAllThatHisRolesAllow() {
    var off = BEFORE.with(List.of(disabled("eve", "finance")));
    assertEquals("users.eve not_held", codes(GrantRules.check(off, List.of(user("eve", "finance")), "o", Set.of(USAGE))));
    assertEquals("", codes(GrantRules.check(off, List.of(user("eve", "finance")), "o", Set.of(USAGE, BILLING))));
  }

  @Test
  void anotherAddressGrantsAllThatItsUserMay() {
    var moved = BEFORE.user("eve").map(eve -> new Change.PutUser(new User("eve", "o", "mine@example.com", eve.name(), eve.title(), false,
        false, eve.roles(), NOW, NOW))).orElseThrow();
    assertEquals("users.eve not_held", checked(Set.of(USAGE), moved));
    assertEquals("", checked(Set.of(USAGE, BILLING), moved));
  }

  @Test
  void aKeyWithScopesDoesNotMakeItselfOneWithout() {
    var scoped = BEFORE.with(List.of(key("scoped", "ann", Set.of(Permission.USER_APP_KEYS.id()))));
    var held = scoped.permissions(scoped.applicationKeyById("scoped").orElseThrow());
    assertEquals(Set.of(Permission.USER_APP_KEYS.id()), held);
    assertEquals("keys.scoped not_held", codes(GrantRules.check(scoped, List.of(key("scoped", "ann", null)), "o", held)));
    assertEquals("keys.new not_held", codes(GrantRules.check(scoped, List.of(key("new", "ann", null)), "o", held)));
  }

  @Test
  void anotherOrgsThingsAreNotTouched() {
    assertEquals("roles.theirs not_own", checked(ALL, role("theirs", "other")));
    assertEquals("roles.theirs not_own", checked(ALL, role("theirs", "o")));
    assertEquals("roles.theirs not_own", checked(ALL, new Change.RemoveRole("theirs")));
    assertEquals("keys.new not_own", checked(ALL, api("new", "other", false)));
    assertEquals("roles.free not_own", checked(ALL, new Change.PutRole(new Role("free", Set.of()))));
  }

  @Test
  void somebodyWhoCanManageTheOrgStays() {
    assertTrue(GrantRules.isManaged(BEFORE, "o"));
    assertFalse(GrantRules.isManaged(BEFORE, "other"));
    for (var last : List.of(disabled("ann", ManagedRoles.ADMIN.id()), user("ann", ManagedRoles.STANDARD.id()), api("api", "o", true),
        revoked("of-ann", "ann"), key("of-ann", "ann", Set.of(USAGE)))) {
      assertEquals(" last_admin", checked(ALL, last), last.toString());
    }
    assertEquals(" last_admin", checked(ALL, disabled("ann", ManagedRoles.ADMIN.id()), user("eve", ManagedRoles.ADMIN.id())),
        "an administrator without a key cannot get in");
    assertEquals("", checked(ALL, disabled("ann", ManagedRoles.ADMIN.id()), user("bob", ManagedRoles.ADMIN.id())));
  }

  @Test
  void anOrgThatNobodyCouldManageBeforeMayChange() {
    var none = Access.empty().with(List.of(user("bob", ManagedRoles.STANDARD.id()), api("api", "o", false)));
    assertEquals("", codes(GrantRules.check(none, List.of(disabled("bob", ManagedRoles.STANDARD.id())), "o", Set.of())));
  }

  private static String checked(Set<String> held, Change... changes) {
    return codes(GrantRules.check(BEFORE, Arrays.asList(changes), "o", held));
  }

  private static String codes(List<Problem> problems) {
    return String.join(";", problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
  }

  private static Change role(String id, String org, String... permissions) {
    return new Change.PutRole(new Role(id, Optional.of(org), id, Set.of(permissions), NOW, NOW));
  }

  private static Change user(String id, String... roles) {
    return new Change.PutUser(new User(id, "o", id + "@example.com", id, "", false, false, Set.of(roles), NOW, NOW));
  }

  private static Change disabled(String id, String... roles) {
    return new Change.PutUser(new User(id, "o", id + "@example.com", id, "", false, true, Set.of(roles), NOW, NOW));
  }

  private static Change api(String id, String org, boolean revoked) {
    return new Change.PutApiKey(new ApiKey(id, id, org, id, Sends.OWN_TREE, revoked));
  }

  private static Change key(String id, String user, Set<String> scopes) {
    return new Change.PutApplicationKey(
        new ApplicationKey(id, id, "o", id, "", false, Optional.of(user), Optional.ofNullable(scopes), Origin.UNKNOWN));
  }

  private static Change revoked(String id, String user) {
    return new Change.PutApplicationKey(
        new ApplicationKey(id, id, "o", id, "", true, Optional.of(user), Optional.empty(), Origin.UNKNOWN));
  }
}
