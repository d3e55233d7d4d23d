package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Account;
import io.tributary.model.Directory.Change;
import io.tributary.query.Hand;
import io.tributary.query.World;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The live stream over real HTTP. The clock moves by hand, so what comes when is no matter of this machine's speed. */
class LiveStreamTest {
  private static final String LIVE = "/api/v2/tributary/live";
  private static final String BYTES = "logs:billable_ingested_bytes";
  private static final String NOW = "2026-03-15T10:20:00Z";

  private final Hand clock = new Hand();
  private final World world = new World()
      .useSlot("a", BYTES, "2026-03-15T10:15:00Z", "100").useSlot("a1", BYTES, "2026-03-15T10:15:00Z", "20.5")
      .useSlot("a1", BYTES, "2026-03-14T10:15:00Z", "1").useSlot("s", BYTES, "2026-03-15T10:15:00Z", "7");
  private final RunningServer server = new RunningServer(world, world.reader, clock);

  @AfterEach
  void stop() {
    server.close();
  }

  /** Where staleness is no matter: all that is appended is counted, also while the clock jumps. */
  private void fresh() {
    world.reader.asOf(World.NOW.plus(Duration.ofDays(1)));
  }

  private void forward(int seconds) {
    clock.forward(Duration.ofSeconds(seconds));
  }

  private static List<String> cells(EventStream.Event event) {
    return StreamSupport.stream(event.at("/cells").spliterator(), false)
        .map(cell -> cell.get("bucket_start").asText() + " " + cell.get("usage_type").asText() + " " + cell.get("value")).toList();
  }

  @Test
  void aStreamBeginsWithTheLastHourAndSaysHowFreshItIs() throws Exception {
    try (var live = server.live("par", "group_by", "org")) {
      assertEquals("text/event-stream", live.header("Content-Type"));
      assertNull(live.header("Content-Encoding"));
      var snapshot = live.next("snapshot");
      assertEquals("2026-03-15T10:19:59.250Z", snapshot.at("/as_of").asText());
      assertEquals(2, snapshot.at("/cells").size());
      assertEquals("""
          {"bucket_start":"2026-03-15T10:15:00+00:00","bucket":"5m","account_name":"Acme Inc","account_public_id":"acme",\
          "org_name":"Org A1","public_id":"a1","product_family":"logs","usage_type":"billable_ingested_bytes","unit":"byte",\
          "value":20.5}""",
          snapshot.at("/cells/1").toString());
      assertEquals("2026-03-15T10:19:59.250Z", live.next("ready").at("/as_of").asText());
    }
  }

  @Test
  void aChangeIsPushedOnceAndAfterThatOnlyThatAllIsWell() throws Exception {
    fresh();
    try (var live = server.live("par", "window", "2d")) {
      assertEquals(List.of("2026-03-14T10:15:00+00:00 billable_ingested_bytes 1",
          "2026-03-15T10:15:00+00:00 billable_ingested_bytes 120.5"), cells(live.next("snapshot")));
      live.next("ready");
      world.useSlot("a11", BYTES, NOW, "4");
      assertEquals(List.of("2026-03-15T10:20:00+00:00 billable_ingested_bytes 4"), cells(live.next("cells")));
      forward(10);
      live.next("heartbeat");
      world.useSlot("a1", BYTES, "2026-03-14T10:15:00Z", "2").useSlot("s", BYTES, NOW, "1");
      forward(30);
      assertEquals(List.of("2026-03-14T10:15:00+00:00 billable_ingested_bytes 3"), cells(live.next("cells")), "late usage is found");
    }
  }

  @Test
  void aCellIsToldAtMostOnceASecond() throws Exception {
    try (var live = server.live("a")) {
      live.next("snapshot");
      live.next("ready");
      world.useSlot("a", BYTES, NOW, "1");
      assertEquals(List.of("2026-03-15T10:20:00+00:00 billable_ingested_bytes 1"), cells(live.next("cells")));
      world.useSlot("a", BYTES, NOW, "1");
      world.useSlot("a", "infra_hosts:host_count", NOW, "3");
      assertEquals(List.of("2026-03-15T10:20:00+00:00 host_count 3"), cells(live.next("cells")), "the other cell waits for its second");
      world.useSlot("a", BYTES, NOW, "1");
      forward(1);
      assertTrue(List.of("2026-03-15T10:20:00+00:00 billable_ingested_bytes 2", "2026-03-15T10:20:00+00:00 billable_ingested_bytes 3")
          .contains(cells(live.next("cells")).getFirst()));
    }
  }

  @Test
  void aStreamSaysWhenItIsStaleAndWhenItIsFreshAgain() throws Exception {
    try (var live = server.live("a")) {
      live.next("snapshot");
      live.next("ready");
      forward(10);
      live.next("stale");
      world.reader.refuse(Duration.ofSeconds(3));
      var unreadable = live.next("stale");
      assertEquals("the usage cannot be read at this moment", unreadable.at("/reason").asText());
      assertEquals(3, unreadable.at("/retry_after").asInt());
      world.useSlot("a", BYTES, NOW, "1");
      world.reader.asOf(World.AS_OF.plusSeconds(13));
      world.reader.answer();
      forward(3);
      assertEquals("2026-03-15T10:20:12.250Z", live.next("fresh").at("/as_of").asText());
      assertEquals(List.of("2026-03-15T10:20:00+00:00 billable_ingested_bytes 1"), cells(live.next("cells")));
    }
  }

  @Test
  void whoLosesTheKeysIsToldSoAndNothingMore() throws Exception {
    try (var revoked = server.live("a"); var blind = server.live("a1"); var partner = server.live("par", "scope", "account:acme")) {
      for (var live : List.of(revoked, blind, partner)) {
        live.next("snapshot");
        live.next("ready");
      }
      world.revoke("a");
      assertEquals("these keys are no longer valid", revoked.next("end").at("/reason").asText());
      assertEquals("eof", revoked.next().name());
      world.blind("a1");
      assertEquals("the application key's role no longer has the permission usage_read", blind.next("end").at("/reason").asText());
      world.change(new Change.PutAccount(new Account("acme", "Acme Inc", List.of())));
      assertEquals("what was asked for is no longer seen with these keys", partner.next("end").at("/reason").asText());
    }
  }

  @Test
  void nobodyLooksIntoAnotherTree() throws Exception {
    for (var scope : List.of("org:a", "org:w", "org:nobody", "account:acme", "account:solo", "partner", "org:", "x")) {
      var answer = server.get("b", LIVE, "scope", scope);
      assertEquals(400, answer.status(), scope);
      assertEquals("Invalid scope parameter " + scope + ". Must be partner, account:<public_id> or org:<public_id>, of what these keys see",
          answer.json().at("/errors/0").asText());
    }
    assertEquals(403, server.get("stranger", LIVE).status());
    assertEquals(403, server.get("api-a", "blind-a", LIVE, new String[0]).status());
  }

  @Test
  void everythingWrongIsSaidAtOnce() throws Exception {
    var answer = server.get("a", LIVE, "scope", "org:b", "group_by", "tag", "window", "8d", "filter[usage_types]", "logs:nothing",
        "filter[product_families]", "nothing");
    assertEquals(400, answer.status());
    assertEquals(5, answer.json().at("/errors").size(), answer.raw().body());
    var unready = new World();
    unready.reader.refuse(Duration.ofSeconds(4));
    try (var other = new RunningServer(unready, unready.reader)) {
      assertEquals(503, other.get("a", LIVE).status());
      assertEquals("4", other.get("a", LIVE).header("Retry-After"));
    }
  }

  @Test
  void anOrgMayHaveTwentyStreamsAndAHeadOpensNone() throws Exception {
    var open = new ArrayList<EventStream>();
    try {
      for (int i = 0; i < 20; i++) {
        open.add(server.live("a"));
        open.getLast().next("snapshot");
      }
      var refused = server.get("a", LIVE);
      assertEquals(429, refused.status());
      assertEquals("10", refused.header("Retry-After"));
      assertTrue(refused.json().at("/errors/0").asText().contains("20 live streams"), refused.raw().body());
      try (var other = server.live("a1")) {
        other.next("snapshot");
      }
      open.removeFirst().close();
      // The server notices with what it sends next.
      assertTrue(streamsBecome(19));
      var head = server.send(HttpRequest.newBuilder(URI.create(server.url() + LIVE)).method("HEAD", BodyPublishers.noBody()).build());
      assertEquals(405, head.status());
    } finally {
      for (var live : open) {
        live.close();
      }
    }
  }

  private boolean streamsBecome(int open) throws IOException, InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (streams() != open && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return streams() == open;
  }

  private int streams() throws IOException, InterruptedException {
    var metrics = server.send(HttpRequest.newBuilder(URI.create(server.url() + "/prometheus")).build()).raw().body();
    return metrics.lines().filter(line -> line.startsWith("tributary_query_live_streams "))
        .mapToInt(line -> (int) Double.parseDouble(line.split(" ")[1]))
        .findFirst().orElseThrow();
  }

  @Test
  void aConnectionThatIsNotReadHoldsUpNobodyAndIsLetGo() throws Exception {
    fresh();
    var types = world.directory.catalogue().types().stream().limit(60).map(type -> type.key().toString()).toList();
    for (int slot = 0; slot < 1_000; slot++) {
      for (var type : types) {
        world.useSlot("a", type, World.NOW.minusSeconds(300L * slot).toString(), "1");
      }
    }
    var at = URI.create(server.url());
    try (var stuck = new Socket(at.getHost(), at.getPort()); var live = server.live("a")) {
      // More than the socket's buffers hold, and nobody reads it.
      stuck.getOutputStream()
          .write(("GET " + LIVE + "?window=7d HTTP/1.1\r\nHost: here\r\nDD-API-KEY: api-a\r\nDD-APPLICATION-KEY: app-a\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      live.next("snapshot");
      live.next("ready");
      assertTrue(streamsBecome(2));
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (streams() == 2 && System.nanoTime() < until) {
        forward(59);
        live.next("heartbeat");
      }
      assertEquals(1, streams());
      world.useSlot("a", BYTES, NOW, "1");
      live.next("cells");
    }
    assertTrue(streamsBecome(0));
  }

  @Test
  void closingTheServerEndsItsStreams() throws Exception {
    var live = server.live("a");
    live.next("snapshot");
    live.next("ready");
    server.close();
    assertEquals("the server is stopping; connect again", live.next("end").at("/reason").asText());
    assertEquals("eof", live.next().name());
  }
}
