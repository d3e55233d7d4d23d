package io.tributary.query.team;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.model.Access;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Some of the application keys of the caller's org: everybody's, the caller's own, or those of one user. Revoked ones are not shown.
 *
 * @param some which, of those of the org, by what is known
 */
record ApplicationKeys(Team team, Caller caller, BiPredicate<Access, ApplicationKey> some) {
  static ApplicationKeys ofOrg(Team team, Caller caller) {
    return new ApplicationKeys(team, caller, (access, key) -> true);
  }

  /** Those of its user; of a key that is nobody's, those with its role that are nobody's too. */
  static ApplicationKeys own(Team team, Caller caller) {
    return new ApplicationKeys(team, caller, (access, key) -> key.user().equals(caller.user())
        && (caller.user().isPresent()
            || access.applicationKeyById(caller.key()).filter(self -> self.role().equals(key.role())).isPresent()));
  }

  static ApplicationKeys of(Team team, Caller caller, String user) {
    return new ApplicationKeys(team, caller, (access, key) -> key.user().filter(user::equals).isPresent());
  }

  /** Whose a new key is to be. */
  interface Owner {
    /** @param key without one; @return empty when something was added to {@code problems} */
    Optional<ApplicationKey> owned(Access access, ApplicationKey key, List<Problem> problems);
  }

  MutableHttpResponse<?> list(HttpRequest<?> request) {
    var access = team.access();
    var listing = new Listing<ApplicationKey>(request).matching(key -> Stream.of(key.name(), key.origin().last4()))
        .between("filter[created_at]", key -> key.origin().createdAt())
        .sorted("name", Map.of("name", Comparator.comparing(ApplicationKey::name),
            "last4", Comparator.comparing(key -> key.origin().last4()),
            "created_at", Comparator.comparing(key -> key.origin().createdAt())));
    return listing.answer(access.applicationKeys().stream().filter(key -> has(access, key)), page -> {
      var json = Forms.page(page.entries().stream().map(key -> Forms.applicationKey(key, Optional.empty())).toList(), page);
      if (listing.parameter("include").filter("owned_by"::equals).isPresent()) {
        json.set("included", Forms.array(page.entries().stream().flatMap(key -> key.user().stream()).distinct()
            .flatMap(id -> access.user(id).stream()).map(user -> Forms.user(user, access)).toList()));
      }
      return HttpResponse.ok(json);
    });
  }

  MutableHttpResponse<?> one(String id) {
    var access = team.access();
    return access.applicationKeyById(id).filter(key -> has(access, key)).<MutableHttpResponse<?>>map(this::shown)
        .orElseGet(() -> Replies.notFound("application key", id));
  }

  MutableHttpResponse<?> create(JsonNode json, Owner owner) {
    var asked = new Document(json, "application_keys");
    var name = asked.text("name");
    var scopes = asked.texts("scopes");
    var id = UUID.randomUUID().toString();
    var plain = PlainKey.application();
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(asked.problems());
      return owner.owned(access, new ApplicationKey(id, plain.hash(), caller.org(), name, "", false, Optional.empty(), scopes,
          plain.origin(caller, now)), problems).<Change>map(Change.PutApplicationKey::new).stream().toList();
    }, access -> HttpResponse.created(
        Forms.data(Forms.applicationKey(access.applicationKeyById(id).orElseThrow(), Optional.of(plain.text())))));
  }

  /** A new name, new scopes, or both; null scopes are all. */
  MutableHttpResponse<?> update(String id, JsonNode json) {
    var asked = new Document(json, "application_keys").about(id);
    var name = asked.optionalText("name");
    boolean rescoped = asked.names("scopes");
    var scopes = asked.texts("scopes");
    return team.change(caller, (access, now, problems) -> {
      problems.addAll(asked.problems());
      return found(access, id, problems).map(key ->
          changed(key, name.orElse(key.name()), rescoped ? scopes : key.scopes(), false, key.origin().changed(now))).stream().toList();
    }, access -> shown(access.applicationKeyById(id).orElseThrow()));
  }

  /** For good. */
  MutableHttpResponse<?> revoke(String id) {
    return team.change(caller, (access, now, problems) -> found(access, id, problems).map(key ->
        changed(key, key.name(), key.scopes(), true, key.origin().changed(now))).stream().toList(), access -> Replies.deleted());
  }

  private static Change changed(ApplicationKey key, String name, Optional<Set<String>> scopes, boolean revoked, Access.Origin origin) {
    return new Change.PutApplicationKey(
        new ApplicationKey(key.id(), key.hash(), key.org(), name, key.role(), revoked, key.user(), scopes, origin));
  }

  private boolean has(Access access, ApplicationKey key) {
    return key.org().equals(caller.org()) && !key.revoked() && some.test(access, key);
  }

  private MutableHttpResponse<?> shown(ApplicationKey key) {
    return HttpResponse.ok(Forms.data(Forms.applicationKey(key, Optional.empty())));
  }

  private Optional<ApplicationKey> found(Access access, String id, List<Problem> problems) {
    var key = access.applicationKeyById(id).filter(known -> has(access, known));
    if (key.isEmpty()) {
      problems.add(Team.notFound("application key", id));
    }
    return key;
  }
}
