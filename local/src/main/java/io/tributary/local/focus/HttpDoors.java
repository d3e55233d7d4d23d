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
import java.util.List;
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
    this.sender = UsageSender.start(SenderSettings.of(at.ingest(), at.apiKey()).withTimes(ANSWER, at.patience()));
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
  public List<Fate> send(List<UsageEvent> events) throws InterruptedException {
    var fates = new Fate[events.size()];
    var open = IntStream.range(0, events.size()).boxed().toList();
    long deadline = System.nanoTime() + at.patience().toNanos();
    while (!open.isEmpty()) {
      var deliveries = deliver(open.stream().map(events::get).toList());
      var again = new ArrayList<Integer>();
      for (int i = 0; i < deliveries.size(); i++) {
        switch (deliveries.get(i)) {
          case Delivery.Accepted(var ignored) -> fates[open.get(i)] = new Fate.Stored();
          case Delivery.GaveUp(var reason, var ignored, var attempts) -> fates[open.get(i)] = new Fate.Unknown(
              at.ingest() + " did not take everything: " + reason);
          case Delivery.Refused(var problems) -> {
            if (mayBecomeKnown(problems) && System.nanoTime() < deadline) {
              again.add(open.get(i));
            } else {
              fates[open.get(i)] = new Fate.Refused(problems.stream().map(problem -> problem.field() + ": " + problem.detail()).toList());
            }
          }
        }
      }
      open = List.copyOf(again);
      if (!open.isEmpty()) {
        Thread.sleep(PAUSE.toMillis()); // for ingest to learn of what was written
      }
    }
    return List.of(fates);
  }

  private List<Delivery> deliver(List<UsageEvent> events) throws InterruptedException {
    var futures = new ArrayList<CompletableFuture<Delivery>>(events.size());
    for (var event : events) {
      futures.add(sender.send(event));
    }
    sender.flush();
    return futures.stream().map(CompletableFuture::join).toList();
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
      Thread.sleep(pause.toMillis()); // as long as the server asked for, or a moment
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
