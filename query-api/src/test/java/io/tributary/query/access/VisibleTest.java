package io.tributary.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Account;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.query.World;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every org uses the same in the same hours: who sees which? */
class VisibleTest {
  private static final int NOW = Hours.of(World.NOW);
  private static final List<String> TIMES = List.of("2026-03-04T23:00:00Z", "2026-03-05T00:00:00Z", "2026-03-10T00:00:00Z");

  private final World world = new World();

  VisibleTest() {
    for (var org : List.of("a", "a1", "a11", "w", "b", "b1", "s")) {
      TIMES.forEach(time -> world.use(org, "logs:billable_ingested_bytes", time, "1"));
    }
  }

  /** Orgs by hour of March, {@code 4T23 5T00 10T00}. */
  private String seen(String org, boolean descendants, boolean connected) {
    int from = World.hour("2026-03-01T00:00:00Z");
    int to = World.hour("2026-03-12T00:00:00Z");
    var caller = new Caller(org, Set.of(), Caller.placeOf(org, world.directory, NOW));
    var visible = VisibleHours.of(caller, world.directory, from, to, descendants, connected);
    var rows = visible.question(from, to).map(question -> world.reader.read(question).rows()).orElse(List.of());
    return TIMES.stream().map(World::hour).map(hour -> rows.stream().filter(row -> row.bucket() == hour && visible.sees(row))
        .map(row -> row.org().orElseThrow()).sorted().collect(Collectors.joining(","))).collect(Collectors.joining(" "));
  }

  @Test
  void anOrgSeesItselfWhereverItStood() {
    assertEquals("a a a", seen("a", false, false));
    assertEquals("a11 a11 a11", seen("a11", false, false));
    assertEquals("w w w", seen("w", false, false));
  }

  @Test
  void descendantsAreSeenWhileTheyWereBelow() {
    assertEquals("a,a1,a11,w a,a1,a11 a,a1,a11", seen("a", true, false));
    assertEquals("a1,a11 a1,a11 a1,a11", seen("a1", true, false));
    assertEquals("s s,w s,w", seen("s", true, false));
    assertEquals("b,b1 b,b1 b,b1", seen("b", true, false));
    assertEquals("w w w", seen("w", true, false));
  }

  @Test
  void aPartnerSeesTheHoursThatItOwned() {
    assertEquals("a,a1,a11,b,b1,w a,a1,a11,b,b1 a,a1,a11", seen("par", true, true));
  }

  @Test
  void withoutDescendantsAPartnerSeesParentOrgs() {
    assertEquals("a,b a,b a", seen("par", false, true));
  }

  @Test
  void withoutItsCustomersAPartnerSeesNothing() {
    assertEquals("  ", seen("par", true, false));
  }

  @Test
  void theFlagMeansNothingToACustomer() {
    assertEquals(seen("a", true, false), seen("a", true, true));
    assertEquals(seen("a1", false, false), seen("a1", false, true));
  }

  @Test
  void everyHourOfItsAccountIsSeenByAParentOrgThatIsNewInItsPlace() {
    var account = "solo";
    var directory = world.directory.with(List.of(new Change.PutOrg(new Org("s2", "S2", "us1",
        List.of(Org.Placement.rootOf(account, World.hour("2026-03-12T00:00:00Z")))))), 8);
    var caller = new Caller("s2", Set.of(), Caller.placeOf("s2", directory, NOW));
    int from = World.hour("2026-03-01T00:00:00Z");
    var visible = VisibleHours.of(caller, directory, from, from + 240, true, false);
    assertTrue(world.reader.read(visible.question(from, from + 240).orElseThrow()).rows().stream().allMatch(visible::sees));
    assertTrue(VisibleHours.of(caller, directory, from, from + 240, false, false).question(from, from + 240).isEmpty());
  }

  @Test
  void monthsAreSeenByTheirOwnerOrWholeByTheAccount() {
    int month = Hours.month(World.hour("2026-03-01T00:00:00Z"));
    var partner = VisibleMonths.of(new Caller("par", Set.of(), new Caller.Place.PartnerAdmin("par")), world.directory,
        month, month + 1, true);
    assertEquals(List.of("acme", "bolt"), partner.accounts());
    var owners = world.reader.read(partner.orgs(month, month + 1).orElseThrow()).rows().stream().filter(partner::sees)
        .map(row -> row.org().orElseThrow()).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("a", "a1", "a11", "w", "b", "b1"), owners);
    var april = VisibleMonths.of(new Caller("par", Set.of(), new Caller.Place.PartnerAdmin("par")), world.directory,
        month + 1, month + 2, true);
    assertEquals(List.of("acme"), april.accounts());
    var alone = VisibleMonths.of(new Caller("par", Set.of(), new Caller.Place.PartnerAdmin("par")), world.directory, month,
        month + 1, false);
    assertTrue(alone.totals(month, month + 1).isEmpty() && alone.orgs(month, month + 1).isEmpty());
  }

  private String orgs(String org) {
    var caller = new Caller(org, Set.of(), Caller.placeOf(org, world.directory, NOW));
    return new VisibleOrgs(caller, world.directory, NOW).all().stream()
        .map(placed -> placed.path().account() + "/" + placed.parent().map(parent -> parent + ">").orElse("") + placed.org().publicId())
        .collect(Collectors.joining(" "));
  }

  @Test
  void theListOfOrgsIsTheTreeAsItStandsNow() {
    assertEquals("acme/a acme/a>a1 acme/a1>a11", orgs("a"));
    assertEquals("acme/a>a1 acme/a1>a11", orgs("a1"));
    assertEquals("acme/a1>a11", orgs("a11"));
    assertEquals("solo/s solo/s>w", orgs("s"));
    assertEquals("acme/a acme/a>a1 acme/a1>a11", orgs("par"));
    assertEquals("", orgs("stranger"));
  }

  @Test
  void anOrgWhosePlaceBeginsWithTheNextHourIsListedAtOnce() {
    var directory = world.directory.with(List.of(
        new Change.PutAccount(new Account("new", "New", List.of())),
        new Change.PutOrg(new Org("n", "N", "us1", List.of(Org.Placement.rootOf("new", NOW + 1))))), 8);
    var caller = new Caller("n", Set.of(), Caller.placeOf("n", directory, NOW));
    assertEquals(new Caller.Place.AccountRoot("new"), caller.place());
    assertTrue(new VisibleOrgs(caller, directory, NOW).one("n").isPresent());
    assertFalse(new VisibleOrgs(caller, directory, NOW).one("a").isPresent());
  }
}
