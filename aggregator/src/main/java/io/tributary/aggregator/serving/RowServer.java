package io.tributary.aggregator.serving;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.alerting.GroupStatuses;
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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one internal read endpoint, for query-api and for other aggregators; never for the public. {@code POST /internal/rows},
 * {@code /internal/costs}, {@code /internal/statements}, {@code /internal/names} and {@code /internal/monitors} answer
 * rows or 503 with {@code Retry-After}; {@code GET /internal/progress} and {@code /health} say how far the stream is; {@code /prometheus}
 * has the meters.
 */
public final class RowServer implements AutoCloseable {
  /** Says that the question was forwarded already: it is answered here or not at all. */
  static final String HOP = "X-Tributary-Hop";

  private static final Logger LOG = LoggerFactory.getLogger(RowServer.class);
  private static final int MAX_QUESTION = 4 << 20;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  static final String ROWS = "/internal/rows";
  static final String COSTS = "/internal/costs";
  static final String STATEMENTS = "/internal/statements";
  static final String NAMES = "/internal/names";
  static final String MONITORS = "/internal/monitors";

  /** Answers questions; may throw {@link NotReady}. */
  public interface Answerer {
    Rows read(RowQuery query, boolean forwarded);

    CostRows costs(CostQuery query, boolean forwarded);

    /** Of accounts, by months; the grain does not matter. */
    List<Statement> statements(CostQuery query, boolean forwarded);

    NamedUsage named(NameQuery query, boolean forwarded);

    /** Of monitors, by their ids. */
    GroupStatuses monitorStates(Set<Long> monitors, boolean forwarded);
  }

  private RowServer(HttpServer server) {
    this.server = server;
  }

  /** Takes the port, so that others can be told of it; answers only after {@link #open}. */
  public static RowServer bind(String host, int port) {
    try {
      return new RowServer(HttpServer.create(new InetSocketAddress(host, port), 128));
    } catch (IOException e) {
      throw new UncheckedIOException("the internal endpoint cannot listen at " + host + ":" + port, e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void open(Answerer answerer, Supplier<Progress> progress, MeterRegistry meters) {
    server.createContext(ROWS, exchange -> guarded(exchange, () -> answer(exchange, RowQueryJson::fromJson,
        (query, forwarded) -> RowsCodec.encode(answerer.read(query, forwarded)))));
    server.createContext(COSTS, exchange -> guarded(exchange, () -> answer(exchange, CostQueryJson::fromJson,
        (query, forwarded) -> CostsCodec.answer(answerer.costs(query, forwarded)))));
    server.createContext(STATEMENTS, exchange -> guarded(exchange, () -> answer(exchange, CostQueryJson::fromJson,
        (query, forwarded) -> CostsCodec.statements(answerer.statements(query, forwarded)))));
    server.createContext(NAMES, exchange -> guarded(exchange, () -> answer(exchange, NameQueryJson::fromJson,
        (query, forwarded) -> NamedUsageCodec.encode(answerer.named(query, forwarded)))));
    server.createContext(MONITORS, exchange -> guarded(exchange, () -> answer(exchange, MonitorQueryJson::fromJson,
        (monitors, forwarded) -> MonitorStatesCodec.answer(answerer.monitorStates(monitors, forwarded)))));
    server.createContext("/internal/progress", exchange -> guarded(exchange, () -> json(exchange, 200, progress.get())));
    server.createContext("/health",
        exchange -> guarded(exchange, () -> json(exchange, progress.get().healthy() ? 200 : 503, progress.get())));
    server.createContext("/prometheus", exchange -> guarded(exchange, () -> send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8",
        (meters instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "").getBytes(StandardCharsets.UTF_8))));
    server.setExecutor(workers);
    server.start();
  }

  private static <Q> void answer(HttpExchange exchange, Function<String, Q> reading, BiFunction<Q, Boolean, byte[]> answering)
      throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      text(exchange, 405, "POST a question");
      return;
    }
    var question = exchange.getRequestBody().readNBytes(MAX_QUESTION);
    Q query;
    try {
      query = reading.apply(new String(question, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      text(exchange, 400, e.getMessage());
      return;
    }
    try {
      send(exchange, 200, "application/octet-stream", answering.apply(query, exchange.getRequestHeaders().containsKey(HOP)));
    } catch (NotReady e) {
      exchange.getResponseHeaders().set("Retry-After", Long.toString(Math.max(1, e.retryAfter().toSeconds())));
      text(exchange, 503, e.getMessage());
    }
  }

  private interface Handling {
    void run() throws IOException;
  }

  private static void guarded(HttpExchange exchange, Handling handling) throws IOException {
    try {
      handling.run();
    } catch (RuntimeException e) {
      LOG.error("{} failed", exchange.getRequestURI(), e);
      text(exchange, 500, "internal error");
    } finally {
      exchange.close();
    }
  }

  private static void json(HttpExchange exchange, int status, Progress progress) throws IOException {
    var json = JsonNodeFactory.instance.objectNode().put("healthy", progress.healthy())
        .put("detail", progress.detail()).put("as_of", progress.asOf().toString()).put("lag", progress.lag());
    send(exchange, status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
