package io.tributary.ingest.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.tributary.ingest.InMemorySink;
import io.tributary.ingest.Some;
import io.tributary.ingest.intake.EventSink;
import io.tributary.ingest.intake.EventSink.Receipt;
import io.tributary.ingest.intake.Intake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestServerTest {
  private static final String SINGLE = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final int MIB = 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InMemorySink SINK = new InMemorySink();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static IngestServer server;

  @BeforeAll
  static void start() {
    server = server(true);
  }

  private static IngestServer server(boolean caughtUp) {
    return server(caughtUp, Optional.of(SINK));
  }

  /** Room for one large request at a time; without a sink, Kafka where no broker listens. */
  private static IngestServer server(boolean caughtUp, Optional<EventSink> sink) {
    var settings = new IngestSettings("127.0.0.1", 0, "127.0.0.1:1", "memory:ingest-server", "", "", MIB);
    return IngestServer.start(settings, Some.control(Some.directory(), caughtUp), InstantSource.fixed(Some.NOW),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), sink);
  }

  @AfterAll
  static void stop() {
    server.close();
    HTTP.close();
  }

  @BeforeEach
  void clean() {
    SINK.stored.clear();
    SINK.receipt = new Receipt.Stored();
  }

  private static HttpRequest.Builder to(String path) {
    return to(server, path);
  }

  private static HttpRequest.Builder to(IngestServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).timeout(Duration.ofSeconds(20));
  }

  private static HttpRequest.Builder event(IngestServer server, int bytes) {
    var event = Some.json("e1", "child");
    return to(server, "/v1/events").header("DD-API-KEY", "every").header("Content-Type", SINGLE)
        .POST(BodyPublishers.ofString(event + " ".repeat(Math.max(0, bytes - event.length()))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String contentType, String body) throws IOException, InterruptedException {
    return send(to("/v1/events").header("DD-API-KEY", "every").header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> postGzip(byte[] body) throws IOException, InterruptedException {
    return send(to("/v1/events").header("DD-API-KEY", "every").header("Content-Type", SINGLE).header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    return JSON.readTree(response.body());
  }

  private static void assertSaysWhy(int status, HttpResponse<String> response) throws IOException {
    assertEquals(status, response.statusCode(), response.body());
    assertFalse(json(response).path("errors").path(0).asText().isBlank(), response.body());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneEventIsAccepted() throws Exception {
    var response = post(SINGLE, Some.json("e1", "child"));
    assertEquals(202, response.statusCode());
    assertEquals(JSON.readTree("{\"accepted\":1,\"rejected\":[]}"), json(response));
    assertEquals(List.of(Some.bytes("e1", "child")), SINK.stored);
  }

  @Test
  void contentTypeMayNameACharset() throws Exception {
    assertEquals(202, post(SINGLE + "; charset=utf-8", Some.json("e1", "child")).statusCode());
    assertEquals(202, post(BATCH + ";charset=UTF-8", "[" + Some.json("e2", "child") + "]").statusCode());
  }

  @Test
  void ofABatchTheGoodAreAcceptedAndTheBadSayWhy() throws Exception {
    var response = post(BATCH, "[" + Some.json("e1", "child") + "," + Some.json("e2", "nowhere") + "," + Some.json("e3", "leaf") + ",17]");
    assertEquals(202, response.statusCode());
    assertEquals(JSON.readTree("""
        {"accepted":2,"rejected":[
          {"index":1,"id":"e2","problems":[{"field":"subject","code":"unknown_org","detail":"no org has the public id 'nowhere'"}]},
          {"index":3,"id":null,"problems":[{"field":"event","code":"wrong_type",
            "detail":"an event must be an object, not a number"}]}]}"""),
        json(response));
    assertEquals(List.of("e1", "e3"), SINK.ids());
  }

  @Test
  void aBatchWithoutAGoodEventIsABadRequest() throws Exception {
    var response = post(BATCH, "[" + Some.json("e1", "nowhere") + "," + Some.json("e2", "nowhere") + "]");
    assertEquals(400, response.statusCode());
    assertEquals(0, json(response).path("accepted").asInt());
    assertEquals(2, json(response).path("rejected").size());
  }

  @Test
  void anEmptyBatchHasNothingWrong() throws Exception {
    assertEquals(202, post(BATCH, "[]").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null garbage"})
  void whatIsNoJsonIsABadRequest(String body) throws Exception {
    assertSaysWhy(400, post(SINGLE, body));
  }

  @Test
  void anEventIsNoBatch() throws Exception {
    assertSaysWhy(400, post(BATCH, Some.json("e1", "child")));
  }

  @Test
  void gzipIsAccepted() throws Exception {
    assertEquals(202, postGzip(gzip(Some.json("e1", "child"))).statusCode());
    assertEquals(List.of("e1"), SINK.ids());
  }

  @Test
  void whatIsNoGzipIsABadRequest() throws Exception {
    assertSaysWhy(400, postGzip(Some.json("e1", "child").getBytes(StandardCharsets.UTF_8)));
    var whole = gzip(Some.json("e1", "child"));
    assertSaysWhy(400, postGzip(Arrays.copyOf(whole, whole.length - 12)));
  }

  @Test
  void aSmallBodyThatGrowsTooLargeIsRefused() throws Exception {
    var bomb = gzip(" ".repeat(200 * MIB));
    assertTrue(bomb.length < MIB);
    assertSaysWhy(413, postGzip(bomb));
    assertEquals(202, postGzip(gzip(Some.json("e1", "child") + " ".repeat(MIB - Some.json("e1", "child").length()))).statusCode());
    assertSaysWhy(413, postGzip(gzip(Some.json("e1", "child") + " ".repeat(MIB + 1 - Some.json("e1", "child").length()))));
  }

  @Test
  void aLargeBodyIsRefused() throws Exception {
    var event = Some.json("e1", "child");
    assertEquals(202, post(SINGLE, event + " ".repeat(MIB - event.length())).statusCode());
    assertSaysWhy(413, post(SINGLE, event + " ".repeat(MIB + 1 - event.length())));
    assertSaysWhy(413, post(SINGLE, event + " ".repeat(3 * MIB)));
  }

  @Test
  void aThousandEventsAreAcceptedAndOneMoreIsNot() throws Exception {
    assertEquals(1000, json(post(BATCH, batch(1000))).path("accepted").asInt());
    assertSaysWhy(413, post(BATCH, batch(1001)));
    assertEquals(1000, SINK.stored.size());
  }

  private static String batch(int size) {
    return IntStream.range(0, size).mapToObj(i -> Some.json("e" + i, "child")).collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "application/cloudevents+xml"})
  void anotherContentTypeIsRefused(String type) throws Exception {
    assertSaysWhy(415, post(type, Some.json("e1", "child")));
  }

  @Test
  void noContentTypeIsRefused() throws Exception {
    assertSaysWhy(415, send(to("/v1/events").header("DD-API-KEY", "every").POST(BodyPublishers.ofString(Some.json("e1", "child")))));
  }

  @Test
  void anotherContentEncodingIsRefused() throws Exception {
    assertSaysWhy(415, send(to("/v1/events").header("DD-API-KEY", "every").header("Content-Type", SINGLE).header("Content-Encoding", "br")
        .POST(BodyPublishers.ofString(Some.json("e1", "child")))));
  }

  @Test
  void aKeyIsNeeded() throws Exception {
    var event = BodyPublishers.ofString(Some.json("e1", "child"));
    assertSaysWhy(401, send(to("/v1/events").header("Content-Type", SINGLE).POST(event)));
    for (var key : List.of("nobody's", "revoked", "silent")) {
      assertSaysWhy(403, send(to("/v1/events").header("DD-API-KEY", key).header("Content-Type", SINGLE).POST(event)));
    }
    assertEquals(List.of(), SINK.stored);
  }

  @Test
  void aTreeKeyIsRefusedEachEventOutsideIt() throws Exception {
    var response = send(to("/v1/events").header("DD-API-KEY", "tree-of-child").header("Content-Type", BATCH)
        .POST(BodyPublishers.ofString("[" + Some.json("e1", "leaf") + "," + Some.json("e2", "other") + "]")));
    assertEquals(202, response.statusCode());
    assertEquals("not_permitted", json(response).at("/rejected/0/problems/0/code").asText());
    assertEquals(List.of("e1"), SINK.ids());
  }

  @Test
  void whatIsNotStoredIsNeverAccepted() throws Exception {
    SINK.receipt = new Receipt.Full();
    var full = post(SINGLE, Some.json("e1", "child"));
    assertSaysWhy(429, full);
    assertEquals("1", full.headers().firstValue("Retry-After").orElse(""));
    SINK.receipt = new Receipt.Unavailable("the broker did not acknowledge the events");
    var unavailable = post(SINGLE, Some.json("e1", "child"));
    assertSaysWhy(503, unavailable);
    assertEquals("1", unavailable.headers().firstValue("Retry-After").orElse(""));
  }

  @Test
  void theServersOwnRefusalsHaveTheSameShape() throws Exception {
    assertSaysWhy(404, send(to("/v1/nothing").GET()));
    assertSaysWhy(405, send(to("/v1/events").GET()));
    assertEquals(404, send(to("/v1/nothing").method("HEAD", BodyPublishers.noBody())).statusCode());
  }

  @Test
  void beforeTheDirectoryWasReadNothingIsJudged() throws Exception {
    try (var early = server(false)) {
      var response = send(event(early, 0));
      assertSaysWhy(503, response);
      assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
      var health = send(to(early, "/health"));
      assertEquals(503, health.statusCode());
      assertEquals("DOWN", JSON.readTree(health.body()).at("/details/control/status").asText(), health.body());
    }
  }

  @Test
  void withoutABrokerNothingIsAcceptedAndHealthIsDown() throws Exception {
    try (var alone = server(true, Optional.empty())) {
      var response = send(event(alone, 0));
      assertSaysWhy(503, response);
      assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
      var health = send(to(alone, "/health"));
      assertEquals(503, health.statusCode());
      assertEquals("DOWN", JSON.readTree(health.body()).at("/details/kafka/status").asText(), health.body());
    }
  }

  @Test
  void whenTooMuchWaitsForTheBrokerTheNextIsTurnedAway() throws Exception {
    var entered = new CountDownLatch(1);
    var stored = new CountDownLatch(1);
    EventSink slow = (events, version) -> {
      entered.countDown();
      awaitQuietly(stored);
      return new Receipt.Stored();
    };
    try (var busy = server(true, Optional.of(slow))) {
      var first = HTTP.sendAsync(event(busy, MIB).build(), BodyHandlers.ofString());
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      var second = send(event(busy, MIB));
      assertSaysWhy(429, second);
      assertEquals("1", second.headers().firstValue("Retry-After").orElse(""));
      stored.countDown();
      assertEquals(202, first.get(20, TimeUnit.SECONDS).statusCode());
      assertEquals(202, send(event(busy, MIB)).statusCode());
    }
  }

  @Test
  void aFailureNobodyForesawShowsNothingOfTheInside() throws Exception {
    EventSink broken = (events, version) -> {
      throw new IllegalStateException("secret");
    };
    try (var server = server(true, Optional.of(broken))) {
      var response = send(event(server, 0));
      assertEquals(500, response.statusCode());
      assertEquals(JSON.readTree("{\"errors\":[\"internal error\"]}"), json(response));
    }
  }

  @Test
  void inAnotherServicesContextNoneOfThisIsLoaded() {
    try (var other = ApplicationContext.builder().deduceEnvironment(false).banner(false).build().start()) {
      assertFalse(other.containsBean(Intake.class));
      assertTrue(other.getBeanDefinitions(Object.class).stream()
          .noneMatch(bean -> bean.getBeanType().getName().startsWith("io.tributary.")));
      assertFalse(other.containsProperty("tributary.ingest.port"));
    }
  }

  @Test
  void healthIsUpWhenEventsCanBeJudged() throws Exception {
    var health = send(to("/health"));
    assertEquals(200, health.statusCode(), health.body());
    assertEquals(Some.VERSION, JSON.readTree(health.body()).at("/details/control/details/directory_version").asLong(), health.body());
  }

  @Test
  void metricsTellWhatCameInAndWhy() throws Exception {
    post(BATCH, "[" + Some.json("e1", "child") + "," + Some.json("e2", "nowhere") + "]");
    post("text/plain", "");
    post(SINGLE, " ".repeat(2 * MIB));
    var metrics = send(to("/prometheus"));
    assertEquals(200, metrics.statusCode());
    assertTrue(metrics.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
    for (var line : List.of("tributary_ingest_events_total{outcome=\"accepted\"}", "tributary_ingest_events_total{outcome=\"rejected\"}",
        "tributary_ingest_problems_total{code=\"unknown_org\"}", "tributary_ingest_requests_total{status=\"202\"}",
        "tributary_ingest_requests_total{status=\"415\"}", "tributary_ingest_requests_total{status=\"413\"}",
        "tributary_ingest_body_bytes_total")) {
      assertTrue(metrics.body().contains(line), line + " in\n" + metrics.body());
    }
  }
}
