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
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Sends;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.admin.Admin;
import io.tributary.query.http.Door;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The API keys of the caller's org over HTTP. A new one may send usage for the org and what is below it; the answer that made it
 * is the only place where it can be read.
 */
@Requires(beans = Admin.class)
@Controller("/api/v2/api_keys")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class ApiKeysController {
  private final Door door;
  private final Team team;

  ApiKeysController(Door door, Team team) {
    this.door = door;
    this.team = team;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.API_KEYS, (caller, directory) -> new Listing<ApiKey>(request)
        .matching(key -> Stream.of(key.name(), key.origin().last4()))
        .between("filter[created_at]", key -> key.origin().createdAt()).between("filter[modified_at]", key -> key.origin().modifiedAt())
        .sorted("name", Map.of("name", Comparator.comparing(ApiKey::name), "last4", Comparator.comparing(key -> key.origin().last4()),
            "created_at", Comparator.comparing(key -> key.origin().createdAt()),
            "modified_at", Comparator.comparing(key -> key.origin().modifiedAt())))
        .answer(team.access().apiKeys().stream().filter(key -> isOf(caller, key)),
            page -> HttpResponse.ok(Forms.page(page.entries().stream().map(key -> Forms.apiKey(key, Optional.empty())).toList(), page))));
  }

  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.API_KEYS, (caller, directory) -> team.access().apiKeyById(id).filter(key -> isOf(caller, key))
        .<MutableHttpResponse<?>>map(key -> HttpResponse.ok(Forms.data(Forms.apiKey(key, Optional.empty()))))
        .orElseGet(() -> Replies.notFound("API key", id)));
  }

  @Post
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.API_KEYS_EDIT, (caller, directory) -> Replies.read(body, json -> {
      var asked = new Document(json, "api_keys");
      var name = asked.text("name");
      var id = UUID.randomUUID().toString();
      var plain = PlainKey.api();
      return team.change(caller, (access, now, problems) -> {
        problems.addAll(asked.problems());
        return List.of(new Change.PutApiKey(
            new ApiKey(id, plain.hash(), caller.org(), name, Sends.OWN_TREE, false, plain.origin(caller, now))));
      }, access -> HttpResponse.created(Forms.data(Forms.apiKey(access.apiKeyById(id).orElseThrow(), Optional.of(plain.text())))));
    }));
  }

  @Patch("/{id}")
  HttpResponse<?> rename(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.API_KEYS_EDIT, (caller, directory) -> Replies.read(body, json -> {
      var asked = new Document(json, "api_keys").about(id);
      var name = asked.text("name");
      return team.change(caller, (access, now, problems) -> {
        problems.addAll(asked.problems());
        return found(access, caller, id, problems).<Change>map(key -> new Change.PutApiKey(new ApiKey(key.id(), key.hash(), key.org(), name,
            key.sends(), false, key.origin().changed(now)))).stream().toList();
      }, access -> HttpResponse.ok(Forms.data(Forms.apiKey(access.apiKeyById(id).orElseThrow(), Optional.empty()))));
    }));
  }

  /** For good. */
  @Delete("/{id}")
  HttpResponse<?> revoke(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.API_KEYS_REVOKE, (caller, directory) -> team.change(caller, (access, now, problems) ->
        found(access, caller, id, problems).<Change>map(key -> new Change.PutApiKey(new ApiKey(key.id(), key.hash(), key.org(), key.name(),
            key.sends(), true, key.origin().changed(now)))).stream().toList(), access -> Replies.deleted()));
  }

  private static boolean isOf(Caller caller, ApiKey key) {
    return key.org().equals(caller.org()) && !key.revoked();
  }

  private static Optional<ApiKey> found(Access access, Caller caller, String id, List<Problem> problems) {
    var key = access.apiKeyById(id).filter(known -> isOf(caller, known));
    if (key.isEmpty()) {
      problems.add(Team.notFound("API key", id));
    }
    return key;
  }
}
