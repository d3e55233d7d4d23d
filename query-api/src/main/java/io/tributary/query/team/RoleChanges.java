package io.tributary.query.team;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Role;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** Makes, changes and removes an org's own roles; gives and takes every role that it has. */
final class RoleChanges {
  private final Team team;

  RoleChanges(Team team) {
    this.team = team;
  }

  MutableHttpResponse<?> create(Caller caller, JsonNode json) {
    var body = new Document(json, "roles");
    var name = body.text("name");
    var permissions = permissions(body);
    var id = UUID.randomUUID().toString();
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(body.problems());
      return List.of(new Change.PutRole(new Role(id, Optional.of(caller.org()), name, permissions.orElse(Set.of()), now, now)));
    }, access -> shown(access, caller, id));
  }

  MutableHttpResponse<?> update(Caller caller, String id, JsonNode json) {
    var body = new Document(json, "roles").about(id);
    var name = body.optionalText("name");
    var permissions = permissions(body);
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(body.problems());
      return own(access, caller, id, problems).<Change>map(role ->
          new Change.PutRole(role.with(name.orElse(role.name()), permissions.orElse(role.permissions()), now))).stream().toList();
    }, access -> shown(access, caller, id));
  }

  /** Who had it keeps the other roles. */
  MutableHttpResponse<?> delete(Caller caller, String id) {
    return team.change(caller, (access, now, problems) -> own(access, caller, id, problems).map(role -> {
      var changes = new ArrayList<Change>();
      access.usersOf(caller.org()).stream().filter(user -> user.roles().contains(role.id()))
          .forEach(user -> changes.add(new Change.PutUser(user.with(changed(user.roles(), role.id(), false), now))));
      changes.add(new Change.RemoveRole(role.id()));
      return List.copyOf(changes);
    }).orElse(List.of()), access -> Replies.deleted());
  }

  MutableHttpResponse<?> copy(Caller caller, String id, JsonNode json) {
    var body = new Document(json, "roles");
    var name = body.text("name");
    var copy = UUID.randomUUID().toString();
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(body.problems());
      return any(access, caller, id, problems).<Change>map(role ->
          new Change.PutRole(new Role(copy, Optional.of(caller.org()), name, role.permissions(), now, now))).stream().toList();
    }, access -> shown(access, caller, copy));
  }

  MutableHttpResponse<?> permission(Caller caller, String id, JsonNode json, boolean add) {
    var body = new Document(json, "permissions");
    var wanted = body.id();
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(body.problems());
      var permission = wanted.isEmpty() ? Optional.<String>empty() : permission(wanted, problems);
      return own(access, caller, id, problems).flatMap(role -> permission.<Change>map(name ->
          new Change.PutRole(role.with(role.name(), changed(role.permissions(), name, add), now)))).stream().toList();
    }, access -> permissions(access, caller, id));
  }

  MutableHttpResponse<?> user(HttpRequest<?> request, Caller caller, String id, JsonNode json, boolean add) {
    var body = new Document(json, "users");
    var wanted = body.id();
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(body.problems());
      var user = Team.user(access, caller.org(), wanted);
      if (user.isEmpty() && !wanted.isEmpty()) {
        problems.add(Team.notFound("user", wanted));
      }
      return any(access, caller, id, problems).flatMap(role -> user.<Change>map(known ->
          new Change.PutUser(known.with(changed(known.roles(), role.id(), add), now)))).stream().toList();
    }, access -> users(request, access, caller, id));
  }

  static MutableHttpResponse<?> shown(Access access, Caller caller, String id) {
    return answer(access, caller, id, role -> HttpResponse.ok(Forms.data(Forms.role(role, access, caller.org()))));
  }

  static MutableHttpResponse<?> permissions(Access access, Caller caller, String id) {
    return answer(access, caller, id, role -> HttpResponse.ok(Forms.permissions(role.permissions())));
  }

  MutableHttpResponse<?> users(HttpRequest<?> request, Access access, Caller caller, String id) {
    return answer(access, caller, id, role -> UsersController.listing(request)
        .answer(access.usersOf(caller.org()).stream().filter(user -> user.roles().contains(role.id())),
            page -> UsersController.page(page, access, caller)));
  }

  private static MutableHttpResponse<?> answer(Access access, Caller caller, String id, Function<Role, MutableHttpResponse<?>> form) {
    return Team.role(access, caller.org(), id).<MutableHttpResponse<?>>map(form).orElseGet(() -> Replies.notFound("role", id));
  }

  private static Optional<Role> any(Access access, Caller caller, String id, List<Problem> problems) {
    var role = Team.role(access, caller.org(), id);
    if (role.isEmpty()) {
      problems.add(Team.notFound("role", id));
    }
    return role;
  }

  private static Optional<Role> own(Access access, Caller caller, String id, List<Problem> problems) {
    var role = any(access, caller, id, problems);
    role.filter(known -> ManagedRoles.find(known.id()).isPresent()).ifPresent(known -> problems.add(
        new Problem("", "managed", "'" + known.name() + "' is a managed role, which nobody can change; clone it")));
    return role;
  }

  private static Optional<Set<String>> permissions(Document body) {
    return body.related("permissions").map(ids -> {
      var names = new TreeSet<String>();
      ids.forEach(id -> permission(id, body.problems()).ifPresent(names::add));
      return names;
    });
  }

  private static Optional<String> permission(String id, List<Problem> problems) {
    var permission = Team.permission(id);
    if (permission.isEmpty()) {
      problems.add(new Problem("", "unknown_permission", "there is no permission " + id));
    }
    return permission.map(Permission::id);
  }

  static Set<String> changed(Set<String> names, String name, boolean add) {
    var changed = new TreeSet<>(names);
    if (add) {
      changed.add(name);
    } else {
      changed.remove(name);
    }
    return changed;
  }
}
