package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.UsageType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DirectoryRulesTest {
  private static final Instant NOW = Instant.parse("2026-05-10T10:20:00Z");
  private static final int OPEN = Hours.of(Instant.parse("2026-05-10T12:00:00Z"));
  private static final int PAST = OPEN - 1;
  private static final int MAY = Hours.of(Instant.parse("2026-05-01T00:00:00Z"));
  private static final int CLOSED = Hours.month(MAY) - 1;

  /** Partner p and q; account a of p since May, with root r and its child c; account b without a partner, with root s. */
  private static final Directory WORLD = Directory.empty().with(List.of(partner("p"), partner("q"),
      account("a", to("p", MAY)), account("b"), account("ended", until("p", MAY - 100, MAY)),
      account("rootless"), account("old", to("p", MAY - 2000)),
      org("r", Placement.rootOf("a", 0)), org("c", Placement.under("r", 0)), org("s", Placement.rootOf("b", 0)),
      type(1000, "made", "built", 0)), 7);

  private record Case(String name, String expected, Change... changes) {}

  @TestFactory
  Stream<DynamicTest> eachRuleSaysWhereAndWhy() {
    return Stream.of(
        new Case("a whole new tree in any order is fine", "", org("y", Placement.under("x", 0)), org("x", Placement.rootOf("new", 0)),
            account("new", until("p2", MAY, OPEN)), partner("p2")),
        new Case("a new name and region are always fine", "",
            new Change.PutOrg(new Org("r", "Root", "eu1", List.of(Placement.rootOf("a", 0)))),
            new Change.PutAccount(new Account("a", "Other", List.of(to("p", MAY)))), new Change.PutPartner(new Partner("p", "P", "eu1"))),
        new Case("an unknown parent", "orgs.n.placements[0].parent unknown_parent", org("n", Placement.under("nobody", 0))),
        new Case("an unknown account", "orgs.n.placements[0].account unknown_account", org("n", Placement.rootOf("nobody", 0))),
        new Case("an unknown partner", "accounts.n.connections[0].partner unknown_partner", account("n", to("nobody", MAY))),
        new Case("an org as its own parent", "orgs.n.placements[0].parent cycle", org("n", Placement.under("n", 0))),
        new Case("a circle is one problem", "orgs.m.placements[0].parent cycle",
            org("m", Placement.under("n", 0)), org("n", Placement.under("m", 0))),
        new Case("a circle in a later period only", "orgs.m.placements[1].parent cycle",
            org("m", Placement.under("r", 0), Placement.under("n", OPEN)),
            org("n", Placement.under("m", 0), Placement.under("r", OPEN + 5))),
        new Case("swapping parent and child at one hour is no circle", "",
            org("m", Placement.under("r", 0), Placement.under("n", OPEN)), org("n", Placement.under("m", 0), Placement.under("r", OPEN))),
        new Case("a circle below an unchanged parent", "orgs.r.placements[1].parent cycle",
            org("r", Placement.rootOf("a", 0), Placement.under("c", OPEN))),
        new Case("two roots of one account", "orgs.n.placements[0].account two_roots", org("n", Placement.rootOf("a", 0))),
        new Case("two new roots: the later one is wrong", "orgs.x.placements[0].account two_roots",
            org("x", Placement.rootOf("new", MAY)), account("new"), org("n", Placement.rootOf("new", MAY - 1))),
        new Case("two roots behind a short reign", "orgs.y.placements[0].account two_roots;orgs.z.placements[0].account two_roots",
            account("new"), org("x", Placement.rootOf("new", 0)),
            org("y", Placement.rootOf("new", 10), Placement.under("x", 20)),
            org("z", Placement.rootOf("new", 30), Placement.under("x", 40))),
        new Case("a root follows another", "", org("r", Placement.rootOf("a", 0), Placement.under("holding", OPEN)),
            org("holding", Placement.rootOf("a", OPEN))),
        new Case("an acquired tree leaves its account", "", org("r", Placement.rootOf("a", 0), Placement.under("s", OPEN))),
        new Case("under a parent that has no place yet", "orgs.k.placements[0].from no_root",
            org("late", Placement.under("r", OPEN + 9)), org("k", Placement.under("late", OPEN))),
        new Case("since the beginning means as soon as the parent is there", "",
            org("late", Placement.under("r", OPEN + 9)), org("k", Placement.under("late", 0))),
        new Case("no placement", "orgs.n.placements missing", org("n")),
        new Case("neither parent nor account", "orgs.n.placements[0] one_of",
            org("n", new Placement(0, Optional.empty(), Optional.empty()))),
        new Case("both parent and account", "orgs.n.placements[0] one_of",
            org("n", new Placement(0, Optional.of("r"), Optional.of("rootless")))),
        new Case("placements that do not ascend", "orgs.n.placements[1].from not_ascending",
            org("n", Placement.under("r", 9), Placement.under("c", 9))),
        new Case("an org named as a partner", "orgs.p.public_id taken", org("p", Placement.under("r", 0))),
        new Case("a partner named as an org", "partners.r.public_id taken", partner("r")),
        new Case("the operators' org", "orgs.tributary.public_id reserved", org("tributary", Placement.under("r", 0))),
        new Case("a slash in an id", "accounts.x/y.public_id bad_character", account("x/y")),
        new Case("blank names", "partners.n.name missing;partners.n.region missing", new Change.PutPartner(new Partner("n", " ", ""))),
        new Case("a NUL in a name", "partners.n.name bad_character", new Change.PutPartner(new Partner("n", "a\0b", "us1"))),
        new Case("a name that is too long", "accounts.n.name too_long",
            new Change.PutAccount(new Account("n", "x".repeat(257), List.of()))),
        new Case("a contract that ends before it starts", "accounts.n.connections[0].end end_before_start",
            account("n", until("p", MAY, MAY))),
        new Case("contracts that overlap", "accounts.n.connections[1].start overlap",
            account("n", until("p", MAY, MAY + 10), to("q", MAY + 9))),
        new Case("a contract after one without an end", "accounts.n.connections[1].start overlap",
            account("n", to("p", MAY), to("p", MAY + 9))),
        new Case("another partner within the grace", "", account("n", until("p", MAY, MAY + 10), to("q", MAY + 10))),
        new Case("a renewal may fill the grace that has begun", "", account("ended", until("p", MAY - 100, MAY), to("p", MAY))),
        new Case("another partner may not take hours of the grace that were booked", "accounts.ended.connections[1].start back_dated",
            account("ended", until("p", MAY - 100, MAY), to("q", PAST))),
        new Case("another partner may take the rest of the grace", "",
            account("ended", until("p", MAY - 100, MAY), to("q", OPEN))),
        new Case("a back-dated contract of a known account", "accounts.b.connections[0].start back_dated", account("b", to("p", PAST))),
        new Case("a contract of a known account from an open hour", "", account("b", to("p", OPEN))),
        new Case("taking a contract away", "accounts.a.connections back_dated", account("a")),
        new Case("ending a contract more than 30 days ago", "accounts.old.connections[0].end back_dated",
            account("old", until("p", MAY - 2000, MAY - 1000))),
        new Case("ending a contract within the last 30 days", "", account("a", until("p", MAY, MAY + 9))),
        new Case("a back-dated move", "orgs.c.placements[1].from back_dated",
            org("c", Placement.under("r", 0), Placement.under("s", PAST))),
        new Case("a rewritten past", "orgs.c.placements[0].from back_dated", org("c", Placement.under("s", 0))),
        new Case("a forgotten past", "orgs.c.placements[0].from back_dated", org("c", Placement.under("r", OPEN))),
        new Case("the same past in other words", "",
            org("c", Placement.under("r", 0), Placement.under("r", PAST), Placement.under("s", OPEN))),
        new Case("a month of an unknown account", "closes.nobody.2026-04.account unknown_account",
            new Change.CloseMonth("nobody", CLOSED, 0)),
        new Case("a month that has not ended", "closes.a.2026-05.month not_ended", new Change.CloseMonth("a", CLOSED + 1, 0)),
        new Case("a month that has ended", "", new Change.CloseMonth("a", CLOSED, 0)),
        new Case("a new usage type", "", type(1001, "made", "sold", 3)),
        new Case("a usage type as it is", "", type(1000, "made", "built", 0)),
        new Case("another id for a usage type", "usage_types.made:built.id immutable", type(1001, "made", "built", 0)),
        new Case("another scale for a usage type", "usage_types.made:built.scale immutable", type(1000, "made", "built", 1)),
        new Case("another measure and function", "usage_types.made:built.measure immutable;usage_types.made:built.monthly immutable",
            new Change.PutUsageType(UsageType.plain(1000, "made", "built", "piece", 0, Measure.MAX, MonthlyFunction.MAX))),
        new Case("an id that is taken", "usage_types.made:sold.id taken", type(1000, "made", "sold", 0)),
        new Case("two new types with one id", "usage_types.made:lent.id taken",
            type(1001, "made", "sold", 0), type(1001, "made", "lent", 0)),
        new Case("a bad usage type name", "usage_types.Made:sold.family bad_name", type(1001, "Made", "sold", 0)),
        new Case("everything at once", "partners.m.region missing;accounts.n.connections[0].partner unknown_partner;"
            + "closes.x.2026-05.account unknown_account;closes.x.2026-05.month not_ended;"
            + "orgs.n.name missing;orgs.n.placements[0].parent unknown_parent",
            new Change.PutOrg(new Org("n", "", "us1", List.of(Placement.under("nobody", 0)))),
            new Change.PutPartner(new Partner("m", "M", "")),
            account("n", to("nobody", 0)), new Change.CloseMonth("x", CLOSED + 1, 0)))
        .map(each -> DynamicTest.dynamicTest(each.name, () -> assertEquals(each.expected, checked(each.changes))));
  }

  @Test
  void anHourIsOpenWhenNoAcceptedEventCanLieInIt() {
    assertEquals(OPEN, DirectoryRules.firstOpenHour(NOW));
    assertEquals(OPEN, DirectoryRules.firstOpenHour(Instant.parse("2026-05-10T10:00:00Z")));
    assertEquals(OPEN + 1, DirectoryRules.firstOpenHour(Instant.parse("2026-05-10T10:59:30Z")), "a change needs a moment to spread");
  }

  @Test
  void anUnchangedFaultDoesNotStandInTheWayOfOtherChanges() {
    var faulty = WORLD.with(List.of(org("r2", Placement.rootOf("a", 0)), org("lost", Placement.under("nobody", 0))), 8);
    assertEquals(List.of(), DirectoryRules.check(faulty, List.of(org("n", Placement.under("c", 0))), NOW));
  }

  private static String checked(Change... changes) {
    return String.join(";", DirectoryRules.check(WORLD, List.of(changes), NOW).stream()
        .map(problem -> problem.field() + " " + problem.code()).toList());
  }

  private static Change partner(String id) {
    return new Change.PutPartner(new Partner(id, "Partner " + id, "us1"));
  }

  private static Change account(String id, Connection... connections) {
    return new Change.PutAccount(new Account(id, "Account " + id, List.of(connections)));
  }

  private static Change org(String id, Placement... placements) {
    return new Change.PutOrg(new Org(id, "Org " + id, "us1", List.of(placements)));
  }

  private static Change type(int id, String family, String name, int scale) {
    return new Change.PutUsageType(UsageType.plain(id, family, name, "piece", scale, Measure.SUM, MonthlyFunction.SUM));
  }

  private static Connection to(String partner, int start) {
    return new Connection(partner, start, OptionalInt.empty());
  }

  private static Connection until(String partner, int start, int end) {
    return new Connection(partner, start, OptionalInt.of(end));
  }
}
