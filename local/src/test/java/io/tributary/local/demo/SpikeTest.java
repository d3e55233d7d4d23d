package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Access.Sends;
import io.tributary.model.Hours;
import io.tributary.model.Permission;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's world as a user has it, monitors made over the API, usage sent through the door: five times the usage of one child org, and
 * later none of it, are told of once by the monitors of the org, its account and its partner, which name that org first, and so is each
 * end. The stream's clock is an hour behind and goes on when the test says so, or this would take half an hour.
 */
class SpikeTest {
  private static final Duration HISTORY = Duration.ofDays(3);
  /** As much by night as by day: what it is after three days is known well, and a sixth of the partner's stands out in it. */
  private static final UsageType.Key TYPE = new UsageType.Key("synthetics_api", "check_calls_count");
  private static final String QUERY =
      "avg(last_4h):anomalies(sum:datadog.estimated_usage.synthetics.api_test_runs{*}, 'agile', 3, direction='both') >= 1";
  private static final String CHILD = World.find("Maplewick Online").orElseThrow();
  /** Whose keys make a monitor of what they see. */
  private static final List<Holder> OWNERS = List.of(watching("the_org", CHILD), watching("its_account", World.unpriced()),
      watching("its_partner", World.PARTNER.publicId()));
  /** After the end of five minutes an account looks at them, and ten seconds later its partner. */
  private static final int ACCOUNTS_LOOK = 31;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path data;

  private volatile Duration behind = Duration.ofMinutes(55);
  private final InstantSource clock = () -> Instant.now().minus(behind);
  private final HttpClient http = HttpClient.newHttpClient();
  /** By owner. */
  private final Map<String, Long> monitors = new LinkedHashMap<>();
  private Node node;
  private Generator generator;
  private long toldTo;
  private int nudges;

  @Test
  void aSpikeAndADropOfOneChildAreToldOfOnceAtEveryLevelAndSoAreTheirEnds() throws Exception {
    node = Node.start(new NodeSettings(data, 0, 0, Optional.empty(), clock), OWNERS, step -> { });
    try (var world = world()) {
      world.start(HISTORY, 0);
      var checkpoint = new CheckpointFile(data.resolve("generator.json")).load().orElseThrow();
      generator = new Generator(checkpoint.seed(), checkpoint.anchor());
      toldTo = checkpoint.toldTo();
      int spike = Hours.slotOf(clock.instant()) + 1;
      var upset = Upset.of(CHILD, spike);
      tell(spike, upset);
      for (var owner : OWNERS) {
        monitors.put(owner.name(), monitor(owner.name()));
      }

      forward(spike, 60);
      tell(spike + 1, upset);
      // What is usual is learned when the monitor is new, in turns: usage that comes later is judged by it.
      await("the spike is told of", () -> {
        nudge();
        return alerts().size() >= 3;
      });
      assertCaused(assertTold(1, AlertState.ALERT), 2, 6);
      assertState("Alert");

      for (int slot = spike + 1; slot < upset.drop() + 2; slot++) {
        forward(slot, ACCOUNTS_LOOK);
        tell(slot + 1, upset);
        if (slot == spike + 2) {
          await("its end is told of", () -> alerts().size() >= 6);
          assertTold(2, AlertState.OK);
        } else if (slot == upset.drop() + 1) {
          await("the drop is told of", () -> alerts().size() >= 9);
          assertCaused(assertTold(3, AlertState.ALERT), -1, -1);
        }
      }
      forward(upset.drop() + 2, ACCOUNTS_LOOK);
      await("its end is told of too", () -> alerts().size() >= 12);
      assertTold(4, AlertState.OK);
      assertState("OK");
    } finally {
      node.close();
    }
  }

  private static Holder watching(String name, String publicId) {
    return new Holder(name, publicId, Sends.NOTHING, Set.of(Permission.MONITORS_READ.id(), Permission.MONITORS_WRITE.id()));
  }

  private Demo world() {
    return new Demo(node, data, clock, new CountDownLatch(1), new Demo.Watcher() {
      @Override
      public void step(String what) { }

      @Override
      public void replayed(double share, long events) { }
    });
  }

  /** Each monitor has told so often, and this the last time. @return what was told last */
  private List<Alert> assertTold(long times, AlertState last) {
    var alerts = alerts();
    assertEquals(monitors.values().stream().collect(toMap(id -> id, any -> times)),
        alerts.stream().collect(groupingBy(Alert::monitor, counting())), alerts::toString);
    var newest = alerts.stream().collect(toMap(Alert::monitor, alert -> alert, BinaryOperator.maxBy(comparing(Alert::at)))).values();
    newest.forEach(alert -> assertEquals(last, alert.to(), alerts::toString));
    return List.copyOf(newest);
  }

  /** @param least deviation, and most, as parts of what the org used in the hour before */
  private static void assertCaused(List<Alert> alerts, double least, double most) {
    for (var alert : alerts) {
      var first = alert.contributors().getFirst();
      assertEquals(CHILD, first.org(), alert::toString);
      double part = first.deviation().doubleValue() / first.expected().doubleValue();
      assertTrue(part >= least && part <= most, alert::toString);
    }
  }

  private void assertState(String state) throws Exception {
    for (var monitor : monitors.entrySet()) {
      assertEquals(state, call(monitor.getKey(), "GET", "/api/v1/monitor/" + monitor.getValue() + "?group_states=all", null)
          .path("overall_state").asText());
    }
  }

  private List<Alert> alerts() {
    return AlertTopic.ofMonitors(node.bootstrap(), node.serdes());
  }

  /** The stream's clock shows so many seconds of these five minutes; it never goes back. */
  private void forward(int slot, int seconds) {
    var to = Duration.between(Hours.slotStart(slot).plusSeconds(seconds), Instant.now());
    if (to.compareTo(behind) < 0) {
      behind = to;
    }
    assertTrue(!behind.isNegative(), "usage of the future would be needed: this took too long");
  }

  /** Sends what everybody used up to the beginning of these five minutes, and waits until it is counted. */
  private void tell(int slot, Upset upset) throws Exception {
    long to = Hours.slotStart(slot).getEpochSecond();
    try (var sender = UsageSender.start(SenderSettings.of(node.ingest(), node.keys().of("ingest").apiKey()).withLinger(Duration.ZERO))) {
      while (toldTo < to) {
        long next = Math.min(to, (toldTo / 3600 + 1) * 3600);
        for (var event : generator.past(toldTo, next)) {
          if (event.family().equals(TYPE.family()) && event.usageType().equals(TYPE.name())) {
            for (var one : upset.upset(event).stream().toList()) {
              send(sender, one);
            }
          }
        }
        toldTo = next;
      }
    }
    var now = Instant.now();
    await("everything is counted", () -> node.progress().asOf().isAfter(now));
  }

  private static void send(UsageSender sender, UsageEvent event) throws Exception {
    var fate = sender.send(event).join();
    assertTrue(fate instanceof Delivery.Accepted, fate::toString);
  }

  /** One byte more of the child's, in the five minutes of the spike. */
  private void nudge() throws Exception {
    try (var sender = UsageSender.start(SenderSettings.of(node.ingest(), node.keys().of("ingest").apiKey()).withLinger(Duration.ZERO))) {
      send(sender, UsageEvent.used("nudge-" + nudges++, "test", CHILD, TYPE, Instant.ofEpochSecond(toldTo - 1), BigDecimal.ONE));
    }
  }

  /** @return its id */
  private long monitor(String owner) throws Exception {
    var made = call(owner, "POST", "/api/v1/monitor", JSON.createObjectNode().put("name", owner).put("type", "query alert")
        .put("message", "Who?").put("query", QUERY).set("options", JSON.createObjectNode().set("thresholds",
            JSON.createObjectNode().put("critical", 1))));
    return made.path("id").asLong();
  }

  private JsonNode call(String owner, String method, String path, JsonNode body) throws Exception {
    var keys = node.keys().of(owner);
    var answer = http.send(HttpRequest.newBuilder(node.api().resolve(path)).header("DD-API-KEY", keys.apiKey())
        .header("DD-APPLICATION-KEY", keys.applicationKey()).header("Content-Type", "application/json")
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())).build(),
        BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body());
  }
}
