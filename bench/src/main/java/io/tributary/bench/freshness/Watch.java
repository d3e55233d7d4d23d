package io.tributary.bench.freshness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.node.Doors;
import io.tributary.bench.node.Latency;
import io.tributary.bench.node.NodeProcess;
import io.tributary.model.Hours;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the partner's usage summary again and again, over the public API and with the partner's keys, and tells each lane the
 * total it sees. An answer counts from when all of it is here.
 */
final class Watch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Doors doors;
  private final Map<String, Lane> lanes;
  private final Duration pause;
  private final int firstMonth;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Long> took = new ArrayList<>();
  private volatile String problem;
  private int notReady;
  private final Thread thread;

  private Watch(Doors doors, Map<String, Lane> lanes, Duration pause) {
    this.doors = doors;
    this.lanes = lanes;
    this.pause = pause;
    this.firstMonth = Hours.monthOf(Instant.now());
    this.thread = Thread.ofPlatform().daemon().name("watch").start(this::run);
  }

  /** @param lanes by the key of the summary that is their total */
  static Watch start(Doors doors, Map<String, Lane> lanes, Duration pause) {
    return new Watch(doors, Map.copyOf(lanes), pause);
  }

  private void run() {
    try {
      do {
        long began = System.nanoTime();
        look();
        synchronized (took) {
          took.add(System.nanoTime() - began);
        }
      } while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (IOException | RuntimeException e) {
      problem = "the summary could not be read: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws IOException, InterruptedException {
    var query = "?start_month=" + Hours.yearMonth(firstMonth) + "&end_month=" + Hours.yearMonth(Hours.monthOf(Instant.now()))
        + "&include_connected_accounts=true";
    var answer = http.send(HttpRequest.newBuilder(doors.uri("api").resolve("/api/v1/usage/summary" + query)).timeout(PATIENCE)
        .header("DD-API-KEY", doors.apiKey(NodeProcess.PARTNER)).header("DD-APPLICATION-KEY", doors.applicationKey(NodeProcess.PARTNER))
        .GET().build(), BodyHandlers.ofByteArray());
    long now = System.nanoTime();
    if (answer.statusCode() == 503) {
      notReady++;
      return;
    }
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + ": " + new String(answer.body()));
    }
    var totals = new HashMap<String, Long>();
    for (var month : JSON.readTree(answer.body()).path("usage")) {
      lanes.keySet().forEach(key -> totals.merge(key, whole(month, key), Long::sum));
    }
    totals.forEach((key, total) -> lanes.get(key).seen(total, now));
  }

  private static long whole(JsonNode month, String key) {
    var value = month.path(key);
    if (!value.isIntegralNumber()) {
      throw new IllegalStateException("the summary has no number " + key);
    }
    return value.asLong();
  }

  /** How long the looks took that were taken since the last call. */
  Latency looks() {
    synchronized (took) {
      var looks = Latency.of(took.stream().mapToLong(Long::longValue).toArray());
      took.clear();
      return looks;
    }
  }

  /** What ended it early, or nothing. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    if (problem != null) {
      problems.add(problem);
    }
    if (notReady > 0) {
      problems.add(notReady + " looks at the summary were answered 503");
    }
    return problems;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
