package io.tributary.query.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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
import io.tributary.monitor.Monitor;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Monitors over HTTP, in the reference form, see {@code docs/monitors.md}. */
@Requires(beans = Admin.class)
@Controller("/api/v1/monitor")
@Consumes(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class MonitorsController {
  private static final int MOST_ON_A_PAGE = 1_000;

  private final Door door;
  private final MonitorEdits edits;
  private final MonitorViews views;
  private final InstantSource clock;

  MonitorsController(Door door, Admin admin, MonitorViews views, InstantSource clock) {
    this.door = door;
    this.edits = new MonitorEdits(admin, clock);
    this.views = views;
    this.clock = clock;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.MONITORS, (caller, directory) -> {
      var page = number(request, "page", 0);
      var size = number(request, "page_size", MOST_ON_A_PAGE);
      var after = number(request, "id_offset", 0);
      if (page.isEmpty() || size.isEmpty() || after.isEmpty() || size.get() < 1 || size.get() > MOST_ON_A_PAGE) {
        return Answers.error(HttpStatus.BAD_REQUEST, "page, page_size (1 to " + MOST_ON_A_PAGE + ") and id_offset must be whole numbers");
      }
      var found = directory.monitors().of(Owners.of(caller)).stream().filter(asked(request)).filter(monitor -> monitor.id() > after.get())
          .skip(page.get() * size.get()).limit(size.get()).toList();
      return HttpResponse.ok(views.all(found, directory, texts(request, "group_states")));
    });
  }

  private static Predicate<Monitor> asked(HttpRequest<?> request) {
    var name = Optional.ofNullable(request.getParameters().get("name")).orElse("").toLowerCase(Locale.ROOT);
    var tags = texts(request, "monitor_tags");
    var scope = texts(request, "tags");
    return monitor -> monitor.name().toLowerCase(Locale.ROOT).contains(name) && monitor.tags().containsAll(tags)
        && scope.stream().allMatch(tag -> monitor.query().contains(tag));
  }

  private static List<String> texts(HttpRequest<?> request, String parameter) {
    return Optional.ofNullable(request.getParameters().get(parameter)).stream().flatMap(csv -> Arrays.stream(csv.split(",")))
        .map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static Optional<Long> number(HttpRequest<?> request, String parameter, long absent) {
    var text = request.getParameters().get(parameter);
    return text == null || text.isBlank() ? Optional.of(absent)
        : Optional.of(text).filter(any -> any.matches("\\d{1,15}")).map(Long::valueOf);
  }

  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.MONITORS, (caller, directory) -> find(caller, directory, id)
        .or(() -> MonitorEdits.builtIn(caller, directory, number(id), clock.instant()))
        .<MutableHttpResponse<?>>map(monitor -> HttpResponse.ok(views.one(monitor, directory, texts(request, "group_states"))))
        .orElseGet(() -> unknown(id)));
  }

  @Post
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.MONITORS_EDIT, (caller, directory) -> Answers.read(request, body,
        json -> Answers.guarded(() -> answer(edits.create(caller, json), views::written))));
  }

  @Put("/{id}")
  HttpResponse<?> edit(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.MONITORS_EDIT, (caller, directory) -> find(caller, directory, id)
        .<MutableHttpResponse<?>>map(known -> Answers.read(request, body,
            json -> Answers.guarded(() -> answer(edits.edit(caller, known.id(), json), edited -> views.one(edited, directory, List.of())))))
        .orElseGet(() -> unknown(id)));
  }

  @Delete(value = "/{id}", consumes = MediaType.ALL)
  HttpResponse<?> delete(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.MONITORS_EDIT, (caller, directory) -> find(caller, directory, id)
        .<MutableHttpResponse<?>>map(known -> Answers.guarded(() -> {
          var edited = edits.delete(caller, known.id());
          return edited.monitor().isPresent() ? HttpResponse.ok(Answers.object().put("deleted_monitor_id", known.id()))
              : Answers.answer(edited.outcome());
        })).orElseGet(() -> unknown(id)));
  }

  @Post("/validate")
  HttpResponse<?> validate(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.MONITORS_EDIT, (caller, directory) -> Answers.read(request, body,
        json -> validated(new Admin.Outcome.Refused(edits.validate(caller, Optional.empty(), json)))));
  }

  @Post("/{id}/validate")
  HttpResponse<?> validateEdit(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.MONITORS_EDIT, (caller, directory) -> find(caller, directory, id)
        .<MutableHttpResponse<?>>map(known -> Answers.read(request, body,
            json -> validated(new Admin.Outcome.Refused(edits.validate(caller, Optional.of(known.id()), json)))))
        .orElseGet(() -> unknown(id)));
  }

  private static MutableHttpResponse<?> validated(Admin.Outcome.Refused found) {
    return found.problems().isEmpty() ? HttpResponse.ok(Answers.object()) : Answers.answer(found);
  }

  private static MutableHttpResponse<?> answer(MonitorEdits.Edited edited, Function<Monitor, ObjectNode> view) {
    return edited.monitor().<MutableHttpResponse<?>>map(monitor -> HttpResponse.ok(view.apply(monitor)))
        .orElseGet(() -> Answers.answer(edited.outcome()));
  }

  private static Optional<Monitor> find(Caller caller, Directory directory, String id) {
    return MonitorEdits.find(caller, directory, number(id));
  }

  /** -1, which nothing has, where it is no number. */
  private static long number(String id) {
    return id.matches("\\d{1,17}") ? Long.parseLong(id) : -1;
  }

  private static MutableHttpResponse<?> unknown(String id) {
    return Answers.answer(Admin.unknown("monitor", id));
  }
}
