package io.tributary.query.team;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Access.Role;
import io.tributary.model.Permission;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.admin.Admin;
import io.tributary.query.http.Door;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The roles of the caller's org over HTTP: the managed ones, which nobody can change, and its own. */
@Requires(beans = Admin.class)
@Controller("/api/v2")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class RolesController {
  private final Door door;
  private final Team team;
  private final RoleChanges changes;

  RolesController(Door door, Team team) {
    this.door = door;
    this.team = team;
    this.changes = new RoleChanges(team);
  }

  @Get("/permissions")
  HttpResponse<?> permissions(HttpRequest<?> request) {
    return door.enter(request, Endpoint.PERMISSIONS, (caller, directory) ->
        HttpResponse.ok(Forms.permissions(Arrays.stream(Permission.values()).map(Permission::id).toList())));
  }

  @Get("/roles")
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.ROLES, (caller, directory) -> {
      var access = team.access();
      return new Listing<Role>(request).matching(role -> Stream.of(role.name())).oneOf("filter[id]", Team::publicId)
          .sorted("name", Map.of("name", Comparator.comparing(Role::name), "modified_at", Comparator.comparing(Role::modifiedAt),
              "user_count", Comparator.comparing(role -> Forms.role(role, access, caller.org()).at("/attributes/user_count").asLong())))
          .answer(Team.roles(access, caller.org()), page ->
              HttpResponse.ok(Forms.page(page.entries().stream().map(role -> Forms.role(role, access, caller.org())).toList(), page)));
    });
  }

  @Get("/roles/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.ROLES, (caller, directory) -> RoleChanges.shown(team.access(), caller, id));
  }

  @Post("/roles")
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return edit(request, body, changes::create);
  }

  @Patch("/roles/{id}")
  HttpResponse<?> update(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return edit(request, body, (caller, json) -> changes.update(caller, id, json));
  }

  @Delete("/roles/{id}")
  HttpResponse<?> delete(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.ROLES_EDIT, (caller, directory) -> changes.delete(caller, id));
  }

  @Post("/roles/{id}/clone")
  HttpResponse<?> copy(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return edit(request, body, (caller, json) -> changes.copy(caller, id, json));
  }

  @Get("/roles/{id}/permissions")
  HttpResponse<?> permissionsOf(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.ROLES, (caller, directory) -> RoleChanges.permissions(team.access(), caller, id));
  }

  @Post("/roles/{id}/permissions")
  HttpResponse<?> addPermission(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return edit(request, body, (caller, json) -> changes.permission(caller, id, json, true));
  }

  @Delete("/roles/{id}/permissions")
  HttpResponse<?> removePermission(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return edit(request, body, (caller, json) -> changes.permission(caller, id, json, false));
  }

  @Get("/roles/{id}/users")
  HttpResponse<?> users(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.ROLES, (caller, directory) -> changes.users(request, team.access(), caller, id));
  }

  @Post("/roles/{id}/users")
  HttpResponse<?> addUser(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return edit(request, body, (caller, json) -> changes.user(request, caller, id, json, true));
  }

  @Delete("/roles/{id}/users")
  HttpResponse<?> removeUser(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return edit(request, body, (caller, json) -> changes.user(request, caller, id, json, false));
  }

  private interface Edit {
    MutableHttpResponse<?> by(Caller caller, JsonNode json);
  }

  private HttpResponse<?> edit(HttpRequest<?> request, byte[] body, Edit edit) {
    return door.enter(request, Endpoint.ROLES_EDIT, (caller, directory) -> Replies.read(body, json -> edit.by(caller, json)));
  }
}
