package io.tributary.ingest.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tributary.ingest.InMemorySink;
import io.tributary.ingest.Some;
import io.tributary.ingest.intake.Intake.Admission;
import io.tributary.ingest.intake.Intake.Outcome;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change.CloseMonth;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final InMemorySink sink = new InMemorySink();

  private Intake intake(Directory directory) {
    return new Intake(Some.control(directory, true), sink, InstantSource.fixed(Some.NOW));
  }

  private Outcome.Answer accept(ApiKey key, UsageEvent... events) {
    var received = Arrays.stream(events).map(event -> new Received(event, List.of())).toList();
    return assertInstanceOf(Outcome.Answer.class, intake(Some.directory()).accept(key, received));
  }

  private List<String> problems(ApiKey key, UsageEvent event) {
    return Some.codes(accept(key, event).rejected().getFirst().problems());
  }

  @Test
  void onlyAKnownKeyThatMaySendIsAdmitted() {
    var intake = intake(Some.directory());
    assertInstanceOf(Admission.NoKey.class, intake.admit(null));
    assertInstanceOf(Admission.NoKey.class, intake.admit(" "));
    assertInstanceOf(Admission.Forbidden.class, intake.admit("nobody's"));
    assertInstanceOf(Admission.Forbidden.class, intake.admit("revoked"));
    assertInstanceOf(Admission.Forbidden.class, intake.admit("silent"));
    assertEquals(new Admission.Admitted(Some.everyOrg()), intake.admit("every"));
  }

  @Test
  void nobodyIsRefusedBeforeTheKeysWereRead() {
    var intake = new Intake(Some.control(Some.directory(), false), sink, InstantSource.fixed(Some.NOW));
    assertInstanceOf(Admission.NotReady.class, intake.admit("every"));
    assertInstanceOf(Admission.NoKey.class, intake.admit(null));
  }

  @Test
  void goodEventsAreStoredWithTheVersionThatJudgedThem() {
    var answer = accept(Some.everyOrg(), Some.bytes("e1", "child"), Some.bytes("e2", "other"));
    assertEquals(new Outcome.Answer(2, List.of()), answer);
    assertEquals(List.of("e1", "e2"), sink.ids());
    assertEquals(List.of(Some.VERSION), sink.versions);
  }

  @Test
  void badEventsAreNamedByIndexAndTheOthersAreStored() {
    var answer = accept(Some.everyOrg(), Some.bytes("e1", "nowhere"), Some.bytes("e2", "child"), Some.bytes(null, "child"));
    assertEquals(1, answer.accepted());
    assertEquals(List.of(0, 2), answer.rejected().stream().map(Intake.Rejected::index).toList());
    assertEquals(Arrays.asList("e1", null), answer.rejected().stream().map(Intake.Rejected::id).toList());
    assertEquals(List.of("e2"), sink.ids());
  }

  @Test
  void allProblemsOfAnEventAreFoundAtOnce() {
    var event = new UsageEvent("", "s".repeat(257), "nowhere", "logs", "nothing", null, Quantity.ofUnits(1), null, Map.of("", "x"));
    assertEquals(List.of("data.tags bad_tag_key", "data.usage_type unknown_usage_type", "id missing", "source too_long",
        "subject unknown_org", "time missing"), problems(Some.everyOrg(), event));
  }

  @Test
  void whatCouldNotBeReadIsNotReportedAsMissingToo() {
    var unread = List.of(new Problem("id", "wrong_type", ""), new Problem("data", "wrong_type", ""));
    var event = new UsageEvent(null, "agent", "nowhere", null, null, Some.NOW, null, null, Map.of());
    var answer = (Outcome.Answer) intake(Some.directory()).accept(Some.everyOrg(), List.of(new Received(event, unread)));
    assertEquals(List.of("data wrong_type", "id wrong_type", "subject unknown_org"),
        Some.codes(answer.rejected().getFirst().problems()));
  }

  @Test
  void aTreeKeySendsForItsOrgAndThoseBelowOnly() {
    var answer = accept(Some.treeOf("child"), Some.bytes("own", "child"), Some.bytes("below", "leaf"),
        Some.bytes("above", "parent"), Some.bytes("beside", "other"));
    assertEquals(2, answer.accepted());
    assertEquals(List.of("own", "below"), sink.ids());
    answer.rejected().forEach(rejected -> assertEquals(List.of("subject not_permitted"), Some.codes(rejected.problems())));
  }

  @Test
  void aTreeKeyDoesNotLearnWhichOrgsExist() {
    assertEquals(List.of("subject not_permitted"), problems(Some.treeOf("child"), Some.bytes("e", "nowhere")));
    assertEquals(List.of("subject not_permitted", "time missing"), problems(Some.treeOf("child"), at(null, "nowhere")));
    assertEquals(List.of("subject not_permitted", "time missing"), problems(Some.treeOf("child"), at(null, "other")));
    assertEquals(List.of("subject not_permitted", "time in_the_future"), problems(Some.treeOf("child"), at(Instant.MAX, "other")));
    assertEquals(List.of("time missing"), problems(Some.treeOf("child"), at(null, "leaf")));
  }

  private static UsageEvent at(Instant time, String org) {
    var event = Some.bytes("e", org);
    return new UsageEvent(event.id(), event.source(), org, event.family(), event.usageType(), time, event.quantity(), null, Map.of());
  }

  @Test
  void aPartnersTreeKeySendsForNobody() {
    assertEquals(List.of("subject not_permitted"), problems(Some.treeOf("partner"), Some.bytes("e", "child")));
  }

  @Test
  void timeMayBeAnHourAheadAndNoMore() {
    assertEquals(1, accept(Some.everyOrg(), at(Some.NOW.plus(Duration.ofHours(1)), "child")).accepted());
    assertEquals(List.of("time in_the_future"), problems(Some.everyOrg(), at(Some.NOW.plus(Duration.ofHours(1)).plusMillis(1), "child")));
  }

  @Test
  void anEventForAClosedMonthIsAccepted() {
    var closed = Some.directory().with(List.of(new CloseMonth("acme", Hours.monthOf(Some.NOW), 8)), 8);
    var outcome = intake(closed).accept(Some.everyOrg(), List.of(new Received(Some.bytes("late", "child"), List.of())));
    assertEquals(new Outcome.Answer(1, List.of()), outcome);
    assertEquals(List.of(8L), sink.versions);
  }

  @Test
  void nothingIsAnsweredWhenTheGoodOnesAreNotStored() {
    var events = List.of(new Received(Some.bytes("e1", "child"), List.of()), new Received(Some.bytes("e2", "nowhere"), List.of()));
    sink.receipt = new EventSink.Receipt.Full();
    assertEquals(new Outcome.Full(), intake(Some.directory()).accept(Some.everyOrg(), events));
    sink.receipt = new EventSink.Receipt.Unavailable("no broker");
    assertEquals(new Outcome.Unavailable("no broker"), intake(Some.directory()).accept(Some.everyOrg(), events));
  }

  @Test
  void theSinkIsNotAskedWhenNoEventIsGood() {
    sink.receipt = new EventSink.Receipt.Full();
    assertEquals(1, accept(Some.everyOrg(), Some.bytes("e", "nowhere")).rejected().size());
  }
}
