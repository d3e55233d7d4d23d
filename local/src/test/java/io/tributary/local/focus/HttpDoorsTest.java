package io.tributary.local.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.local.focus.Doors.Answer;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDoorsTest {
  private static final String UNKNOWN = """
      {"index": %d, "id": "x", "problems": [{"field": "subject", "code": "unknown_org", "detail": "no such org"}]}""";
  private static final String NEGATIVE = """
      {"index": %d, "id": "x", "problems": [{"field": "data.quantity", "code": "negative", "detail": "below zero"}]}""";

  private record Said(int status, String body) {}

  private final Deque<Said> answers = new ArrayDeque<>();
  /** The ids of each request's events. */
  private final List<List<String>> seen = new ArrayList<>();
  private HttpServer server;
  private HttpDoors doors;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      seen.add(new ObjectMapper().readTree(exchange.getRequestBody()).findValuesAsText("id"));
      var answer = answers.remove();
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Retry-After", "0");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    var at = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    doors = new HttpDoors(new Installation(at, at, "a", "b", Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    doors.close();
    server.stop(0);
  }

  @Test
  void whatCannotBeTakenNowIsSentAgainAsItIs() throws Exception {
    answers.addAll(List.of(new Said(503, ""), new Said(429, ""), new Said(202, "{\"accepted\": 2, \"rejected\": []}")));
    assertEquals(new Answer.Stored(Map.of()), send("a", "b"));
    assertEquals(List.of(List.of("a", "b"), List.of("a", "b"), List.of("a", "b")), seen);
  }

  @Test
  void whatIngestDoesNotKnowYetIsSentAgainAloneAndWhatIsWrongIsNot() throws Exception {
    answers.addAll(List.of(new Said(202, "{\"rejected\": [" + NEGATIVE.formatted(0) + "," + UNKNOWN.formatted(2) + "]}"),
        new Said(400, "{\"rejected\": [" + UNKNOWN.formatted(0) + "]}"), new Said(202, "{\"rejected\": []}")));
    assertEquals(new Answer.Stored(Map.of(0, List.of("data.quantity: below zero"))), send("a", "b", "c"));
    assertEquals(List.of(List.of("a", "b", "c"), List.of("c"), List.of("c")), seen);
  }

  @Test
  void whatTheServerWillNeverTakeOrDoesNotAnswerIsNotSent() throws Exception {
    answers.add(new Said(403, "{\"errors\": [\"this API key may not send usage events\"]}"));
    assertTrue(((Answer.Unknown) send("a")).why().endsWith("answers 403: this API key may not send usage events"));
    server.stop(0);
    assertTrue(((Answer.Unknown) send("a")).why().contains("does not answer"));
  }

  @Test
  void aWorldThatIsRefusedSaysEveryReason() {
    answers.add(new Said(400, "{\"errors\": [\"orgs[0].name: is required\", \"orgs[1].parent: no such org\"]}"));
    var e = assertThrows(IllegalStateException.class, () -> doors.write(new ObjectMapper().createObjectNode()));
    assertTrue(e.getMessage().endsWith("orgs[0].name: is required\norgs[1].parent: no such org"), e.getMessage());
  }

  private Answer send(String... ids) throws InterruptedException {
    var events = new ArrayList<UsageEvent>();
    for (var id : ids) {
      events.add(new UsageEvent(id, "focus", "org", "machines", "hours", Instant.EPOCH, Quantity.ONE, null, Map.of()));
    }
    return doors.send(events);
  }
}
