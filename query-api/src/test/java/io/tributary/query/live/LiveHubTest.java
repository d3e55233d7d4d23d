package io.tributary.query.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.NotReady;
import io.tributary.query.Hand;
import io.tributary.query.World;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Gate;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.live.LiveHub.Limits;
import io.tributary.query.live.LiveHub.Opening;
import io.tributary.query.query.LiveQuery;
import io.tributary.query.query.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Pollers look only when they are told to, and subscribers take only what they ask for. */
class LiveHubTest {
  private static final String BYTES = "logs:billable_ingested_bytes";
  private static final String NOW = "2026-03-15T10:20:00Z";

  private final Hand clock = new Hand();
  private final World world = new World().useSlot("a", BYTES, NOW, "1");
  private final Gate gate = new Gate(world, clock);
  private final LiveHub hub = new LiveHub(world.reader, world, clock, new Limits(4, 3), poller -> { });

  private Opening open(String org, String... parameters) {
    var given = parameters.length == 0 ? Map.<String, String>of() : Map.of(parameters[0], parameters[1]);
    var admitted = (Admission.Admitted) gate.admit(Endpoint.LIVE, "api-" + org, "app-" + org);
    var query = LiveQuery.of(new Parameters(name -> Optional.ofNullable(given.get(name))), admitted.caller(),
        world.directory, clock.instant());
    return hub.open(admitted.caller(), query, () -> gate.admit(Endpoint.LIVE, "api-" + org, "app-" + org));
  }

  private Reader subscribe(String org, String... parameters) {
    var reader = new Reader();
    ((Opening.Opened) open(org, parameters)).stream().subscribe(reader);
    return reader;
  }

  private void beat() {
    hub.pollers().forEach(Poller::look);
  }

  private static final class Reader implements Subscriber<LiveEvent> {
    private final List<LiveEvent> events = new ArrayList<>();
    private Subscription subscription;
    private boolean complete;

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
    }

    Reader take(long n) {
      subscription.request(n);
      return this;
    }

    @Override
    public void onNext(LiveEvent event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    List<String> names() {
      return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
  }

  @Test
  void streamsOfTheSameScopeCostOneLook() {
    var readers = List.of(subscribe("par").take(100), subscribe("par", "window", "7d").take(100),
        subscribe("par", "filter[usage_types]", BYTES).take(100));
    assertEquals(1, world.reader.reads());
    world.useSlot("a1", BYTES, NOW, "1");
    clock.forward(Duration.ofSeconds(1));
    beat();
    assertEquals(2, world.reader.reads());
    readers.forEach(reader -> assertEquals(List.of("Snapshot", "Ready", "Cells"), reader.names()));
    subscribe("a");
    assertEquals(3, world.reader.reads());
    assertEquals(2, hub.pollers().size());
    readers.forEach(reader -> reader.subscription.cancel());
    assertEquals(1, hub.pollers().size());
    assertEquals(1, hub.streams());
  }

  @Test
  void aSlowReaderGetsTheLatestOnly() {
    var slow = subscribe("par").take(2);
    for (int i = 0; i < 20; i++) {
      world.useSlot("a1", BYTES, NOW, "1");
      clock.forward(Duration.ofSeconds(2));
      world.reader.asOf(clock.instant());
      beat();
    }
    assertEquals(List.of("Snapshot", "Ready"), slow.names());
    slow.take(5);
    assertEquals(List.of("Snapshot", "Ready", "Cells"), slow.names());
    assertEquals("21", ((LiveEvent.Cells) slow.events.getLast()).cells().getFirst().units().toString());
  }

  @Test
  void whoTakesNothingForAMinuteIsLetGo() {
    open("a");
    var stuck = subscribe("a").take(1);
    var alive = subscribe("a").take(100);
    clock.forward(LiveStream.PATIENCE.plusSeconds(1));
    beat();
    assertTrue(stuck.complete);
    assertEquals(1, hub.streams());
    assertFalse(alive.complete);
  }

  @Test
  void thereAreOnlySoManyStreamsOfAnOrgAndInAll() {
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Opening.Opened.class, open("a"));
    }
    assertEquals(new Opening.CallerHasEnough(3), open("a"));
    var last = subscribe("s");
    assertEquals(new Opening.Full(), open("b"));
    last.subscription.cancel();
    last.subscription.cancel();
    assertInstanceOf(Opening.Opened.class, open("b"));
  }

  @Test
  void whatCannotBeReadAtFirstLeavesNothingBehind() {
    world.reader.refuse(Duration.ofSeconds(2));
    assertThrows(NotReady.class, () -> open("a"));
    assertEquals(0, hub.streams());
    assertEquals(0, hub.pollers().size());
    world.reader.answer();
    assertInstanceOf(Opening.Opened.class, open("a"));
  }

  @Test
  void rowsThatCannotBeReadAreAskedForAgainWhenTheirOwnerSaid() {
    var reader = subscribe("a").take(100);
    world.reader.refuse(Duration.ofSeconds(3));
    beat();
    beat();
    assertEquals(2, world.reader.reads());
    assertEquals(List.of("Snapshot", "Ready", "Stale"), reader.names());
    clock.forward(Duration.ofSeconds(3));
    world.reader.answer();
    world.reader.asOf(clock.instant());
    beat();
    assertEquals(List.of("Snapshot", "Ready", "Stale", "Fresh"), reader.names());
  }

  @Test
  void whoJoinsWhileRowsCannotBeReadIsToldSoFirst() {
    subscribe("a").take(100);
    world.reader.refuse(Duration.ofSeconds(3));
    beat();
    assertEquals(List.of("Stale", "Snapshot", "Ready"), subscribe("a").take(100).names());
  }

  @Test
  void lateUsageIsFoundWithinHalfAMinuteHoweverOld() {
    var reader = subscribe("a").take(100);
    world.useSlot("a", BYTES, "2026-03-08T10:30:00Z", "1");
    beat();
    assertEquals(List.of("Snapshot", "Ready"), reader.names());
    clock.forward(Look.EVERY_WHOLE);
    world.reader.asOf(clock.instant());
    beat();
    assertEquals(List.of("Snapshot", "Ready", "Cells"), reader.names());
  }

  @Test
  void slotsThatAreTooOldAreForgottenWithoutAWord() {
    world.useSlot("a", BYTES, "2026-03-08T10:25:00Z", "1");
    var reader = subscribe("a", "window", "7d").take(100);
    assertEquals(2, ((LiveEvent.Snapshot) reader.events.getFirst()).cells().size());
    clock.forward(Duration.ofMinutes(5));
    world.reader.asOf(clock.instant());
    beat();
    assertEquals(List.of("Snapshot", "Ready", "Heartbeat"), reader.names());
    assertEquals(1, ((LiveEvent.Snapshot) subscribe("a", "window", "7d").take(1).events.getFirst()).cells().size());
  }

  @Test
  void aClosedHubEndsItsStreamsAndTakesNoMore() {
    var reader = subscribe("a").take(100);
    hub.close();
    assertEquals(List.of("Snapshot", "Ready", "End"), reader.names());
    assertTrue(reader.complete);
    assertEquals(0, hub.streams());
    assertThrows(NotReady.class, () -> open("a"));
  }
}
