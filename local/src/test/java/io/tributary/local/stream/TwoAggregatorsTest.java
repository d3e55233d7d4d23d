package io.tributary.local.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.codec.RowQueryJson;
import io.tributary.codec.RowsCodec;
import io.tributary.model.Hours;
import io.tributary.model.NotReady;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two aggregator processes on one broker: both give every answer, and while one is away nobody gives a wrong one. */
class TwoAggregatorsTest {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2)).build();
  private static final int FROM = Hours.of(Stage.START);
  private static final List<RowQuery> QUESTIONS = questions();

  private static List<RowQuery> questions() {
    var questions = new ArrayList<RowQuery>();
    for (var level : List.of(Level.ORG_OWN, Level.ORG_SUBTREE, Level.ACCOUNT)) {
      questions.add(RowQuery.hours(level, List.of("a", "b", "c"), Set.of(), FROM, FROM + 49));
      questions.add(RowQuery.months(level, List.of("a", "b", "c"), Set.of(), Hours.month(FROM), Hours.month(FROM + 48) + 1));
    }
    questions.add(RowQuery.hours(Level.PARTNER, List.of("p"), Set.of(), FROM, FROM + 49));
    questions.add(RowQuery.months(Level.PARTNER, List.of("p"), Set.of(), Hours.month(FROM), Hours.month(FROM + 48) + 1));
    return questions;
  }

  /** One aggregator as a child process. */
  private static final class Peer implements AutoCloseable {
    private final Stage stage;
    private final String name;
    private final int port;
    private Process process;

    Peer(Stage stage, String name) throws IOException {
      this.stage = stage;
      this.name = name;
      try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      start();
    }

    void start() throws IOException {
      var builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
          "io.tributary.aggregator.boot.AggregatorMain")
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(new File(stage.dir.toFile(), name + ".log")));
      builder.environment().putAll(Map.of("TRIBUTARY_BOOTSTRAP", stage.bootstrap, "TRIBUTARY_REGISTRY", stage.registry.url(),
          "TRIBUTARY_AGGREGATOR_PORT", "" + port, "TRIBUTARY_INSTANCE_ID", name, "TRIBUTARY_PARTITIONS", "" + Stage.PARTITIONS,
          "TRIBUTARY_STATE_DIR", stage.dir.resolve("state-" + name).toString(), "TRIBUTARY_SESSION_TIMEOUT_MS", "3000"));
      process = builder.start();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    Rows read(RowQuery query) {
      return read(query, Map.of());
    }

    /** Whether it answers this from its own stores: a question that was forwarded once is not forwarded again. */
    boolean owns(RowQuery query) {
      try {
        read(query, Map.of("X-Tributary-Hop", "1"));
        return true;
      } catch (NotReady e) {
        return false;
      }
    }

    private Rows read(RowQuery query, Map<String, String> headers) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/rows")).timeout(Duration.ofSeconds(20));
      headers.forEach(request::header);
      try {
        var response = HTTP.send(request.POST(HttpRequest.BodyPublishers.ofString(RowQueryJson.toJson(query))).build(),
            BodyHandlers.ofByteArray());
        if (response.statusCode() == 503) {
          assertTrue(response.headers().firstValueAsLong("Retry-After").orElse(0) > 0, "503 says when to come back");
          throw new NotReady(new String(response.body()), Duration.ofSeconds(1));
        }
        assertEquals(200, response.statusCode(), () -> new String(response.body()));
        return RowsCodec.decode(response.body());
      } catch (IOException e) {
        throw new NotReady("no answer: " + e, Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    Map<String, Map<Integer, Quantity>> cells(RowQuery query) {
      var cells = new TreeMap<String, Map<Integer, Quantity>>();
      for (var row : read(query).rows()) {
        var units = new TreeMap<Integer, Quantity>();
        row.cells().forEach((type, cell) -> units.put(type, cell.sum()));
        cells.put(row.holder() + row.org() + row.owner() + row.bucket(), units);
      }
      return cells;
    }

    boolean isCompleteSince(Instant time) {
      try {
        return read(QUESTIONS.getFirst()).asOf().isAfter(time);
      } catch (NotReady e) {
        return false;
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void eitherAnswersEverythingAndNoneAnswersWronglyWhileOneIsAway(@TempDir Path dir) throws Exception {
    try (var stage = new Stage(dir); var one = new Peer(stage, "one"); var two = new Peer(stage, "two")) {
      stage.send(3_000);
      settle(one, two);
      var truth = new ArrayList<Map<String, Map<Integer, Quantity>>>();
      for (var question : QUESTIONS) {
        truth.add(one.cells(question));
        assertEquals(truth.getLast(), two.cells(question), question.toString());
      }
      assertEquals(stage.sent, Stage.own(one::read));

      // The one that owns the partner's totals goes, so that something is missing for sure.
      var gone = one.owns(QUESTIONS.getLast()) ? one : two;
      var left = gone == one ? two : one;
      gone.kill();
      // The first complete answer of the one that is left is right; before it there are only refusals.
      int refused = 0;
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      boolean whole = false;
      while (!whole) {
        assertTrue(System.nanoTime() < deadline, "the other takes over within a minute");
        whole = true;
        for (int i = 0; i < QUESTIONS.size(); i++) {
          try {
            assertEquals(truth.get(i), left.cells(QUESTIONS.get(i)), "an answer while one is away: " + QUESTIONS.get(i));
          } catch (NotReady e) {
            refused++;
            whole = false;
          }
        }
      }
      assertTrue(refused > 0, "the partner's rows were the other's, so that question had to be refused");

      gone.start();
      stage.send(3_000);
      settle(one, two);
      assertEquals(stage.sent, Stage.own(one::read));
      assertEquals(stage.sent, Stage.own(two::read));
      for (var question : QUESTIONS) {
        assertEquals(one.cells(question), two.cells(question), question.toString());
      }
    }
  }

  private static void settle(Peer... peers) {
    var now = Instant.now();
    for (var peer : peers) {
      Stage.await(peer.name + " answers completely", Duration.ofSeconds(90), () -> peer.isCompleteSince(now));
    }
  }
}
