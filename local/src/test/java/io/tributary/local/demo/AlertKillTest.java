package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a spike: each monitor tells of it once. {@code -Dtributary.kill.rounds=10} for more kills. */
class AlertKillTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 3);
  private static final long SEED = Long.getLong("tributary.kill.seed", System.nanoTime());
  /** Nobody in the demo uses it. */
  private static final UsageType.Key TYPE = new UsageType.Key("sds", "total_scanned_bytes");
  private static final String QUERY = "sum(last_4h):sum:tributary.estimated_usage.sds.total_scanned_bytes{*} > 100";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path data;

  @Test
  void aSpikeIsToldOfOnceWhateverIsKilled() throws Exception {
    var random = new SplittableRandom(SEED);
    var at = Instant.now();
    int sent = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var child = start();
      try {
        var door = awaitReady(child);
        if (round == 0) {
          watch(door);
        }
        // The first is killed about when the threshold is crossed, the others later; it is idempotent to send again what may be lost.
        sent = send(door, Math.max(0, sent - 50), round == 0 ? 60 + random.nextInt(80) : sent + 40, at);
        child.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      } finally {
        child.destroyForcibly().waitFor();
      }
    }
    var child = start();
    try {
      var door = awaitReady(child);
      send(door, Math.max(0, sent - 50), sent + 20, at);
      await("every monitor has told", () -> alerts(door).size() >= 3);
      var alerts = alerts(door);
      assertEquals(3, alerts.size(), () -> "seed " + SEED + ": " + alerts);
      assertEquals(3, new HashSet<>(alerts.stream().map(Alert::id).toList()).size());
      alerts.forEach(alert -> {
        assertEquals(AlertState.ALERT, alert.to());
        assertEquals(World.child(), alert.contributors().getFirst().org(), alert.toString());
      });
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static void watch(JsonNode door) {
    Map<String, Object> kafka = Map.of("bootstrap.servers", door.at("/bootstrap").asText());
    var serdes = AvroSerdes.at(door.at("/registry").asText());
    try (var plane = new ControlPlane(kafka, serdes); var writer = new ControlWriter(plane, kafka, serdes)) {
      writer.write((directory, access) -> new ControlWriter.Decision.Write(List.of(monitor(1, Owner.org(World.child())),
          monitor(2, Owner.account(directory.path(World.child(), Hours.of(Instant.now())).orElseThrow().account())),
          monitor(3, Owner.partner(World.PARTNER.publicId()))), List.of()));
    }
  }

  private static Change monitor(long id, Owner owner) {
    var now = Instant.now();
    return new Change.PutMonitor(new Monitor(id, owner, "m" + id, "query alert", QUERY, QueryParser.rule(QUERY), "",
        List.of(), OptionalInt.empty(), Options.of(Options.Thresholds.of(new BigDecimal("100"))), now, now, Optional.empty()));
  }

  /** @return how many are sent */
  private static int send(JsonNode door, int from, int to, Instant at) throws InterruptedException {
    var settings = SenderSettings.of(URI.create(door.at("/ingest").asText()), door.at("/keys/ingest/api_key").asText())
        .withLinger(Duration.ZERO);
    try (var sender = UsageSender.start(settings)) {
      for (int number = from; number < to; number++) {
        var fate = sender.send(UsageEvent.used("spike-" + number, "kill", World.child(), TYPE, at, BigDecimal.ONE)).join();
        assertTrue(fate instanceof Delivery.Accepted, fate::toString);
      }
    }
    return to;
  }

  private static List<Alert> alerts(JsonNode door) {
    return AlertTopic.ofMonitors(door.at("/bootstrap").asText(), AvroSerdes.at(door.at("/registry").asText()));
  }

  private Process start() throws IOException {
    Files.deleteIfExists(data.resolve("demo.json"));
    var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx600m",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp", classPath,
        "io.tributary.local.cli.Tributary", "demo", "--rate", "0", "--history", "1d", "--quiet", "--data", data.toString(),
        "--port", "0", "--ingest-port", "0")
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(new File(data.toFile(), "out.txt"))).start();
  }

  private JsonNode awaitReady(Process child) throws Exception {
    await("it is ready", () -> {
      assertTrue(child.isAlive(), "it ended");
      return Files.exists(data.resolve("demo.json"));
    });
    return JSON.readTree(data.resolve("demo.json").toFile());
  }
}
