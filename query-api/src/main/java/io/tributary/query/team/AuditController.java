package io.tributary.query.team;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Access;
import io.tributary.model.AuditEvent;
import io.tributary.query.access.Endpoint;
import io.tributary.query.admin.Admin;
import io.tributary.query.http.Door;
import io.tributary.query.http.Errors;
import io.tributary.query.query.Timestamps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who changed which role, user or key of the caller's org, in the reference system's form. */
@Requires(beans = Admin.class)
@Controller("/api/v2/audit/events")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class AuditController {
  private final Door door;
  private final Team team;

  AuditController(Door door, Team team) {
    this.door = door;
    this.team = team;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.AUDIT,
        (caller, directory) -> Replies.guarded(() -> answer(request, team.audit().of(caller.org()))));
  }

  private MutableHttpResponse<?> answer(HttpRequest<?> request, List<AuditEvent> kept) {
    var query = AuditQuery.of(request.getParameters());
    if (!query.problems().isEmpty()) {
      return Errors.answer(HttpStatus.BAD_REQUEST, query.problems());
    }
    var access = team.access();
    var page = query.of(kept);
    var json = Forms.object();
    json.set("data", Forms.array(page.events().stream().map(event -> event(event, access)).toList()));
    var meta = json.putObject("meta").put("status", "done");
    page.next().ifPresent(next -> {
      meta.putObject("page").put("after", next);
      json.putObject("links").put("next", request.getPath() + query.next(next));
    });
    return HttpResponse.ok(json);
  }

  private static ObjectNode event(AuditEvent event, Access access) {
    var json = Forms.object().put("type", "audit").put("id", event.id());
    var outer = json.putObject("attributes").put("timestamp", Timestamps.precise(event.at())).put("service", "tributary")
        .put("message", message(event, access));
    outer.putArray("tags");
    var attributes = outer.putObject("attributes").put("action", event.action());
    attributes.putObject("evt").put("name", "Access Management").putObject("actor")
        .put("type", event.actor().user().isPresent() ? "USER" : "KEY");
    var user = attributes.putObject("usr");
    event.actor().user().ifPresent(id -> {
      user.put("id", id);
      access.user(id).ifPresent(known -> user.put("email", known.email()).put("name", known.name()));
    });
    attributes.putObject("metadata").put("application_key_id", event.actor().key()).put("org", event.actor().org());
    attributes.putObject("asset").put("type", event.asset().type()).put("id", event.asset().id()).put("name", event.asset().name())
        .<ObjectNode>set("prev_value", values(event.before())).set("new_value", values(event.after()));
    return json;
  }

  private static ObjectNode values(Map<String, String> fields) {
    var json = Forms.object();
    new TreeMap<>(fields).forEach(json::put);
    return json;
  }

  private static String message(AuditEvent event, Access access) {
    var who = event.actor().user().flatMap(access::user).map(Access.User::email).orElse("The application key " + event.actor().key());
    return who + " " + event.action() + " the " + event.asset().type().replace('_', ' ') + " " + event.asset().name();
  }
}
