package io.tributary.query.reader;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.alerting.GroupStatus;
import io.tributary.codec.CostQueryJson;
import io.tributary.codec.CostsCodec;
import io.tributary.codec.MonitorQueryJson;
import io.tributary.codec.MonitorStatesCodec;
import io.tributary.codec.NameQueryJson;
import io.tributary.codec.NamedUsageCodec;
import io.tributary.codec.RowQueryJson;
import io.tributary.codec.RowsCodec;
import io.tributary.model.CostQuery;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.NotReady;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.rating.CostRows;
import io.tributary.rating.Statement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Asks the aggregators over their internal endpoint. Any of them answers, or forwards to whom it concerns; so the one that
 * answered last is asked first, and the next only when it does not.
 */
public final class AggregatorReader implements UsageReader, CostReader, MonitorStateReader, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  /** Longer than an aggregator waits for another one, so that its own answer comes first. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();
  private final List<URI> aggregators;
  private volatile int preferred;

  /** @param aggregators base URLs, at least one */
  public AggregatorReader(List<URI> aggregators) {
    if (aggregators.isEmpty()) {
      throw new IllegalArgumentException("at least one aggregator is needed");
    }
    this.aggregators = List.copyOf(aggregators);
  }

  @Override
  public Rows read(RowQuery query) {
    return ask("/internal/rows", RowQueryJson.toJson(query), RowsCodec::decode);
  }

  @Override
  public NamedUsage named(NameQuery query) {
    return ask("/internal/names", NameQueryJson.toJson(query), NamedUsageCodec::decode);
  }

  @Override
  public CostRows costs(CostQuery query) {
    return ask("/internal/costs", CostQueryJson.toJson(query), CostsCodec::answer);
  }

  @Override
  public List<Statement> statements(List<String> accounts, int from, int to) {
    var query = new CostQuery(CostQuery.Level.ACCOUNT, accounts, CostQuery.Grain.MONTH, from, to);
    return ask("/internal/statements", CostQueryJson.toJson(query), CostsCodec::statements);
  }

  @Override
  public List<GroupStatus> states(Set<Long> monitors) {
    return ask("/internal/monitors", MonitorQueryJson.toJson(monitors), MonitorStatesCodec::answer).groups();
  }

  private <T> T ask(String path, String question, Reading<T> reading) {
    return ask(aggregator -> request(aggregator, path).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(question)).build(), reading);
  }

  @Override
  public Progress progress() {
    return ask(aggregator -> request(aggregator, "/internal/progress").GET().build(), AggregatorReader::progress);
  }

  private static Progress progress(byte[] body) throws IOException {
    var json = JSON.readTree(body);
    return new Progress(json.required("healthy").asBoolean(), json.required("detail").asText(),
        Instant.parse(json.required("as_of").asText()), json.required("lag").asLong());
  }

  private interface Asking {
    HttpRequest of(URI aggregator);
  }

  private interface Reading<T> {
    T from(byte[] body) throws IOException;
  }

  private static HttpRequest.Builder request(URI aggregator, String path) {
    var base = aggregator.toString();
    return HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path)).timeout(PATIENCE);
  }

  private <T> T ask(Asking asking, Reading<T> reading) {
    int first = preferred;
    NotReady last = null;
    for (int i = 0; i < aggregators.size(); i++) {
      int turn = (first + i) % aggregators.size();
      try {
        var answer = ask(aggregators.get(turn), asking, reading);
        preferred = turn;
        return answer;
      } catch (NotReady e) {
        last = e;
      }
    }
    throw last;
  }

  private <T> T ask(URI aggregator, Asking asking, Reading<T> reading) {
    HttpResponse<byte[]> response;
    try {
      response = http.send(asking.of(aggregator), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new NotReady("the aggregator at " + aggregator + " does not answer: " + e, SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReady("interrupted while asking an aggregator", SOON);
    }
    if (response.statusCode() == 400) {
      throw new IllegalStateException("the aggregator at " + aggregator + " does not understand the question: "
          + new String(response.body()));
    }
    if (response.statusCode() != 200) {
      throw new NotReady("the aggregator at " + aggregator + " answers " + response.statusCode() + ": " + new String(response.body()),
          retryAfter(response));
    }
    try {
      return reading.from(response.body());
    } catch (IOException | RuntimeException e) {
      // One of another version, in the middle of an upgrade: its neighbour may be of ours.
      throw new NotReady("the answer of the aggregator at " + aggregator + " cannot be read: " + e, SOON);
    }
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response.headers().firstValue("Retry-After").filter(value -> value.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))).orElse(SOON);
  }

  @Override
  public void close() {
    http.close();
  }
}
