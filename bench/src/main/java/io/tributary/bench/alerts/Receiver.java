package io.tributary.bench.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tributary.bench.node.Doors;
import io.tributary.bench.node.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Whom the webhook of the probes' monitor tells, on loopback: notes when it has read each request, and answers 200. */
final class Receiver implements AutoCloseable {
  /** As the message of the monitor names it. */
  static final String NAME = "bench";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final AtomicInteger doubles = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      try (exchange) {
        var body = exchange.getRequestBody().readAllBytes();
        long now = System.nanoTime();
        exchange.sendResponseHeaders(200, -1);
        var alert = JSON.readTree(body);
        if (alert.path("state").asText().equals("Alert")) {
          take(alert.path("public_id").asText(), exchange.getRequestHeaders().getFirst("Idempotency-Key"), now);
        }
      }
    });
    server.start();
  }

  /** The same key again is the same notification: it is told at least once. */
  private void take(String org, String key, long now) {
    var known = keys.putIfAbsent(org, key);
    if (known == null) {
      seenAt.put(org, now);
    } else if (!known.equals(key)) {
      doubles.incrementAndGet();
    }
  }

  /**
   * Makes the webhook, over the API, as any partner would.
   *
   * @throws IllegalStateException when the node refuses it
   */
  void register(Doors doors) {
    var webhook = JSON.createObjectNode().put("name", NAME).put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    var request = HttpRequest.newBuilder(doors.uri("api").resolve("/api/v1/integration/webhooks/configuration/webhooks"))
        .header("DD-API-KEY", doors.apiKey(NodeProcess.PARTNER)).header("DD-APPLICATION-KEY", doors.applicationKey(NodeProcess.PARTNER))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(webhook.toString())).build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException("the webhook was not made: " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the webhook is made", e);
    }
  }

  /** When the notification of an org's probe was here, in {@link System#nanoTime}'s time; null while it is not. */
  Long seenAt(String org) {
    return seenAt.get(org);
  }

  /** Alerts that were told of under two keys. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    if (doubles.get() > 0) {
      problems.add(doubles.get() + " alerts were told of under more than one key");
    }
    return problems;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
