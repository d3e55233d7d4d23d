package io.tributary.aggregator.flow;

import static io.tributary.aggregator.flow.Flow.NOW;
import static io.tributary.aggregator.flow.Flow.Some.event;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.aggregator.dedup.Fingerprint;
import io.tributary.avro.RejectReason;
import io.tributary.avro.RejectedEventRecord;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every verdict, and that each has a home. */
class JudgeTest {
  private static final String LOGS = "logs:ingested_events_bytes";
  private static final String HOSTS = "infra_hosts:host_count";
  private static final int HOUR = Hours.of(NOW);
  private static final List<Change> WORLD = List.of(
      new Change.PutPartner(new Partner("p", "Partner", "us1")),
      new Change.PutAccount(new Account("acc", "Account", List.of(new Connection("p", HOUR - 5000, OptionalInt.empty())))),
      new Change.PutOrg(new Org("root", "Root", "us1", List.of(Placement.rootOf("acc", HOUR - 5000)))),
      new Change.PutOrg(new Org("leaf", "Leaf", "us1", List.of(Placement.under("root", HOUR - 5000)))));

  private final Flow flow = new Flow(WORLD);

  @AfterEach
  void close() {
    flow.close();
  }

  private Quantity counted(String familyAndType) {
    var parts = familyAndType.split(":");
    int type = io.tributary.catalog.Catalogue.builtIn().find(new io.tributary.model.UsageType.Key(parts[0], parts[1])).orElseThrow().id();
    var account = flow.hour(Level.ACCOUNT, "acc", "", "p", type, HOUR);
    assertEquals(account, flow.hour(Level.ORG_OWN, "acc", "leaf", "p", type, HOUR));
    assertEquals(account, flow.hour(Level.ORG_SUBTREE, "acc", "leaf", "p", type, HOUR));
    assertEquals(account, flow.hour(Level.ORG_SUBTREE, "acc", "root", "p", type, HOUR));
    assertEquals(account, flow.hour(Level.PARTNER, "p", "", "p", type, HOUR));
    assertEquals(Quantity.ZERO, flow.hour(Level.ORG_OWN, "acc", "root", "p", type, HOUR), "the root used nothing itself");
    return account;
  }

  private RejectedEventRecord onlyRejected() {
    var rejected = flow.rejected();
    assertEquals(1, rejected.size());
    return rejected.getFirst();
  }

  @Test
  void freshEventIsCountedAtEveryLevel() {
    flow.event(event(LOGS).of("1500"));
    assertEquals(Quantity.ofUnits(1500), counted(LOGS));
  }

  @Test
  void repeatedEventIsCountedOnce() {
    var sent = event(LOGS).of("3");
    flow.event(sent);
    flow.event(sent);
    flow.event(sent.stamped(1)); // a resend may pass the door with a directory version
    assertEquals(Quantity.ofUnits(3), counted(LOGS));
    assertEquals(2, flow.verdicts("repeat"));
  }

  @Test
  void sameIdOfAnotherSourceOrOrgIsAnotherEvent() {
    flow.event(event(LOGS).id("x").of("1"));
    flow.event(new Flow.Some("x", "other", "leaf", "logs", "ingested_events_bytes", NOW, Quantity.ofUnits(2), null, Map.of(), null));
    flow.event(event(LOGS).id("x").by("root").of("4"));
    assertEquals(3, flow.verdicts("counted"));
  }

  @Test
  void sameIdWithAnotherPayloadIsAConflictAndKeptWithItsBytes() {
    var first = event(LOGS).id("x").of("1");
    flow.event(first);
    var other = event(LOGS).id("x").of("2");
    flow.event(other);
    assertEquals(Quantity.ofUnits(1), counted(LOGS));
    var rejected = onlyRejected();
    assertEquals(RejectReason.CONFLICT, rejected.getReason());
    assertArrayEquals(flow.encoded(other), rejected.getOriginal().array());
    assertEquals(hash(first), rejected.getCountedPayloadHash());
    assertEquals(hash(other), rejected.getPayloadHash());
  }

  private static String hash(Flow.Some some) {
    return HexFormat.of().toHexDigits(Fingerprint.of(new UsageEvent(some.id(), some.source(), some.org(), some.family(), some.type(),
        some.time(), some.quantity(), some.entity(), some.tags())).payload());
  }

  @Test
  void resendBehindTheHorizonIsFreshAgainAndOneWithinItIsNot() {
    try (var shortMemory = new Flow(WORLD, Duration.ofHours(2))) {
      var sent = event(LOGS).of("5");
      shortMemory.event(sent, NOW);
      shortMemory.event(sent, NOW.plus(Duration.ofMinutes(119)));
      assertEquals(1, shortMemory.verdicts("repeat"));
      shortMemory.event(sent, NOW.plus(Duration.ofMinutes(130)));
      assertEquals(2, shortMemory.verdicts("counted"));
    }
  }

  @Test
  void poisonBytesAreKeptAndTheStreamGoesOn() {
    flow.bytes("leaf", "not avro".getBytes(StandardCharsets.UTF_8), NOW);
    flow.bytes("leaf", null, NOW);
    flow.event(event(LOGS).of("1"));
    assertEquals(Quantity.ofUnits(1), counted(LOGS));
    var rejected = flow.rejected();
    assertEquals(List.of(RejectReason.MALFORMED, RejectReason.MALFORMED), rejected.stream().map(RejectedEventRecord::getReason).toList());
    assertArrayEquals("not avro".getBytes(StandardCharsets.UTF_8), rejected.getFirst().getOriginal().array());
  }

  @Test
  void recordThatIsTooLargeIsRejectedWithItsBeginning() {
    var large = new byte[700_000];
    large[1] = 7;
    flow.bytes("leaf", large, NOW);
    var rejected = onlyRejected();
    assertEquals("too_large", rejected.getProblems().getFirst().getCode());
    assertArrayEquals(java.util.Arrays.copyOf(large, 64 << 10), rejected.getOriginal().array());
  }

  @Test
  void eventThatBreaksRulesIsRejectedWithAllOfThem() {
    flow.event(event(LOGS).of("-1.5").id("").at(NOW.plusSeconds(7200)));
    var rejected = onlyRejected();
    assertEquals(RejectReason.INVALID, rejected.getReason());
    assertEquals(List.of("missing", "in_the_future", "negative"), rejected.getProblems().stream().map(p -> p.getCode()).toList());
  }

  @Test
  void unknownOrgWithoutAStampWaitsThirtySecondsThenIsRejected() {
    flow.event(event(LOGS).by("stranger").of("1"));
    flow.pass(Duration.ofSeconds(29));
    assertEquals(List.of(), flow.rejected());
    flow.pass(Duration.ofSeconds(2));
    assertEquals(RejectReason.UNKNOWN, onlyRejected().getReason());
  }

  @Test
  void parkedEventIsCountedWhenTheDirectoryExplainsIt() {
    flow.event(event(LOGS).by("newcomer").of("7"));
    flow.pass(Duration.ofSeconds(5));
    flow.learn(List.of(new Change.PutOrg(new Org("newcomer", "New", "us1", List.of(Placement.under("root", HOUR - 5000))))));
    flow.pass(Duration.ofSeconds(1));
    assertEquals(Quantity.ofUnits(7), flow.hours(Level.ORG_OWN).values().iterator().next());
    assertEquals(List.of(), flow.rejected());
    flow.pass(Duration.ofSeconds(60));
    assertEquals(1, flow.verdicts("counted"), "and only once");
  }

  @Test
  void eventJudgedByALaterDirectoryWaitsAsLongAsItTakes() {
    flow.event(event(LOGS).by("newcomer").of("7").stamped(flow.version() + 1));
    flow.pass(Duration.ofHours(3));
    assertEquals(List.of(), flow.rejected());
    flow.learn(List.of(new Change.PutOrg(new Org("newcomer", "New", "us1", List.of(Placement.under("root", HOUR - 5000))))));
    flow.pass(Duration.ofSeconds(1));
    assertEquals(1, flow.verdicts("counted"));
  }

  @Test
  void lateEventBecomesAnAdjustmentOnce() {
    long before = flow.version();
    int may = Hours.monthOf(NOW) - 1;
    var usedInMay = Instant.parse("2026-05-20T10:00:00Z");
    flow.learn(List.of(new Change.CloseMonth("acc", may, before + 1)));
    flow.event(event(LOGS).id("early").at(usedInMay).of("1").stamped(before));
    flow.event(event(LOGS).id("late").at(usedInMay).of("2").stamped(before + 1));
    flow.event(event(LOGS).id("late").at(usedInMay).of("2").stamped(before + 1));
    flow.event(event(LOGS).id("direct").at(usedInMay).of("4"));
    var late = flow.late();
    assertEquals(2, late.size(), "the one judged before the close counts as usual");
    assertEquals("acc", late.getFirst().getAccount());
    assertEquals(Quantity.ofUnits(1), flow.hour(Level.ACCOUNT, "acc", "", "p",
        io.tributary.catalog.Catalogue.builtIn().find(new io.tributary.model.UsageType.Key("logs", "ingested_events_bytes")).orElseThrow()
            .id(),
        Hours.of(usedInMay)));
  }

  @Test
  void entityCountsOnceAnHourHoweverOftenItIsSeen() {
    flow.event(event(HOSTS).seeing("h1"));
    flow.event(event(HOSTS).seeing("h1").at(NOW.plusSeconds(60)));
    flow.event(event(HOSTS).seeing("h2"));
    assertEquals(Quantity.ofUnits(2), counted(HOSTS));
  }

  @Test
  void changedHoursArePublished() {
    flow.event(event(LOGS).of("9"));
    var hourly = flow.hourly();
    assertEquals(List.of("ORG", "ACCOUNT", "PARTNER"),
        hourly.stream().map(row -> row.getLevel().name()).sorted(java.util.Comparator.reverseOrder())
        .sorted(java.util.Comparator.comparing(List.of("ORG", "ACCOUNT", "PARTNER")::indexOf)).toList());
    assertEquals("ingested_events_bytes", hourly.getFirst().getMeasurements().getFirst().getUsageType());
    assertEquals(0, hourly.getFirst().getMeasurements().getFirst().getValue().compareTo(new java.math.BigDecimal(9)));
  }
}
