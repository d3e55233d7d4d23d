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
import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.User;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.Partner;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.admin.Admin;
import io.tributary.query.http.Door;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The users of the caller's org over HTTP, and its service accounts: users that are programs. */
@Requires(beans = Admin.class)
@Controller("/api/v2")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class UsersController {
  private final Door door;
  private final Team team;

  UsersController(Door door, Team team) {
    this.door = door;
    this.team = team;
  }

  @Get("/users")
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.USERS, (caller, directory) -> {
      var access = team.access();
      return listing(request).answer(access.usersOf(caller.org()).stream(), page -> page(page, access, caller));
    });
  }

  static Listing<User> listing(HttpRequest<?> request) {
    return new Listing<User>(request).matching(user -> Stream.of(user.name(), user.email())).oneOf("filter[status]", Forms::status)
        .sorted("name", Map.of("name", Comparator.comparing(User::name).thenComparing(User::email),
            "email", Comparator.comparing(User::email),
            "status", Comparator.comparing(Forms::status), "created_at", Comparator.comparing(User::createdAt),
            "modified_at", Comparator.comparing(User::modifiedAt)));
  }

  static MutableHttpResponse<?> page(Listing.Page<User> page, Access access, Caller caller) {
    var json = Forms.page(page.entries().stream().map(user -> Forms.user(user, access)).toList(), page);
    json.set("included", Forms.rolesOf(page.entries(), access, caller.org()));
    return HttpResponse.ok(json);
  }

  @Get("/users/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.USERS, (caller, directory) ->
        answer(caller, id, user -> HttpResponse.ok(shown(user, team.access(), caller))));
  }

  @Get("/users/{id}/orgs")
  HttpResponse<?> orgs(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.USERS, (caller, directory) -> answer(caller, id, user -> {
      var json = Forms.data(Forms.user(user, team.access()));
      json.putArray("included").addObject().put("type", "orgs").put("id", user.org()).putObject("attributes")
          .put("public_id", user.org()).put("name", name(directory, user.org()));
      return HttpResponse.ok(json);
    }));
  }

  @Get("/users/{id}/permissions")
  HttpResponse<?> permissions(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.USERS, (caller, directory) ->
        answer(caller, id, user -> HttpResponse.ok(Forms.permissions(team.access().permissions(user)))));
  }

  @Post("/users")
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.USERS_CREATE, (caller, directory) -> Replies.read(body, json -> create(caller, json, false)));
  }

  @Post("/service_accounts")
  HttpResponse<?> createServiceAccount(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.SERVICE_ACCOUNTS, (caller, directory) -> Replies.read(body, json -> create(caller, json, true)));
  }

  private MutableHttpResponse<?> create(Caller caller, JsonNode json, boolean service) {
    var body = new Document(json, "users");
    var email = body.text("email");
    var name = body.optionalText("name").orElse(email);
    var title = body.optionalText("title").orElse("");
    var wanted = body.related("roles");
    var id = UUID.randomUUID().toString();
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(body.problems());
      var roles = roles(access, caller, wanted.orElse(Set.of()), problems);
      return List.of(new Change.PutUser(new User(id, caller.org(), email, name, title, service, false, roles, now, now)));
    }, access -> HttpResponse.created(shown(Team.user(access, caller.org(), id).orElseThrow(), access, caller)));
  }

  @Patch("/users/{id}")
  HttpResponse<?> update(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.USERS_EDIT, (caller, directory) -> Replies.read(body, json -> {
      var asked = new Document(json, "users").about(id);
      var name = asked.optionalText("name");
      var email = asked.optionalText("email");
      var disabled = asked.flag("disabled");
      var wanted = asked.related("roles");
      return team.change(caller, (access, now, problems) -> {
        problems.addAll(asked.problems());
        return found(access, caller, id, problems).<Change>map(user -> new Change.PutUser(new User(id, user.org(),
            email.orElse(user.email()), name.orElse(user.name()), user.title(), user.service(), disabled.orElse(user.disabled()),
            wanted.map(ids -> roles(access, caller, ids, problems)).orElse(user.roles()), user.createdAt(), now))).stream().toList();
      }, access -> HttpResponse.ok(shown(Team.user(access, caller.org(), id).orElseThrow(), access, caller)));
    }));
  }

  /** As in the reference system, a user is disabled, and stays to be named. */
  @Delete("/users/{id}")
  HttpResponse<?> disable(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.USERS_EDIT, (caller, directory) -> team.change(caller, (access, now, problems) ->
        found(access, caller, id, problems).<Change>map(user -> new Change.PutUser(new User(id, user.org(), user.email(), user.name(),
            user.title(), user.service(), true, user.roles(), user.createdAt(), now))).stream().toList(), access -> Replies.deleted()));
  }

  private MutableHttpResponse<?> answer(Caller caller, String id, Function<User, MutableHttpResponse<?>> form) {
    return Team.user(team.access(), caller.org(), id).<MutableHttpResponse<?>>map(form).orElseGet(() -> Replies.notFound("user", id));
  }

  private static JsonNode shown(User user, Access access, Caller caller) {
    return Forms.data(Forms.user(user, access)).set("included", Forms.rolesOf(List.of(user), access, caller.org()));
  }

  private static Optional<User> found(Access access, Caller caller, String id, List<Problem> problems) {
    var user = Team.user(access, caller.org(), id);
    if (user.isEmpty()) {
      problems.add(Team.notFound("user", id));
    }
    return user;
  }

  private static Set<String> roles(Access access, Caller caller, Set<String> publicIds, List<Problem> problems) {
    var ids = new TreeSet<String>();
    for (var publicId : publicIds) {
      Team.role(access, caller.org(), publicId).ifPresentOrElse(role -> ids.add(role.id()),
          () -> problems.add(new Problem("data.relationships.roles", "unknown_role", "there is no role " + publicId)));
    }
    return ids;
  }

  private static String name(Directory directory, String org) {
    return directory.org(org).map(Org::name).or(() -> directory.partner(org).map(Partner::name)).orElse(org);
  }
}
