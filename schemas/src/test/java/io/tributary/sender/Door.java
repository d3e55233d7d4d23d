package io.tributary.sender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** Something that answers at {@code /v1/events} as it was told to: each answer once, in order, and from then on 202. */
final class Door implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What came. @param size of the body, as it was sent */
  record Request(JsonNode events, String apiKey, String contentType, String encoding, int size) {
    List<String> ids() {
      return StreamSupport.stream(events.spliterator(), false).map(event -> event.path("id").asText()).toList();
    }
  }

  interface Reply {
    void to(HttpExchange exchange, Request request) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Reply> replies = new ConcurrentLinkedDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<String> stored = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);

  Door() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/events", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Door then(Reply reply) {
    replies.add(reply);
    return this;
  }

  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  /** Ids of all that were answered 202. */
  Set<String> stored() {
    return Set.copyOf(stored);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      var encoding = headers.getFirst("Content-Encoding");
      var json = "gzip".equals(encoding) ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
      var request = new Request(JSON.readTree(json), headers.getFirst("DD-API-KEY"), headers.getFirst("Content-Type"), encoding,
          body.length);
      requests.add(request);
      var reply = replies.poll();
      (reply == null ? accepting() : reply).to(exchange, request);
    }
  }

  Reply accepting() {
    return (exchange, request) -> {
      stored.addAll(request.ids());
      answer(exchange, 202, "{\"accepted\":" + request.events().size() + ",\"rejected\":[]}");
    };
  }

  static Reply answering(int status, String body) {
    return (exchange, request) -> answer(exchange, status, body);
  }

  static Reply later(int status, String retryAfter) {
    return (exchange, request) -> {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      answer(exchange, status, "{\"errors\":[\"later\"]}");
    };
  }

  /** It promises more than it sends, and hangs up. */
  static Reply half() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(202, 100);
      exchange.getResponseBody().write("{\"accepted\":".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /** It begins to answer, and then nothing more comes until the test ends. */
  Reply stalling() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(202, 100);
      exchange.getResponseBody().write("{\"acc".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      await(closing);
    };
  }

  /** It says nothing until then. */
  Reply holding(CountDownLatch until) {
    return (exchange, request) -> {
      await(until);
      accepting().to(exchange, request);
    };
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
