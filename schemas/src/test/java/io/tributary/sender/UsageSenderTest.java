package io.tributary.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Problem;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import io.tributary.sender.Delivery.Accepted;
import io.tributary.sender.Delivery.GaveUp;
import io.tributary.sender.Delivery.Refused;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UsageSenderTest {
  private static final UsageType.Key BYTES = new UsageType.Key("logs", "ingested_events_bytes");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int ALL_BYTES = SenderSettings.MAX_BYTES;

  private final Door door = new Door();

  @AfterEach
  void closeDoor() {
    door.close();
  }

  /** Lingers for an hour, and is quick about everything else. */
  private SenderSettings settings() {
    return SenderSettings.of(door.address(), "key").withLinger(HOUR).withPauses(Duration.ofMillis(1), Duration.ofMillis(5));
  }

  private static UsageEvent event(String id) {
    return UsageEvent.used(id, "test", "org", BYTES, Instant.parse("2026-01-31T10:05:00Z"), BigDecimal.ONE);
  }

  private static List<CompletableFuture<Delivery>> send(UsageSender sender, String... ids) throws InterruptedException {
    var fates = new ArrayList<CompletableFuture<Delivery>>();
    for (var id : ids) {
      fates.add(sender.send(event(id)));
    }
    return fates;
  }

  private List<List<String>> sentIds() {
    return door.requests().stream().map(Door.Request::ids).toList();
  }

  @Test
  void aFullBatchDoesNotLinger() throws Exception {
    try (var sender = UsageSender.start(settings().withBatch(3, ALL_BYTES, HOUR))) {
      for (var fate : send(sender, "a", "b", "c")) {
        assertEquals(new Accepted(1), fate.get());
      }
    }
    assertEquals(List.of(List.of("a", "b", "c")), sentIds());
  }

  @Test
  void aLoneEventGoesAfterItsLinger() throws Exception {
    try (var sender = UsageSender.start(settings().withLinger(Duration.ofMillis(20)))) {
      assertEquals(new Accepted(1), sender.send(event("a")).get());
    }
  }

  @Test
  void aFlushSendsWhatLingersAndWaitsForIt() throws Exception {
    try (var sender = UsageSender.start(settings())) {
      var fates = send(sender, "a", "b");
      sender.flush();
      assertTrue(fates.stream().allMatch(CompletableFuture::isDone));
      var more = send(sender, "c");
      assertFalse(more.get(0).isDone(), "an event after the flush lingers");
      assertEquals(1, sender.metrics().buffered());
    }
    assertEquals(List.of(List.of("a", "b"), List.of("c")), sentIds());
  }

  @Test
  void aBatchEndsBeforeItsBytesPassTheLimit() throws Exception {
    int limit = 4096;
    try (var sender = UsageSender.start(settings().withBatch(1000, limit, HOUR).withGzip(false).withConnections(1))) {
      for (int i = 0; i < 200; i++) {
        sender.send(event("event-" + i + "x".repeat(i)));
      }
      sender.flush();
    }
    var requests = door.requests();
    assertEquals(200, requests.stream().mapToInt(request -> request.events().size()).sum());
    for (int i = 0; i < requests.size(); i++) {
      assertTrue(requests.get(i).size() <= limit, "" + requests.get(i).size());
      if (i + 1 < requests.size()) {
        int next = requests.get(i + 1).events().get(0).toString().length();
        assertTrue(requests.get(i).size() + next + 1 > limit, "another would have fitted");
      }
    }
  }

  @Test
  void anEventIsACloudEventToItsLastDecimal() throws Exception {
    try (var sender = UsageSender.start(settings())) {
      sender.send(UsageEvent.used("a", "shop", "org", BYTES, Instant.parse("2026-01-31T10:05:00.250Z"),
          new BigDecimal("123456789012345.000000000000001")));
      sender.send(UsageEvent.seen("b", "shop", "org", new UsageType.Key("infra_hosts", "host_count"), Instant.EPOCH, "host-1"));
      sender.flush();
    }
    var request = door.requests().get(0);
    assertEquals("""
        [{"specversion":"1.0","type":"tributary.usage","id":"a","source":"shop","subject":"org","time":"2026-01-31T10:05:00.250Z",\
        "data":{"product_family":"logs","usage_type":"ingested_events_bytes","quantity":"123456789012345.000000000000001"}},\
        {"specversion":"1.0","type":"tributary.usage","id":"b","source":"shop","subject":"org","time":"1970-01-01T00:00:00Z",\
        "data":{"product_family":"infra_hosts","usage_type":"host_count","entity":"host-1"}}]""", request.events().toString());
    assertEquals("key", request.apiKey());
    assertEquals("application/cloudevents-batch+json", request.contentType());
    assertEquals("gzip", request.encoding());
  }

  @Test
  void eachRefusedEventSaysWhyAndTheOthersAreStored() throws Exception {
    door.then(Door.answering(202, """
        {"accepted":2,"rejected":[{"index":1,"id":"b","problems":[{"field":"time","code":"missing","detail":"time is required"},
         {"field":"subject","code":"unknown_org","detail":"nobody knows it"}]}]}"""));
    try (var sender = UsageSender.start(settings())) {
      var fates = send(sender, "a", "b", "c");
      sender.flush();
      assertEquals(new Accepted(1), fates.get(0).get());
      assertEquals(new Refused(List.of(new Problem("time", "missing", "time is required"),
          new Problem("subject", "unknown_org", "nobody knows it"))), fates.get(1).get());
      assertEquals(new Accepted(1), fates.get(2).get());
      assertEquals(2, sender.metrics().accepted());
      assertEquals(1, sender.metrics().refused());
    }
  }

  @Test
  void whenNoneIsGoodEachSaysWhy() throws Exception {
    door.then(Door.answering(400, "{\"accepted\":0,\"rejected\":[{\"index\":0,\"id\":\"a\",\"problems\":[]}]}"));
    try (var sender = UsageSender.start(settings())) {
      var fates = send(sender, "a");
      sender.flush();
      assertEquals(new Refused(List.of()), fates.get(0).get());
    }
    assertEquals(1, door.requests().size());
  }

  @Test
  void whateverIsNoDecisionIsSentAgainWithTheSameIds() throws Exception {
    door.then(Door.answering(503, "{\"errors\":[\"the directory is still being read\"]}"))
        .then(Door.answering(429, "")).then(Door.answering(500, "<html>")).then(Door.half())
        .then((exchange, request) -> { }) // hangs up
        .then(door.stalling())
        .then(Door.answering(202, "{\"accepted\":1")).then(Door.answering(202, "{\"accepted\":7,\"rejected\":[]}"));
    try (var sender = UsageSender.start(settings().withTimes(Duration.ofSeconds(2), HOUR))) {
      var fates = send(sender, "a", "b");
      sender.flush();
      assertEquals(new Accepted(9), fates.get(0).get());
      assertEquals(new Accepted(9), fates.get(1).get());
      assertEquals(8, sender.metrics().retried());
      assertEquals(9, sender.metrics().requests());
      assertEquals(Optional.of("202: {\"accepted\":7,\"rejected\":[]}"), sender.metrics().lastError());
    }
    assertEquals(9, sentIds().size());
    assertEquals(Set.of(List.of("a", "b")), Set.copyOf(sentIds()));
    assertEquals(1, Set.copyOf(door.requests()).size(), "nothing else changes either");
  }

  @Test
  void itComesBackWhenTheServerSaid() throws Exception {
    door.then(Door.later(429, "1"));
    try (var sender = UsageSender.start(settings())) {
      long began = System.nanoTime();
      send(sender, "a");
      sender.flush();
      assertTrue(System.nanoTime() - began >= Duration.ofSeconds(1).toNanos());
    }
    assertEquals(2, door.requests().size());
  }

  @Test
  void itGivesUpAtOnceWhenTheServerAsksForMoreThanTheDeadline() throws Exception {
    door.then(Door.later(503, "7200"));
    try (var sender = UsageSender.start(settings().withTimes(Duration.ofSeconds(10), HOUR))) {
      var fates = send(sender, "a");
      sender.flush();
      assertEquals(new GaveUp("503: later", null, 1), fates.get(0).get());
    }
  }

  @Test
  void atTheDeadlineItSaysWhatWentWrong() throws Exception {
    var gone = door.address();
    door.close();
    var settings = new SenderSettings(gone, "key", 10, 2048, Duration.ZERO, 4096, 2, true, Duration.ofSeconds(1),
        Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(20));
    try (var sender = UsageSender.start(settings)) {
      var gaveUp = assertInstanceOf(GaveUp.class, sender.send(event("a")).get());
      assertInstanceOf(IOException.class, gaveUp.cause());
      assertTrue(gaveUp.attempts() > 1, gaveUp::toString);
      assertEquals(1, sender.metrics().gaveUp());
      assertEquals(Optional.of(gaveUp.reason()), sender.metrics().lastError());
    }
  }

  @Test
  void aWrongKeyIsNotTriedAgain() throws Exception {
    door.then(Door.answering(403, "{\"errors\":[\"the API key is unknown or revoked\"]}"));
    try (var sender = UsageSender.start(settings())) {
      var fates = send(sender, "a", "b");
      sender.flush();
      assertEquals(new GaveUp("403: the API key is unknown or revoked", null, 1), fates.get(0).get());
      assertEquals(fates.get(0).get(), fates.get(1).get());
    }
    assertEquals(1, door.requests().size());
  }

  @Test
  void aFullBufferSaysNoOrWaits() throws Exception {
    var open = new CountDownLatch(1);
    door.then(door.holding(open));
    try (var sender = UsageSender.start(settings().withBatch(2, 1024, HOUR).withBuffer(1024).withConnections(1))) {
      int taken = 0;
      Optional<CompletableFuture<Delivery>> last;
      while ((last = sender.trySend(event("event-" + taken))).isPresent()) {
        taken++;
      }
      assertTrue(taken >= 2, taken + " fit into 1,024 bytes");
      var late = CompletableFuture.supplyAsync(() -> {
        try {
          return sender.send(event("late")).join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      assertFalse(late.isDone());
      assertTrue(sender.metrics().bufferedBytes() <= 1024);
      open.countDown();
      // It was in want of room, so nothing lingers for an hour; its own batch does until a flush.
      while (!late.isDone()) {
        sender.flush();
      }
      assertEquals(new Accepted(1), late.get());
      assertEquals(taken + 1, door.stored().size());
      assertEquals(0, sender.metrics().bufferedBytes());
    }
  }

  @Test
  void whatIsTooLargeForARequestIsRefusedHere() throws Exception {
    try (var sender = UsageSender.start(settings().withBatch(1000, 1024, HOUR))) {
      var large = assertInstanceOf(Refused.class, sender.send(event("x".repeat(1024))).get());
      assertEquals("too_large", large.problems().get(0).code());
      assertEquals(large, sender.trySend(event("x".repeat(1024))).orElseThrow().get());
      assertEquals(2, sender.metrics().refused());
    }
    assertEquals(List.of(), door.requests());
  }

  @Test
  void closingSendsWhatLingers() throws Exception {
    var sender = UsageSender.start(settings());
    var fates = send(sender, "a", "b");
    sender.close();
    assertEquals(new Accepted(1), fates.get(0).getNow(null));
    assertThrows(IllegalStateException.class, () -> sender.send(event("c")));
    assertThrows(IllegalStateException.class, () -> sender.trySend(event("c")));
    sender.close();
  }

  @Test
  void closingGivesUpWhatIsNotDecidedInTime() throws Exception {
    var asked = new CountDownLatch(1);
    door.then((exchange, request) -> {
      asked.countDown();
      door.stalling().to(exchange, request);
    });
    var sender = UsageSender.start(settings().withBatch(1, ALL_BYTES, HOUR).withConnections(1));
    var fates = send(sender, "asked", "waiting");
    assertTrue(asked.await(30, TimeUnit.SECONDS));
    sender.close(Duration.ofMillis(1));
    assertEquals(new GaveUp("the sender was closed", null, 1), fates.get(0).getNow(null));
    assertEquals(new GaveUp("the sender was closed", null, 0), fates.get(1).getNow(null));
    assertEquals(2, sender.metrics().gaveUp());
    assertEquals(0, sender.metrics().bufferedBytes());
  }

  @Test
  void closingCutsAPauseShort() throws Exception {
    door.then(Door.later(503, "600"));
    var sender = UsageSender.start(settings().withTimes(Duration.ofSeconds(10), HOUR).withBatch(1, ALL_BYTES, HOUR));
    var fate = sender.send(event("a"));
    while (sender.metrics().lastError().isEmpty()) {
      Thread.onSpinWait();
    }
    sender.close(Duration.ZERO);
    assertInstanceOf(GaveUp.class, fate.getNow(null));
  }

  @Test
  void whoeverHearsAFateMaySendAgain() throws Exception {
    try (var sender = UsageSender.start(settings().withBatch(1000, 1024, Duration.ZERO).withBuffer(1024))) {
      var second = sender.send(event("a")).thenCompose(fate -> sender.trySend(event("b")).orElseThrow());
      assertEquals(new Accepted(1), second.get());
    }
  }

  @Test
  void manyThreadsAndABadDoorLoseNothing() throws Exception {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 60; i++) {
      door.then(switch (random.nextInt(5)) {
        case 0 -> Door.answering(503, "");
        case 1 -> Door.half();
        case 2 -> Door.later(429, "0");
        default -> door.accepting();
      });
    }
    var all = new HashSet<String>();
    try (var sender = UsageSender.start(settings().withBatch(50, ALL_BYTES, Duration.ofMillis(1)).withBuffer(ALL_BYTES))) {
      var threads = new ArrayList<CompletableFuture<List<CompletableFuture<Delivery>>>>();
      for (int t = 0; t < 4; t++) {
        var ids = new String[1000];
        for (int i = 0; i < ids.length; i++) {
          all.add(ids[i] = t + "-" + i);
        }
        threads.add(CompletableFuture.supplyAsync(() -> {
          try {
            return send(sender, ids);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }));
      }
      for (var thread : threads) {
        for (var fate : thread.get()) {
          assertInstanceOf(Accepted.class, fate.get());
        }
      }
      sender.flush();
      var metrics = sender.metrics();
      assertEquals(4000, metrics.accepted());
      assertEquals(List.of(0L, 0L, 0L), List.of(metrics.buffered(), metrics.inFlight(), metrics.bufferedBytes()));
      assertEquals(door.requests().size(), metrics.requests());
      assertEquals(door.requests().stream().mapToLong(Door.Request::size).sum(), metrics.bytes());
    }
    assertEquals(all, door.stored());
  }
}
