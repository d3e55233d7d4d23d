package io.tributary.query.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.query.EditableWorld;
import io.tributary.query.World;
import io.tributary.query.access.Control;
import io.tributary.query.admin.Admin;
import io.tributary.query.reader.UsageReader;
import io.tributary.query.targets.InMemoryWebhooks;
import io.tributary.query.targets.Webhook;
import io.tributary.query.targets.Webhooks;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server on a free port over a world, and a client that speaks to it. */
final class RunningServer implements AutoCloseable {
  static final QuerySettings SETTINGS = QuerySettings.local(0, "127.0.0.1:1", "memory:query");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final QueryServer server;

  static RunningServer over(World world) {
    return new RunningServer(world, world.reader);
  }

  RunningServer(World world, UsageReader reader) {
    this(world, reader, InstantSource.fixed(World.NOW));
  }

  RunningServer(World world, UsageReader reader, InstantSource clock) {
    this(world, reader, clock, SETTINGS);
  }

  RunningServer(World world, UsageReader reader, InstantSource clock, QuerySettings settings) {
    this(start(settings, world, world, reader, clock));
  }

  private static QueryServer start(QuerySettings settings, World world, Control control, UsageReader reader, InstantSource clock,
      Object... others) {
    var all = new ArrayList<Object>(List.of(others));
    if (all.stream().noneMatch(Webhooks.class::isInstance)) {
      all.add(new InMemoryWebhooks());
    }
    return QueryServer.start(settings, control, reader, world.costs, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        clock, all.toArray());
  }

  /** With everything that changes the world, and a webhook {@code hook} of everybody. */
  static RunningServer editable(World world) {
    return editable(world, SETTINGS);
  }

  static RunningServer editable(World world, QuerySettings settings) {
    var control = new EditableWorld(world);
    var clock = InstantSource.fixed(World.NOW);
    var webhooks = new InMemoryWebhooks();
    for (var owner : List.of("par", "account/acme", "account/bolt", "account/solo", "a1", "stranger")) {
      webhooks.put(new Webhook(owner, "hook", URI.create("https://hooks.example.com/"), Optional.empty(), Map.of(),
          Webhook.Encoding.JSON, ""));
    }
    return new RunningServer(start(settings, world, control, world.reader, clock, new Admin(control, clock), webhooks));
  }

  private RunningServer(QueryServer server) {
    this.server = server;
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  List<String> routes() {
    return server.routes();
  }

  record Answer(int status, HttpResponse<String> raw, JsonNode json) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse(null);
    }
  }

  /** @param parameters names and values in turn */
  Answer get(String org, String path, String... parameters) throws IOException, InterruptedException {
    return get("api-" + org, "app-" + org, path, parameters);
  }

  Answer get(String apiKey, String applicationKey, String path, String[] parameters) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(path, parameters)).header("Accept", "application/json;datetime-format=rfc3339");
    if (apiKey != null) {
      request.header("DD-API-KEY", apiKey);
    }
    if (applicationKey != null) {
      request.header("DD-APPLICATION-KEY", applicationKey);
    }
    return send(request.build());
  }

  private URI uri(String path, String... parameters) {
    var uri = new StringBuilder(url()).append(path);
    for (int i = 0; i < parameters.length; i += 2) {
      uri.append(i == 0 ? '?' : '&').append(encoded(parameters[i])).append('=').append(encoded(parameters[i + 1]));
    }
    return URI.create(uri.toString());
  }

  /** A live stream, which an org's keys must be good for. */
  EventStream live(String org, String... parameters) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri("/api/v2/tributary/live", parameters)).header("Accept", "text/event-stream")
        .header("Accept-Encoding", "gzip").header("DD-API-KEY", "api-" + org).header("DD-APPLICATION-KEY", "app-" + org).build();
    return new EventStream(http.send(request, BodyHandlers.ofInputStream()));
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    var response = http.send(request, BodyHandlers.ofString());
    boolean json = response.headers().firstValue("Content-Type").filter(type -> type.startsWith("application/json")).isPresent()
        && response.headers().firstValue("Content-Encoding").isEmpty();
    return new Answer(response.statusCode(), response, json ? JSON.readTree(response.body()) : null);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Bytes as they are, on a connection of their own; the whole answer. */
  String raw(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
