package io.tributary.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.query.World;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.Gate.Admission;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Set<Endpoint> USAGE =
      EnumSet.of(Endpoint.HOURLY_USAGE, Endpoint.USAGE_SUMMARY, Endpoint.ORGS, Endpoint.LIVE);
  private static final Set<Endpoint> MONEY =
      EnumSet.of(Endpoint.CONTRACTS, Endpoint.CONTRACTS_EDIT, Endpoint.PRICING, Endpoint.PRICING_EDIT);

  private final World world = new World();
  private final Gate gate = new Gate(world, InstantSource.fixed(World.NOW));

  @Test
  void bothKeysOfOneOrgAreNeeded() {
    assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.HOURLY_USAGE, "api-a", "app-a"));
    var unknown = new Admission.Unknown();
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, null, null));
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, "api-a", null));
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, null, "app-a"));
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, "api-a", "app-b"));
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, "app-a", "api-a"));
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, "api-revoked", "app-a"));
    assertEquals(unknown, gate.admit(Endpoint.HOURLY_USAGE, "", ""));
  }

  @Test
  void whatIsLentIsGoodAsLongAsItsHolderIs() {
    assertInstanceOf(Admission.Admitted.class, gate.lend(Endpoint.SELF, "2a"));
    assertEquals(new Admission.Unknown(), gate.lend(Endpoint.SELF, Access.signedIn("ann")));
    world.grant(new Change.PutUser(user(false, false)));
    var caller = assertInstanceOf(Admission.Admitted.class, gate.lend(Endpoint.ORGS, Access.signedIn("ann"))).caller();
    assertEquals(Optional.of("ann"), caller.user());
    assertEquals(Set.of(Access.USAGE_READ), caller.permissions());
    assertEquals(new Admission.Lacks("billing_edit"), gate.lend(Endpoint.PRICING_EDIT, Access.signedIn("ann")));
    for (var nobody : List.of(user(true, false), user(false, true))) {
      world.grant(new Change.PutUser(nobody));
      assertEquals(new Admission.Unknown(), gate.lend(Endpoint.SELF, Access.signedIn("ann")));
    }
    world.grant(new Change.PutApplicationKey(new Access.ApplicationKey("2a", Access.hash("app-a"), "a", "", "reader", true)));
    assertEquals(new Admission.Unknown(), gate.lend(Endpoint.SELF, "2a"));
  }

  private static Access.User user(boolean service, boolean disabled) {
    return new Access.User("ann", "a", "ann@example.com", "Ann", "", service, disabled, Set.of("reader"), World.NOW, World.NOW);
  }

  @Test
  void anOrgInNoTreeMayAskForNoUsage() {
    for (var endpoint : USAGE) {
      assertEquals(new Admission.Unknown(), gate.admit(endpoint, "api-stranger", "app-stranger"));
    }
    assertEquals(new Admission.Unknown(), gate.admit(Endpoint.CONTRACTS, "api-stranger", "blind-stranger"));
  }

  @Test
  void moneyNeedsPermissionsOfItsOwn() {
    for (var endpoint : MONEY) {
      assertInstanceOf(Admission.Lacks.class, gate.admit(endpoint, "api-par", "app-par"));
    }
    assertEquals(new Admission.Lacks("billing_edit"), gate.admit(Endpoint.PRICING_EDIT, "api-par", "blind-par"));
    assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.PRICING, "api-par", "blind-par"));
    assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.CONTRACTS, "api-s", "blind-s"));
    assertEquals(new Admission.NotParent(), gate.admit(Endpoint.CONTRACTS, "api-a1", "blind-a1"));
  }

  @Test
  void sellPricesAreForPartnersOnly() {
    for (var org : Set.of("a", "a1", "s")) {
      assertEquals(new Admission.NotPartner(), gate.admit(Endpoint.PRICING, "api-" + org, "blind-" + org));
    }
  }

  @Test
  void aRoleWithoutThePermissionIsRefused() {
    for (var endpoint : USAGE) {
      assertEquals(new Admission.Lacks("usage_read"), gate.admit(endpoint, "api-a", "blind-a"));
    }
  }

  @Test
  void anOperatorNeedsThePermissionAndNoTree() {
    for (var org : Set.of("a", "stranger")) {
      assertEquals(new Admission.Lacks("tributary_operate"), gate.admit(Endpoint.ADMIN, "api-" + org, "app-" + org));
    }
  }

  @Test
  void theSummaryIsForParentsOnly() {
    for (var child : Set.of("a1", "a11", "b1", "w")) {
      assertEquals(new Admission.NotParent(), gate.admit(Endpoint.USAGE_SUMMARY, "api-" + child, "app-" + child));
      assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.HOURLY_USAGE, "api-" + child, "app-" + child));
    }
    assertEquals(new Place.AccountRoot("acme"), place("a"));
    assertEquals(new Place.AccountRoot("bolt"), place("b"));
    assertEquals(new Place.PartnerAdmin("par"), place("par"));
  }

  private Place place(String org) {
    return assertInstanceOf(Admission.Admitted.class, gate.admit(Endpoint.USAGE_SUMMARY, "api-" + org, "app-" + org)).caller().place();
  }

  @Test
  void nobodyIsJudgedBeforeTheControlPlaneWasRead() {
    world.forget();
    assertEquals(new Admission.NotReady(), gate.admit(Endpoint.ORGS, "api-a", "app-a"));
    assertEquals(new Admission.NotReady(), gate.admit(Endpoint.ORGS, null, null));
  }
}
