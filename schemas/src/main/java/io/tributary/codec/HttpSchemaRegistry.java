package io.tributary.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** A registry over the Confluent REST API: the two calls that reading and writing need, each answer kept. */
final class HttpSchemaRegistry implements SchemaRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

  /** Shared: each client has threads of its own, and every serializer has a registry. */
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final Map<Named, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Long> unknown = new ConcurrentHashMap<>();

  private record Named(String subject, Schema schema) {}

  HttpSchemaRegistry(String url) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public int idOf(String subject, Schema schema) {
    var known = ids.get(new Named(subject, schema));
    if (known != null) {
      return known;
    }
    var body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    var answer = send(request("/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions")
        .header("Content-Type", "application/vnd.schemaregistry.v1+json").POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.status != 200) {
      throw new IllegalStateException("the schema registry refuses " + schema.getFullName() + " for " + subject + ": " + answer.body);
    }
    int id = answer.body.path("id").asInt();
    ids.put(new Named(subject, schema), id);
    return id;
  }

  @Override
  public Schema byId(int id) {
    var known = schemas.get(id);
    if (known != null) {
      return known;
    }
    var refusedUntil = unknown.get(id);
    if (refusedUntil != null && System.nanoTime() - refusedUntil < 0) {
      throw new UnknownSchema(id);
    }
    var answer = send(request("/schemas/ids/" + id).GET());
    if (answer.status == 404) {
      // Poison names the same id again and again: one question in a while is enough.
      unknown.put(id, System.nanoTime() + UNKNOWN_FOR.toNanos());
      throw new UnknownSchema(id);
    }
    if (answer.status != 200) {
      throw new Unavailable("the schema registry answers " + answer.status + " to schema " + id, null);
    }
    var schema = new Schema.Parser().parse(answer.body.path("schema").asText());
    schemas.put(id, schema);
    return schema;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).header("Accept", "application/vnd.schemaregistry.v1+json");
  }

  private record Answer(int status, JsonNode body) {}

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 500) {
        throw new Unavailable("the schema registry answers " + response.statusCode(), null);
      }
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new Unavailable("the schema registry at " + url + " does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while asking the schema registry", e);
    }
  }
}
