package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.alerting.Backtest.Raised;
import io.tributary.codec.JsonFields;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.MonitorJson;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;
import io.tributary.query.query.Timestamps;
import io.tributary.query.reader.UsageReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a monitor would have raised, see {@code docs/monitors.md}. */
@Requires(beans = Admin.class)
@Controller("/api/v2/tributary/monitors")
@Consumes(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class BacktestController {
  private static final Duration USUAL = Duration.ofDays(6);

  private final Door door;
  private final MonitorEdits edits;
  private final UsageReader reader;
  private final InstantSource clock;

  BacktestController(Door door, Admin admin, UsageReader reader, InstantSource clock) {
    this.door = door;
    this.edits = new MonitorEdits(admin, clock);
    this.reader = reader;
    this.clock = clock;
  }

  /** The body names a monitor, {@code monitor_id}, or has one, {@code monitor}; and {@code from} and {@code to}, seconds since 1970. */
  @Post("/backtest")
  HttpResponse<?> backtest(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.MONITORS, (caller, directory) -> Answers.read(request, body, json -> {
      var now = clock.instant();
      var problems = new ArrayList<Problem>();
      var fields = new JsonFields(json, "", problems);
      var monitor = monitor(fields, json, caller, directory, problems);
      var to = time(fields, json, "to").orElse(now);
      var from = time(fields, json, "from").orElse(to.minus(USUAL));
      fields.refuseOthers();
      return problems.isEmpty()
          ? HttpResponse.ok(written(monitor.orElseThrow(), new Backtests(reader, now).run(monitor.get(), from, to, caller, directory)))
          : Answers.answer(new Admin.Outcome.Refused(problems));
    }));
  }

  private Optional<Monitor> monitor(JsonFields fields, JsonNode json, Caller caller, Directory directory, List<Problem> problems) {
    boolean named = fields.names("monitor_id");
    if (fields.names("monitor") == named) {
      fields.problem("monitor", "missing", "either monitor or monitor_id is required");
      return Optional.empty();
    }
    if (named) {
      var id = json.get("monitor_id");
      var found = id.canConvertToLong() ? MonitorEdits.find(caller, directory, id.asLong()) : Optional.<Monitor>empty();
      if (found.isEmpty()) {
        problems.add(Admin.notFound("monitor", id.asText()));
      }
      return found;
    }
    var given = json.get("monitor");
    edits.validate(caller, Optional.empty(), given).forEach(problem -> problems.add(
        new Problem(JsonFields.join("monitor", problem.field()), problem.code(), problem.detail())));
    return problems.isEmpty() ? MonitorJson.read(given, problems)
        .map(draft -> draft.by(0, Owners.of(caller), clock.instant(), clock.instant(), Optional.empty())) : Optional.empty();
  }

  private static Optional<Instant> time(JsonFields fields, JsonNode json, String field) {
    if (!fields.names(field) || json.get(field).isNull()) {
      return Optional.empty();
    }
    var value = json.get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0 || value.longValue() > 100_000_000_000L) {
      fields.problem(field, "not_a_time", "must be seconds since 1970");
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(value.longValue()));
  }

  private static ObjectNode written(Monitor monitor, Backtests.Result result) {
    var json = Answers.object().put("as_of", Timestamps.precise(result.asOf())).put("from", Timestamps.of(result.from()))
        .put("to", Timestamps.of(result.to())).put("resolution", result.byHours() ? "1h" : "5m").put("query", monitor.query())
        .put("unit", result.type().unit()).put("raised", result.groups().stream().mapToInt(group -> group.raised().size()).sum());
    var groups = json.putArray("groups");
    for (var group : result.groups()) {
      var one = groups.addObject().put("group", group.group());
      var raised = one.putArray("raised");
      group.raised().forEach(each -> raised(raised.addObject(), each));
    }
    return json;
  }

  private static void raised(ObjectNode json, Raised raised) {
    json.put("at", Timestamps.of(Hours.slotStart(raised.slot() + 1))).put("from", raised.notice().from().label())
        .put("to", raised.notice().to().label()).put("again", raised.notice().isRepeat());
    var reading = raised.reading();
    text(json, "value", reading.value());
    text(json, "expected", reading.expected());
    text(json, "low", reading.low());
    text(json, "high", reading.high());
    text(json, "threshold", reading.threshold());
  }

  /** A text, so that every reader keeps its digits. */
  private static void text(ObjectNode json, String field, Optional<BigDecimal> value) {
    value.ifPresentOrElse(number -> json.put(field, number.toPlainString()), () -> json.putNull(field));
  }
}
