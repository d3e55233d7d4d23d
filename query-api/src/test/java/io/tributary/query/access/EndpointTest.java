package io.tributary.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Access;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.access.Gate.Admission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final Map<Sees, String> WORDS = Map.of(Sees.OWN, "own", Sees.CUSTOMERS, "customers", Sees.SOLD, "sold", Sees.HIDDEN,
      "hidden", Sees.AT_PARENT, "at parent", Sees.AT_PARTNER, "at partner", Sees.AT_CUSTOMER, "at customer", Sees.NOTHING, "-");
  /** An org of each kind, once prices are published for it, and before. */
  private static final Map<Kind, String> ORGS = Map.of(Kind.DIRECT, "s", Kind.PARTNER, "par", Kind.PRICED, "a", Kind.UNPRICED, "a",
      Kind.CHILD, "a1", Kind.OUTSIDE, "stranger");

  /** The page is written by hand and the table by another: each finds the other's slips. */
  @Test
  void theDocumentShowsTheTable() throws IOException {
    var page = Files.readAllLines(Path.of("../docs/access.md"));
    var shown = page.stream().filter(line -> line.matches("\\| `[A-Z_]+` \\|.*")).map(EndpointTest::cells)
        .filter(cells -> cells.size() == 2 + Kind.values().length).map(cells -> String.join(" | ", cells)).toList();
    assertEquals(String.join("\n", Arrays.stream(Endpoint.values()).map(EndpointTest::row).toList()), String.join("\n", shown));
  }

  private static List<String> cells(String line) {
    return Stream.of(line.replaceAll("^\\|\\s*|\\s*\\|$", "").split("\\|")).map(String::strip).toList();
  }

  private static String row(Endpoint endpoint) {
    var cells = new ArrayList<String>();
    cells.add("`" + endpoint + "`");
    cells.add(new TreeSet<>(endpoint.permissions()).stream().map(name -> "`" + name + "`").collect(Collectors.joining(" ")));
    for (var kind : Kind.values()) {
      cells.add(WORDS.get(endpoint.sees(kind)));
    }
    return String.join(" | ", cells);
  }

  @Test
  void theDocumentNamesEveryAddressAndEveryPermission() throws IOException {
    var page = Files.readString(Path.of("../docs/access.md"));
    var missing = Stream.concat(Arrays.stream(Endpoint.values()).flatMap(endpoint -> endpoint.addresses().stream()),
        Arrays.stream(Permission.values()).map(Permission::id)).filter(each -> !page.contains("`" + each + "`")).toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void anAddressIsInOneRowOnlyAndSomebodySeesEachRow() {
    var addresses = new HashSet<String>();
    for (var endpoint : Endpoint.values()) {
      endpoint.addresses().forEach(address -> assertTrue(addresses.add(address), address));
      assertTrue(Arrays.stream(Kind.values()).map(endpoint::sees)
          .anyMatch(sees -> sees == Sees.OWN || sees == Sees.CUSTOMERS), endpoint.name());
      assertTrue(Access.PERMISSIONS.containsAll(endpoint.permissions()), endpoint.name());
      assertEquals(endpoint == Endpoint.SELF, endpoint.permissions().isEmpty(), endpoint.name());
    }
  }

  @Test
  void aPartnerIsToldWhereItsCustomerFindsWhatItHasNot() {
    for (var endpoint : Endpoint.values()) {
      assertEquals(endpoint.sees(Kind.PARTNER) == Sees.AT_CUSTOMER, endpoint.where().isPresent(), endpoint.name());
      endpoint.where().ifPresent(where -> assertTrue(where.sentence().contains("not part of a partner's view: ")
          && where.sentence().contains("own org's keys") && !where.sentence().endsWith("."), where.sentence()));
    }
  }

  /** The six endpoints that the reference system supports for partners, and what this one adds to its view. */
  @Test
  void aPartnerHasItsSixEndpoints() {
    for (var endpoint : List.of(Endpoint.ESTIMATED_COST, Endpoint.BILLABLE_SUMMARY, Endpoint.HOURLY_USAGE, Endpoint.HISTORICAL_COST,
        Endpoint.PROJECTED_COST, Endpoint.USAGE_SUMMARY)) {
      assertEquals(Sees.CUSTOMERS, endpoint.sees(Kind.PARTNER));
    }
    for (var endpoint : List.of(Endpoint.USAGE_ATTRIBUTION, Endpoint.COST_ATTRIBUTION, Endpoint.TOP_METRICS, Endpoint.LOGS_BY_INDEX,
        Endpoint.REPORTS, Endpoint.PLAN, Endpoint.BILL_OVERVIEW, Endpoint.USAGE_NOTIFICATIONS, Endpoint.PRODUCT_HOURS)) {
      assertEquals(Sees.AT_CUSTOMER, endpoint.sees(Kind.PARTNER));
    }
  }

  @Test
  void theGateLetsInWhomTheTableLetsIn() {
    for (var kind : Kind.values()) {
      var org = ORGS.get(kind);
      var world = new World();
      world.change(SomeContracts.all());
      if (kind == Kind.PRICED) {
        world.change(SomeContracts.published(World.hour("2026-03-01T00:00:00Z")));
      }
      assertEquals(kind, Kind.of(Caller.placeOf(org, world.directory, World.hour("2026-03-15T10:00:00Z")), world.directory,
          World.hour("2026-03-15T10:00:00Z")), org);
      for (var role : ManagedRoles.ALL) {
        world.key("role-" + org, org, role);
        for (var endpoint : Endpoint.values()) {
          var admission = new Gate(world, InstantSource.fixed(World.NOW)).admit(endpoint, "api-" + org, "role-" + org);
          assertEquals(expected(endpoint, kind, role.permissions()), admission.getClass(), endpoint + " " + kind + " " + role.name());
          if (admission instanceof Admission.Admitted(var caller, var ignored)) {
            assertEquals(org, caller.org());
            assertEquals(role.permissions(), caller.permissions());
            assertEquals("role-" + org, caller.key());
          }
        }
      }
    }
  }

  private static Class<? extends Admission> expected(Endpoint endpoint, Kind kind, Set<String> permissions) {
    if (!permissions.containsAll(endpoint.permissions())) {
      return Admission.Lacks.class;
    }
    return switch (endpoint.sees(kind)) {
      case OWN, CUSTOMERS, SOLD, HIDDEN -> Admission.Admitted.class;
      case AT_PARENT -> Admission.NotParent.class;
      case AT_PARTNER -> Admission.NotPartner.class;
      case AT_CUSTOMER -> Admission.NotForPartner.class;
      case NOTHING -> Admission.Unknown.class;
    };
  }

  @Test
  void aUsersKeyHasWhatTheUserHasAndNoMoreThanItsScopes() {
    var world = new World();
    world.grant(user(false), userKey(null), userKey(Set.of(Access.USAGE_READ)));
    var gate = new Gate(world, InstantSource.fixed(World.NOW));
    var whole = assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.ESTIMATED_COST, "api-a", "whole")).caller();
    assertEquals(ManagedRoles.ADMIN.permissions(), whole.permissions());
    assertEquals("u", whole.user().orElseThrow());
    assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.USAGE_SUMMARY, "api-a", "scoped"));
    assertEquals(new Admission.Lacks("billing_read"), gate.admit(Endpoint.ESTIMATED_COST, "api-a", "scoped"));
    world.grant(user(true));
    assertEquals(new Admission.Unknown(), gate.admit(Endpoint.USAGE_SUMMARY, "api-a", "whole"));
  }

  private static Access.Change user(boolean disabled) {
    return new Access.Change.PutUser(new Access.User("u", "a", "u@example.com", "U", "", false, disabled, Set.of(ManagedRoles.ADMIN.id()),
        World.NOW, World.NOW));
  }

  private static Access.Change userKey(Set<String> scopes) {
    var plain = scopes == null ? "whole" : "scoped";
    return new Access.Change.PutApplicationKey(new Access.ApplicationKey(plain, Access.hash(plain), "a", plain, "", false,
        Optional.of("u"), Optional.ofNullable(scopes), Access.Origin.UNKNOWN));
  }
}
