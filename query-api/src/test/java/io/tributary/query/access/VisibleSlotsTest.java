package io.tributary.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Hours;
import io.tributary.query.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every org has its own power of ten in the same slots, so that a sum says whose usage is in it. */
class VisibleSlotsTest {
  private static final List<String> ORGS = List.of("a", "a1", "a11", "w", "b", "b1", "s");
  private static final List<String> TIMES = List.of("2026-03-04T23:55:00Z", "2026-03-05T00:00:00Z", "2026-03-10T00:00:00Z");
  private static final int FROM = Hours.slotOf(Instant.parse("2026-03-04T12:00:00Z"));
  private static final int TO = Hours.slotOf(Instant.parse("2026-03-11T12:00:00Z"));

  private final World world = new World();

  VisibleSlotsTest() {
    for (var org : ORGS) {
      TIMES.forEach(time -> world.useSlot(org, "logs:billable_ingested_bytes", time, "1" + "0".repeat(ORGS.indexOf(org))));
    }
  }

  private Optional<VisibleSlots> visible(String org, Scope scope, GroupBy groupBy) {
    var caller = new Caller(org, Set.of(), Caller.placeOf(org, world.directory, Hours.of(World.NOW)));
    return VisibleSlots.of(caller, world.directory, scope, groupBy, FROM, TO);
  }

  /** Orgs in the sum of each time, {@code a,a1 a -}. */
  private String seen(String org, Scope scope, GroupBy groupBy) {
    var visible = visible(org, scope, groupBy).orElseThrow();
    var sums = new TreeMap<Integer, Long>();
    visible.question(FROM, TO).map(question -> world.reader.read(question).rows()).orElse(List.of()).stream().filter(visible::sees)
        .forEach(row -> row.cells().values().forEach(cell -> sums.merge(row.bucket(), Long.parseLong(cell.sum().toString()), Long::sum)));
    return TIMES.stream().map(time -> orgs(sums.getOrDefault(Hours.slotOf(Instant.parse(time)), 0L))).collect(Collectors.joining(" "));
  }

  private static String orgs(long sum) {
    var digits = new StringBuilder(Long.toString(sum)).reverse();
    var orgs = ORGS.stream().filter(org -> ORGS.indexOf(org) < digits.length() && digits.charAt(ORGS.indexOf(org)) == '1')
        .collect(Collectors.joining(","));
    assertEquals(digits.chars().filter(digit -> digit == '1').count(),
        digits.chars().filter(digit -> digit != '0').count(), "counted twice");
    return orgs.isEmpty() ? "-" : orgs;
  }

  private void assertSeen(String expected, String org, Scope scope) {
    for (var groupBy : GroupBy.values()) {
      assertEquals(expected, seen(org, scope, groupBy), org + " " + scope + " " + groupBy);
    }
  }

  private void assertRefused(String org, Scope... scopes) {
    for (var scope : scopes) {
      for (var groupBy : GroupBy.values()) {
        assertTrue(visible(org, scope, groupBy).isEmpty(), () -> org + " " + scope);
      }
    }
  }

  @Test
  void aPartnerSeesTheSlotsThatItOwned() {
    assertSeen("a,a1,a11,w,b,b1 a,a1,a11,b,b1 a,a1,a11", "par", new Scope.OfPartner("par"));
    assertSeen("a,a1,a11,w a,a1,a11 a,a1,a11", "par", new Scope.OfAccount("acme"));
    assertSeen("b,b1 b,b1 -", "par", new Scope.OfAccount("bolt"));
    assertSeen("b1 b1 -", "par", new Scope.OfOrg("b1"));
    assertSeen("w - -", "par", new Scope.OfOrg("w"));
    assertRefused("par", new Scope.OfPartner("other"), new Scope.OfAccount("solo"), new Scope.OfOrg("s"), new Scope.OfOrg("nobody"));
  }

  @Test
  void anAccountSeesAllThatWasBookedToIt() {
    assertSeen("a,a1,a11,w a,a1,a11 a,a1,a11", "a", new Scope.OfAccount("acme"));
    assertSeen("b,b1 b,b1 b,b1", "b", new Scope.OfAccount("bolt"));
    assertSeen("a,a1,a11,w a,a1,a11 a,a1,a11", "a", new Scope.OfOrg("a"));
    assertSeen("a1,a11 a1,a11 a1,a11", "a", new Scope.OfOrg("a1"));
    assertSeen("w - -", "a", new Scope.OfOrg("w"));
    assertRefused("a", new Scope.OfPartner("par"), new Scope.OfAccount("bolt"), new Scope.OfOrg("b"), new Scope.OfOrg("s"));
  }

  @Test
  void anOrgSeesItselfWhereverItStoodAndWhatStoodBelow() {
    assertSeen("a1,a11 a1,a11 a1,a11", "a1", new Scope.OfOrg("a1"));
    assertSeen("a11 a11 a11", "a1", new Scope.OfOrg("a11"));
    assertSeen("w w w", "w", new Scope.OfOrg("w"));
    assertSeen("s w,s w,s", "s", new Scope.OfOrg("s"));
    assertSeen("- w w", "s", new Scope.OfOrg("w"));
    assertRefused("a1", new Scope.OfPartner("par"), new Scope.OfAccount("acme"), new Scope.OfOrg("a"), new Scope.OfOrg("w"));
    assertRefused("stranger", new Scope.OfAccount("acme"), new Scope.OfOrg("a"), new Scope.OfOrg("stranger"));
  }

  @Test
  void groupsAreCountedBeforeAnythingIsRead() {
    assertEquals(1, visible("par", new Scope.OfPartner("par"), GroupBy.NONE).orElseThrow().groups());
    assertEquals(2, visible("par", new Scope.OfPartner("par"), GroupBy.ACCOUNT).orElseThrow().groups());
    assertEquals(6, visible("par", new Scope.OfPartner("par"), GroupBy.ORG).orElseThrow().groups());
    assertEquals(4, visible("a", new Scope.OfAccount("acme"), GroupBy.ORG).orElseThrow().groups());
    assertEquals(2, visible("w", new Scope.OfOrg("w"), GroupBy.ACCOUNT).orElseThrow().groups());
  }
}
