package io.tributary.query.team;

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
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.admin.Admin;
import io.tributary.query.http.Door;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Application keys over HTTP: everybody's of the caller's org, the caller's own, and those of a user. The reference system knows
 * the last for service accounts only; here, where users may have no other way in, it is how any user gets a first key.
 */
@Requires(beans = Admin.class)
@Controller("/api/v2")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class ApplicationKeysController {
  private static final String ORG = "/application_keys";
  private static final String OWN = "/current_user/application_keys";
  private static final String USER = "/service_accounts/{user}/application_keys";

  private final Door door;
  private final Team team;

  ApplicationKeysController(Door door, Team team) {
    this.door = door;
    this.team = team;
  }

  @Get(ORG)
  HttpResponse<?> list(HttpRequest<?> request) {
    return org(request, Endpoint.APPLICATION_KEYS, keys -> keys.list(request));
  }

  @Get(ORG + "/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return org(request, Endpoint.APPLICATION_KEYS, keys -> keys.one(id));
  }

  @Patch(ORG + "/{id}")
  HttpResponse<?> update(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return org(request, Endpoint.APPLICATION_KEYS_EDIT, keys -> Replies.read(body, json -> keys.update(id, json)));
  }

  @Delete(ORG + "/{id}")
  HttpResponse<?> revoke(HttpRequest<?> request, String id) {
    return org(request, Endpoint.APPLICATION_KEYS_EDIT, keys -> keys.revoke(id));
  }

  @Get(OWN)
  HttpResponse<?> listOwn(HttpRequest<?> request) {
    return own(request, keys -> keys.list(request));
  }

  @Post(OWN)
  HttpResponse<?> createOwn(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return own(request, keys -> Replies.read(body, json -> keys.create(json, (access, key, problems) ->
        access.standing(keys.caller().key()).map(self -> owned(key, self.user(), self.role())))));
  }

  @Get(OWN + "/{id}")
  HttpResponse<?> oneOwn(HttpRequest<?> request, String id) {
    return own(request, keys -> keys.one(id));
  }

  @Patch(OWN + "/{id}")
  HttpResponse<?> updateOwn(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return own(request, keys -> Replies.read(body, json -> keys.update(id, json)));
  }

  @Delete(OWN + "/{id}")
  HttpResponse<?> revokeOwn(HttpRequest<?> request, String id) {
    return own(request, keys -> keys.revoke(id));
  }

  @Get(USER)
  HttpResponse<?> listOf(HttpRequest<?> request, String user) {
    return of(request, user, keys -> keys.list(request));
  }

  @Post(USER)
  HttpResponse<?> createFor(HttpRequest<?> request, String user, @Nullable @Body byte[] body) {
    return of(request, user, keys -> Replies.read(body, json -> keys.create(json, (access, key, problems) ->
        owner(access, keys.caller(), user, problems).map(known -> owned(key, Optional.of(known), "")))));
  }

  @Get(USER + "/{id}")
  HttpResponse<?> oneOf(HttpRequest<?> request, String user, String id) {
    return of(request, user, keys -> keys.one(id));
  }

  @Patch(USER + "/{id}")
  HttpResponse<?> updateOf(HttpRequest<?> request, String user, String id, @Nullable @Body byte[] body) {
    return of(request, user, keys -> Replies.read(body, json -> keys.update(id, json)));
  }

  @Delete(USER + "/{id}")
  HttpResponse<?> revokeOf(HttpRequest<?> request, String user, String id) {
    return of(request, user, keys -> keys.revoke(id));
  }

  private HttpResponse<?> org(HttpRequest<?> request, Endpoint endpoint, Function<ApplicationKeys, MutableHttpResponse<?>> answer) {
    return door.enter(request, endpoint, (caller, directory) -> answer.apply(ApplicationKeys.ofOrg(team, caller)));
  }

  private HttpResponse<?> own(HttpRequest<?> request, Function<ApplicationKeys, MutableHttpResponse<?>> answer) {
    return door.enter(request, Endpoint.OWN_APPLICATION_KEYS, (caller, directory) -> answer.apply(ApplicationKeys.own(team, caller)));
  }

  private HttpResponse<?> of(HttpRequest<?> request, String user, Function<ApplicationKeys, MutableHttpResponse<?>> answer) {
    return door.enter(request, Endpoint.SERVICE_ACCOUNTS, (caller, directory) -> Team.user(team.access(), caller.org(), user).isEmpty()
        ? Replies.notFound("user", user) : answer.apply(ApplicationKeys.of(team, caller, user)));
  }

  private static Optional<String> owner(Access access, Caller caller, String user, List<Problem> problems) {
    var known = Team.user(access, caller.org(), user);
    if (known.isEmpty()) {
      problems.add(Team.notFound("user", user));
    }
    return known.map(Access.User::id);
  }

  private static ApplicationKey owned(ApplicationKey key, Optional<String> user, String role) {
    return new ApplicationKey(key.id(), key.hash(), key.org(), key.name(), role, false, user, key.scopes(), key.origin());
  }
}
