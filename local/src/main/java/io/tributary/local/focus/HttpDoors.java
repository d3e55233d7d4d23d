package io.tributary.local.focus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Directory;
import io.tributary.model.Problem;
import io.tributary.model.UsageEvent;
import io.tributary.query.admin.WorldDocument;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The doors of a running installation: the world document of query-api, and ingest. */
final class HttpDoors implements Doors, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();
  private final Installation at;
  private final UsageSender sender;

  HttpDoors(Installation at) {
    this.at = at;
    sender = UsageSender.start(SenderSettings.of(at.ingest(), at.apiKey()).withTimes(ANSWER, at.patience()));
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
      var fates = new LinkedHashMap<Integer, CompletableFuture<Delivery>>();
      for (int place : open) {
        fates.put(place, sender.send(events.get(place)));
      }
      sender.flush();
      var again = new ArrayList<Integer>();
      for (var fate : fates.entrySet()) {
        switch (fate.getValue().join()) {
          case Delivery.Accepted accepted -> { }
          case Delivery.Refused(var problems) -> {
            if (mayBecomeKnown(problems) && System.nanoTime() < deadline) {
              again.add(fate.getKey());
            } else {
              refused.put(fate.getKey(), problems.stream().map(problem -> problem.field() + ": " + problem.detail()).toList());
            }
          }
          case Delivery.GaveUp(var reason, var cause, var attempts) -> {
            return new Answer.Unknown(reason);
          }
        }
      }
      open = List.copyOf(again);
      if (!open.isEmpty()) {
        Thread.sleep(PAUSE.toMillis());
      }
    }
    return new Answer.Stored(Map.copyOf(refused));
  }

  private static boolean mayBecomeKnown(List<Problem> problems) {
    return !problems.isEmpty() && problems.stream().allMatch(problem -> problem.code().startsWith("unknown_"));
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
    sender.close();
    http.close();
  }
}
