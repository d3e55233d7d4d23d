package io.tributary.query.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tributary.model.Quantity;
import io.tributary.query.World;
import io.tributary.query.live.LiveCell.Change;
import io.tributary.query.live.LiveCell.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Instant NOW = World.NOW;
  private static final Freshness FRESH = Freshness.of(World.AS_OF, NOW);

  private final Outbox outbox = new Outbox(cell -> cell.type() < 9, FRESH, List.of());

  private static LiveCell cell(int type) {
    return new LiveCell(new LiveCell.Place(1, Optional.empty(), Optional.empty()), type);
  }

  private static Change change(int type, Integer before, int after) {
    return new Change(cell(type), Optional.ofNullable(before).map(Quantity::ofUnits), Quantity.ofUnits(after));
  }

  /** Everything that may be told now, {@code cells 1=5,2=6 | heartbeat}. */
  private String told(Instant now) {
    return told(outbox, now);
  }

  private static String told(Outbox outbox, Instant now) {
    var told = new ArrayList<String>();
    for (var event = outbox.next(now); event.isPresent(); event = outbox.next(now)) {
      told.add(switch (event.get()) {
        case LiveEvent.Snapshot(var asOf, var cells) -> "snapshot " + text(cells);
        case LiveEvent.Ready(var asOf) -> "ready";
        case LiveEvent.Cells(var asOf, var cells) -> "cells " + text(cells);
        case LiveEvent.Heartbeat(var asOf) -> "heartbeat";
        case LiveEvent.Stale(var asOf, var reason, var retryAfter) -> "stale";
        case LiveEvent.Fresh(var asOf) -> "fresh";
        case LiveEvent.End(var reason) -> "end " + reason;
      });
    }
    return String.join(" | ", told);
  }

  private static String text(List<Value> cells) {
    return String.join(",", cells.stream().map(value -> value.cell().type() + "=" + value.units()).toList());
  }

  @Test
  void aSnapshotComesInPartsThenReadyThenChanges() {
    var many = IntStream.range(0, Outbox.MOST_CELLS + 1)
        .mapToObj(i -> new Value(new LiveCell(new LiveCell.Place(i, Optional.empty(), Optional.empty()), 1), Quantity.ONE)).toList();
    var large = new Outbox(cell -> true, FRESH, many);
    large.offer(List.of(change(2, null, 5)));
    assertEquals(Outbox.MOST_CELLS, assertInstanceOf(LiveEvent.Snapshot.class, large.next(NOW).orElseThrow()).cells().size());
    assertEquals("snapshot 1=1 | ready | cells 2=5", told(large, NOW));
    assertEquals("ready", told(NOW), "nothing is a snapshot too");
  }

  @Test
  void aCellIsToldAtMostOnceASecondAndThenItsLatestValue() {
    told(NOW);
    outbox.offer(List.of(change(1, null, 5)));
    assertEquals("cells 1=5", told(NOW));
    outbox.offer(List.of(change(1, 5, 6), change(2, null, 1)));
    assertEquals("cells 2=1", told(NOW.plusMillis(500)));
    outbox.offer(List.of(change(1, 6, 7)));
    assertEquals("", told(NOW.plusMillis(999)));
    assertEquals("cells 1=7", told(NOW.plusMillis(1_000)));
    assertEquals("", told(NOW.plusMillis(5_000)));
  }

  @Test
  void theSnapshotCountsAsTold() {
    var box = new Outbox(cell -> true, FRESH, List.of(new Value(cell(1), Quantity.ONE)));
    box.offer(List.of(change(1, 1, 2)));
    assertEquals("snapshot 1=1 | ready", told(box, NOW));
    assertEquals("cells 1=2", told(box, NOW.plusSeconds(1)));
  }

  @Test
  void aCellThatIsBackAtWhatWasToldIsNotToldAgain() {
    told(NOW);
    outbox.offer(List.of(change(1, 3, 5)));
    outbox.offer(List.of(change(1, 5, 3)));
    assertEquals("", told(NOW));
  }

  @Test
  void whatIsNotWantedIsNotKept() {
    told(NOW);
    outbox.offer(List.of(change(9, null, 5)));
    assertEquals("", told(NOW));
    assertEquals(0, outbox.size());
  }

  @Test
  void aReaderThatTakesNothingCostsOneValueACell() {
    for (int i = 0; i < 1_000; i++) {
      outbox.offer(List.of(change(1, i, i + 1), change(2, i, i + 1)));
    }
    assertEquals(2, outbox.size());
    assertEquals("ready | cells 1=1000,2=1000", told(NOW));
  }

  @Test
  void staleAndFreshAreToldWhenTheyTurn() {
    told(NOW);
    outbox.freshness(Freshness.of(World.AS_OF, NOW.plusSeconds(20)));
    outbox.freshness(FRESH);
    assertEquals("", told(NOW), "it never knew");
    outbox.freshness(FRESH.unreadable(Duration.ofSeconds(2)));
    assertEquals("stale", told(NOW));
    assertEquals("", told(NOW));
    outbox.freshness(Freshness.of(World.AS_OF, NOW.plusSeconds(20)));
    assertEquals("stale", told(NOW), "for another reason");
    outbox.freshness(FRESH);
    assertEquals("fresh", told(NOW));
  }

  @Test
  void aStreamThatBeginsStaleSaysSoFirst() {
    assertEquals("stale | ready", told(new Outbox(cell -> true, FRESH.unreadable(Duration.ofSeconds(1)), List.of()), NOW));
  }

  @Test
  void inSilenceThereIsAHeartbeatEveryTenSeconds() {
    assertEquals("ready", told(NOW));
    assertEquals("", told(NOW.plusMillis(9_999)));
    assertEquals("heartbeat", told(NOW.plusSeconds(10)));
    assertEquals("", told(NOW.plusSeconds(19)));
    assertEquals("heartbeat", told(NOW.plusSeconds(20)));
  }

  @Test
  void afterTheEndNothingIsTold() {
    outbox.offer(List.of(change(1, null, 5)));
    outbox.end("one reason");
    outbox.end("another");
    assertEquals("end one reason", told(NOW));
    assertEquals("", told(NOW.plusSeconds(60)));
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    told(NOW);
    outbox.offer(List.of(change(1, null, 5)));
    assertEquals("cells 1=5", told(NOW));
    outbox.offer(List.of(change(1, 5, 6)));
    assertEquals("cells 1=6", told(NOW.minusSeconds(3_600)));
  }
}
