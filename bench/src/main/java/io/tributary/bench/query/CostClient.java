package io.tributary.bench.query;

import io.tributary.bench.node.Doors;
import io.tributary.bench.node.NodeProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Asks for cost and usage with the partner's keys, over the public API, one question at a time and on one connection. */
final class CostClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String AS_OF = "X-Tributary-As-Of";

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Doors doors;

  /**
   * An answer with all its bytes.
   *
   * @param firstNanos from asking to the first byte
   * @param wholeNanos from asking to the last
   * @param behindMillis how long before it was asked for its usage was complete
   */
  record Answer(byte[] body, long firstNanos, long wholeNanos, Instant asOf, long behindMillis) {
    Answer withoutBody() {
      return new Answer(new byte[0], firstNanos, wholeNanos, asOf, behindMillis);
    }
  }

  CostClient(Doors doors) {
    this.doors = doors;
  }

  /**
   * Asks once.
   *
   * @return empty when the API answers that it is not ready
   * @throws IOException when it answers anything else that is no answer
   */
  Optional<Answer> ask(Question question) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(doors.uri("api").resolve(question.path(YearMonth.now(ZoneOffset.UTC)))).timeout(PATIENCE)
        .header("DD-API-KEY", doors.apiKey(NodeProcess.PARTNER)).header("DD-APPLICATION-KEY", doors.applicationKey(NodeProcess.PARTNER))
        .header("Accept", "application/json").GET().build();
    long askedAt = System.currentTimeMillis();
    long began = System.nanoTime();
    var response = http.send(request, BodyHandlers.ofInputStream());
    try (var stream = response.body()) {
      int one = stream.read();
      long first = System.nanoTime() - began;
      var body = new ByteArrayOutputStream(1 << 16);
      if (one >= 0) {
        body.write(one);
        stream.transferTo(body);
      }
      long whole = System.nanoTime() - began;
      if (response.statusCode() == 503) {
        return Optional.empty();
      }
      if (response.statusCode() != 200) {
        throw new IOException(question + " is answered " + response.statusCode() + ": " + body);
      }
      var asOf = Instant.parse(response.headers().firstValue(AS_OF).orElseThrow(() -> new IOException("an answer without " + AS_OF)));
      return Optional.of(new Answer(body.toByteArray(), first, whole, asOf, Math.max(0, askedAt - asOf.toEpochMilli())));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
