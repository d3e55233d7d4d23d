package io.tributary.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A running demo, seen from outside: its addresses and keys, and what its doors answer. */
final class Installation implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final JsonNode found;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private Installation(JsonNode found) {
    this.found = found;
  }

  /** Waits for a demo to become ready. @throws IllegalStateException when it does not in time */
  static Installation in(Path data, Duration patience) throws InterruptedException {
    var file = data.resolve("demo.json");
    long deadline = System.nanoTime() + patience.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no demo is ready in " + data + " after " + patience.toSeconds() + " s");
      }
      Thread.sleep(100);
    }
    try {
      return new Installation(JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  String publicId(String holder) {
    return found.at("/keys/" + holder + "/public_id").asText();
  }

  /** Asks the API with a holder's keys. @throws IllegalStateException when it does not answer 200 */
  JsonNode get(String holder, String path, Map<String, String> parameters) throws InterruptedException {
    var query = parameters.entrySet().stream().map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
    return ok(200, send(HttpRequest.newBuilder(URI.create(found.path("api").asText() + path + (query.isEmpty() ? "" : "?" + query)))
        .header("DD-API-KEY", key(holder, "api_key")).header("DD-APPLICATION-KEY", key(holder, "application_key")).GET()));
  }

  /** Sends one event. @throws IllegalStateException when it is not accepted */
  void event(String holder, JsonNode event) throws InterruptedException {
    ok(202, send(HttpRequest.newBuilder(URI.create(found.path("ingest").asText() + "/v1/events"))
        .header("DD-API-KEY", key(holder, "api_key")).header("Content-Type", "application/cloudevents+json")
        .POST(BodyPublishers.ofString(event.toString()))));
  }

  private String key(String holder, String kind) {
    return found.at("/keys/" + holder + "/" + kind).asText();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    var ready = request.timeout(PATIENCE).build();
    try {
      return http.send(ready, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(ready.uri() + " does not answer: " + e, e);
    }
  }

  private static JsonNode ok(int wanted, HttpResponse<String> answer) {
    if (answer.statusCode() != wanted) {
      throw new IllegalStateException(answer.uri() + " answers " + answer.statusCode() + ": " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.uri() + " answers what is no JSON: " + answer.body(), e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
