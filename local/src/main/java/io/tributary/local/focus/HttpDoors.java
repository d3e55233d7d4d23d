package io.tributary.local.focus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.local.demo.CloudEvents;
import io.tributary.model.Directory;
import io.tributary.model.UsageEvent;
import io.tributary.query.admin.WorldDocument;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The doors of a running installation: the world document of query-api, and ingest. */
final class HttpDoors implements Doors, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();
  private final Installation at;

  HttpDoors(Installation at) {
    this.at = at;
  }

  @Override
  public Directory directory() throws InterruptedException {
    var answer = insist(world().header("Accept", "application/json").GET().build());
    return WorldDocument.directory(json(answer, 200));
  }

  @Override
  public void write(ObjectNode world) throws InterruptedException {
    json(insist(world().header("Content-Type", "application/json").PUT(BodyPublishers.ofString(world.toString())).build()), 200);
  }

  private HttpRequest.Builder world() {
    return HttpRequest.newBuilder(under(at.api(), "/admin/v1/world")).timeout(ANSWER)
        .header("DD-API-KEY", at.apiKey()).header("DD-APPLICATION-KEY", at.applicationKey());
  }

  /** An org or usage type that was written a moment ago may be unknown to ingest a moment longer. */
  @Override
  public Answer send(List<UsageEvent> events) throws InterruptedException {
    var refused = new HashMap<Integer, List<String>>();
    var open = IntStream.range(0, events.size()).boxed().toList();
    long deadline = System.nanoTime() + at.patience().toNanos();
    while (!open.isEmpty()) {
      HttpResponse<String> answer;
      try {
        answer = insist(HttpRequest.newBuilder(under(at.ingest(), "/v1/events")).timeout(ANSWER).header("DD-API-KEY", at.apiKey())
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(BodyPublishers.ofString(CloudEvents.batch(open.stream().map(events::get).toList()))).build());
      } catch (IllegalStateException e) {
        return new Answer.Unknown(e.getMessage());
      }
      boolean everyOneRefused = answer.statusCode() == 400 && tree(answer).path("rejected").isArray();
      if (answer.statusCode() != 202 && !everyOneRefused) {
        return new Answer.Unknown(wrong(answer));
      }
      var again = new ArrayList<Integer>();
      for (var each : tree(answer).path("rejected")) {
        int place = open.get(each.path("index").asInt());
        if (mayBecomeKnown(each) && System.nanoTime() < deadline) {
          again.add(place);
        } else {
          refused.put(place, reasons(each));
        }
      }
      open = List.copyOf(again);
      if (!open.isEmpty()) {
        Thread.sleep(PAUSE.toMillis());
      }
    }
    return new Answer.Stored(Map.copyOf(refused));
  }

  private static boolean mayBecomeKnown(JsonNode rejected) {
    var codes = rejected.path("problems").findValuesAsText("code");
    return !codes.isEmpty() && codes.stream().allMatch(code -> code.startsWith("unknown_"));
  }

  private static List<String> reasons(JsonNode rejected) {
    var reasons = new ArrayList<String>();
    rejected.path("problems").forEach(problem -> reasons.add(problem.path("field").asText() + ": " + problem.path("detail").asText()));
    return reasons;
  }

  /** Until there is an answer that is not "later". @throws IllegalStateException when there is none in time */
  private HttpResponse<String> insist(HttpRequest request) throws InterruptedException {
    long deadline = System.nanoTime() + at.patience().toNanos();
    while (true) {
      String why;
      var pause = PAUSE;
      try {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 429 && answer.statusCode() < 500) {
          return answer;
        }
        why = wrong(answer);
        pause = Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1));
      } catch (IOException e) {
        why = request.uri() + " does not answer: " + e;
      }
      if (System.nanoTime() + pause.toNanos() > deadline) {
        throw new IllegalStateException(why);
      }
      Thread.sleep(pause.toMillis());
    }
  }

  private static JsonNode json(HttpResponse<String> answer, int expected) {
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(wrong(answer));
    }
    return tree(answer);
  }

  private static String wrong(HttpResponse<String> answer) {
    return answer.uri() + " answers " + answer.statusCode() + ": " + reason(answer.body().strip());
  }

  private static String reason(String body) {
    try {
      var errors = new ArrayList<String>();
      JSON.readTree(body).path("errors").forEach(error -> errors.add(error.asText()));
      if (!errors.isEmpty()) {
        return String.join("\n", errors);
      }
    } catch (IOException e) {
      // Something between here and the installation answered.
    }
    return body.substring(0, Math.min(500, body.length()));
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.uri() + " answers what is no JSON", e);
    }
  }

  private static URI under(URI base, String path) {
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }

  @Override
  public void close() {
    http.close();
  }
}
