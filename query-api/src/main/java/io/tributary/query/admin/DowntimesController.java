package io.tributary.query.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Directory;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Monitor;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Times in which monitors tell of nothing, in the reference form, see {@code docs/monitors.md}. */
@Requires(beans = Admin.class)
@Controller("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class DowntimesController {
  private final Door door;
  private final Admin admin;
  private final DowntimeEdits edits;
  private final MonitorViews views;
  private final InstantSource clock;

  DowntimesController(Door door, Admin admin, MonitorViews views, InstantSource clock) {
    this.door = door;
    this.admin = admin;
    this.edits = new DowntimeEdits(admin, clock);
    this.views = views;
    this.clock = clock;
  }

  /** {@code current_only}: those that are active. */
  @Get("/downtime")
  HttpResponse<?> list(HttpRequest<?> request) {
    boolean current = Boolean.parseBoolean(request.getParameters().get("current_only"));
    return door.enter(request, Endpoint.DOWNTIMES, (caller, directory) -> all(directory.monitors().downtimesOf(Owners.of(caller)).stream()
        .filter(each -> !current || each.isActive(clock.instant())).toList()));
  }

  @Get("/monitor/{id}/downtimes")
  HttpResponse<?> ofMonitor(HttpRequest<?> request, String id) {
    return withMonitor(request, id, (caller, directory, monitor) -> all(directory.monitors().downtimesOf(monitor.owner()).stream()
        .filter(each -> DowntimeEdits.isOpen(each, clock.instant()) && each.concerns(monitor)).toList()));
  }

  private MutableHttpResponse<?> all(List<Downtime> downtimes) {
    var json = JsonNodeFactory.instance.arrayNode();
    downtimes.forEach(each -> json.add(DowntimeJson.write(each, clock.instant())));
    return HttpResponse.ok(json);
  }

  @Get("/downtime/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return withDowntime(request, id, (caller, downtime) -> HttpResponse.ok(DowntimeJson.write(downtime, clock.instant())));
  }

  @Post("/downtime")
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.DOWNTIMES, (caller, directory) -> Answers.read(request, body,
        json -> Answers.guarded(() -> answer(edits.create(caller, json), this::one))));
  }

  @Put("/downtime/{id}")
  HttpResponse<?> edit(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return withDowntime(request, id, (caller, downtime) -> Answers.read(request, body,
        json -> Answers.guarded(() -> answer(edits.edit(caller, downtime.id(), json), this::one))));
  }

  @Delete(value = "/downtime/{id}", consumes = MediaType.ALL)
  HttpResponse<?> cancel(HttpRequest<?> request, String id) {
    return withDowntime(request, id, (caller, downtime) -> Answers.guarded(() ->
        answer(edits.cancel(caller, each -> each.id() == downtime.id()), any -> HttpResponse.noContent())));
  }

  /** Without a body, all groups and until it is unmuted; {@code scope} and {@code end} say less, in the body or in the address. */
  @Post(value = "/monitor/{id}/mute", consumes = MediaType.ALL)
  HttpResponse<?> mute(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return withMonitor(request, id, (caller, directory, monitor) -> Answers.read(request,
        body == null || body.length == 0 ? asked(request).toString().getBytes(StandardCharsets.UTF_8) : body,
        json -> Answers.guarded(() -> answer(edits.mute(caller, monitor.id(), json), any -> shown(monitor)))));
  }

  private static ObjectNode asked(HttpRequest<?> request) {
    var json = Answers.object();
    Optional.ofNullable(request.getParameters().get("scope")).ifPresent(scope -> json.put("scope", scope));
    Optional.ofNullable(request.getParameters().get("end")).filter(end -> end.matches("\\d{1,11}"))
        .ifPresent(end -> json.put("end", Long.parseLong(end)));
    return json;
  }

  @Post(value = "/monitor/{id}/unmute", consumes = MediaType.ALL)
  HttpResponse<?> unmute(HttpRequest<?> request, String id) {
    return withMonitor(request, id, (caller, directory, monitor) -> Answers.guarded(() -> answer(
        edits.cancel(caller, each -> each.monitor().isPresent() && each.monitor().getAsLong() == monitor.id()),
        any -> shown(monitor))));
  }

  private MutableHttpResponse<?> shown(Monitor monitor) {
    return HttpResponse.ok(views.one(monitor, admin.control().directory(), List.of()));
  }

  private MutableHttpResponse<?> one(List<Downtime> downtimes) {
    return HttpResponse.ok(DowntimeJson.write(downtimes.getFirst(), clock.instant()));
  }

  private static MutableHttpResponse<?> answer(DowntimeEdits.Edited edited, Function<List<Downtime>, MutableHttpResponse<?>> answer) {
    return edited.outcome() instanceof Admin.Outcome.Written ? answer.apply(edited.downtimes()) : Answers.answer(edited.outcome());
  }

  private interface OfMonitor {
    MutableHttpResponse<?> answer(Caller caller, Directory directory, Monitor monitor);
  }

  private interface OfDowntime {
    MutableHttpResponse<?> answer(Caller caller, Downtime downtime);
  }

  private HttpResponse<?> withMonitor(HttpRequest<?> request, String id, OfMonitor then) {
    return door.enter(request, Endpoint.DOWNTIMES, (caller, directory) -> MonitorEdits.find(caller, directory, number(id))
        .<MutableHttpResponse<?>>map(monitor -> then.answer(caller, directory, monitor))
        .orElseGet(() -> Answers.answer(Admin.unknown("monitor", id))));
  }

  private HttpResponse<?> withDowntime(HttpRequest<?> request, String id, OfDowntime then) {
    return door.enter(request, Endpoint.DOWNTIMES, (caller, directory) -> DowntimeEdits.find(caller, directory, number(id))
        .<MutableHttpResponse<?>>map(downtime -> then.answer(caller, downtime))
        .orElseGet(() -> Answers.answer(Admin.unknown("downtime", id))));
  }

  /** -1, which nothing has, where it is no number. */
  private static long number(String id) {
    return id.matches("\\d{1,17}") ? Long.parseLong(id) : -1;
  }
}
