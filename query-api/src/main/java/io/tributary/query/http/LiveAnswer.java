package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.sse.Event;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.query.live.LiveCell;
import io.tributary.query.live.LiveEvent;
import io.tributary.query.query.Timestamps;
import io.tributary.rules.FiveMinutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A live stream's events as server-sent ones, each with one line of JSON. Names are those that accounts and orgs have now. */
final class LiveAnswer {
  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  private LiveAnswer() {}

  static Event<String> from(LiveEvent event, Directory directory) {
    return switch (event) {
      case LiveEvent.Snapshot(var asOf, var cells) -> event("snapshot", cells(asOf, cells, directory));
      case LiveEvent.Ready(var asOf) -> event("ready", fresh(asOf)).retry(RECONNECT);
      case LiveEvent.Cells(var asOf, var cells) -> event("cells", cells(asOf, cells, directory));
      case LiveEvent.Heartbeat(var asOf) -> event("heartbeat", fresh(asOf));
      case LiveEvent.Stale(var asOf, var reason, var retryAfter) -> {
        var body = fresh(asOf).put("reason", reason);
        retryAfter.ifPresentOrElse(pause -> body.put("retry_after", Math.max(1, pause.toSeconds())), () -> body.putNull("retry_after"));
        yield event("stale", body);
      }
      case LiveEvent.Fresh(var asOf) -> event("fresh", fresh(asOf));
      case LiveEvent.End(var reason) -> event("end", JSON.createObjectNode().put("reason", reason));
    };
  }

  private static Event<String> event(String name, ObjectNode body) {
    try {
      return Event.of(JSON.writeValueAsString(body)).name(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode fresh(Instant asOf) {
    return JSON.createObjectNode().put("as_of", Timestamps.precise(asOf));
  }

  private static ObjectNode cells(Instant asOf, List<LiveCell.Value> cells, Directory directory) {
    var body = fresh(asOf);
    var list = body.putArray("cells");
    for (var value : cells) {
      var cell = value.cell();
      var type = directory.catalogue().byId(cell.type())
          .orElseThrow(() -> new IllegalStateException("no usage type has the id " + cell.type()));
      var item = list.addObject().put("bucket_start", Timestamps.of(Hours.slotStart(cell.place().slot()))).put("bucket", "5m");
      cell.place().account().ifPresent(account -> item.put("account_name", directory.account(account).map(Account::name).orElse(account))
          .put("account_public_id", account));
      cell.place().org().ifPresent(org -> item.put("org_name", directory.org(org).map(Org::name).orElse(org)).put("public_id", org));
      item.put("product_family", type.family()).put("usage_type", type.name()).put("unit", type.unit())
          .put("value", FiveMinutes.value(value.units()));
    }
    return body;
  }
}
