package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.demo.Client.Door;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Directory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments, of the start and of the run, while clients keep sending.
 * {@code -Dtributary.kill.rounds=10} for more of them.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 3);
  private static final long SEED = Long.getLong("tributary.kill.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir
  Path data;

  private volatile Door door;

  @Test
  void everyTotalIsExactAfterEveryKill() throws Exception {
    var random = new SplittableRandom(SEED);
    var began = Instant.now();
    var ledger = new Ledger(Directory.empty().with(World.changes(began), 1));
    try (var one = new Client(this::door, ledger, "one", SEED + 1); var two = new Client(this::door, ledger, "two", SEED + 2)) {
      for (int round = 0; round < ROUNDS; round++) {
        var child = start();
        // Every other kill may come before it is ready; the first may not, so that there is something to lose.
        if (round % 2 == 0) {
          awaitReady(child);
          int before = one.acknowledged() + two.acknowledged();
          await("ten more batches are acknowledged", () -> one.acknowledged() + two.acknowledged() >= before + 10);
        }
        awaitEnd(child, random.nextInt(round % 2 == 0 ? 4000 : 15_000));
        child.destroyForcibly().waitFor();
        door = null;
      }
      var child = start();
      awaitReady(child);
      awaitEnd(child, 2000);
      one.close();
      two.close();
      child.destroy();
      assertTrue(child.waitFor(20, TimeUnit.SECONDS), "TERM stops it");
    }
    try (var node = Node.start(new NodeSettings(data, 0, 0), List.of(), step -> { })) {
      var now = Instant.now();
      await("everything is counted", () -> node.progress().asOf().isAfter(now));
      assertTrue(ledger.size() > 500, () -> "only " + ledger.size() + " events were sent");
      assertEquals(ledger.expected(), ledger.found(node::read), () -> "seed " + SEED);
    }
  }

  private Door door() {
    return door;
  }

  private Process start() throws IOException {
    return TributaryProcess.start(data, "demo", "--rate", "0", "--history", "1d");
  }

  private void awaitReady(Process child) throws Exception {
    TributaryProcess.awaitReady(child, data);
    openDoor();
  }

  /** If there is one now. */
  private void openDoor() {
    var file = data.resolve("demo.json");
    if (!Files.exists(file)) {
      return;
    }
    try {
      var json = new ObjectMapper().readTree(file.toFile());
      door = new Door(URI.create(json.at("/ingest").asText()), json.at("/keys/ingest/api_key").asText());
    } catch (IOException e) {
      throw new AssertionError("it is written whole: " + read(file), e);
    }
  }

  /** Lets it run; it may become ready meanwhile. */
  private void awaitEnd(Process child, int millis) throws InterruptedException {
    for (int left = millis; left > 0 && !child.waitFor(Math.min(left, 100), TimeUnit.MILLISECONDS); left -= 100) {
      openDoor();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, () -> "still waiting until " + what);
      Thread.sleep(50); // between two looks, with a deadline
    }
  }
}
