package io.tributary.query.reader;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.codec.NameQueryJson;
import io.tributary.codec.NamedUsageCodec;
import io.tributary.codec.RowQueryJson;
import io.tributary.codec.RowsCodec;
import io.tributary.model.NotReady;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An aggregator's internal endpoint over any reader. */
final class FakeAggregator implements AutoCloseable {
  private final HttpServer server;
  final AtomicInteger questions = new AtomicInteger();
  volatile byte[] answer;

  FakeAggregator(UsageReader reader) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/internal/rows", exchange -> {
      questions.incrementAndGet();
      var query = RowQueryJson.fromJson(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      try {
        send(exchange, 200, answer != null ? answer : RowsCodec.encode(reader.read(query)));
      } catch (NotReady e) {
        exchange.getResponseHeaders().set("Retry-After", Long.toString(e.retryAfter().toSeconds()));
        send(exchange, 503, e.getMessage().getBytes(StandardCharsets.UTF_8));
      }
    });
    server.createContext("/internal/names", exchange -> {
      questions.incrementAndGet();
      var query = NameQueryJson.fromJson(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      send(exchange, 200, NamedUsageCodec.encode(reader.named(query)));
    });
    server.createContext("/internal/progress", exchange -> {
      var progress = reader.progress();
      send(exchange, 200, JsonNodeFactory.instance.objectNode().put("healthy", progress.healthy()).put("detail", progress.detail())
          .put("as_of", progress.asOf().toString()).put("lag", progress.lag()).toString().getBytes(StandardCharsets.UTF_8));
    });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
