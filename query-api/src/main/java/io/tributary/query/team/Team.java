package io.tributary.query.team;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.User;
import io.tributary.model.AuditEvent.Actor;
import io.tributary.model.AuditLog;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import io.tributary.query.admin.Admin;
import io.tributary.query.admin.EditableControl;
import io.tributary.rules.AccessRules;
import io.tributary.rules.Audits;
import io.tributary.rules.DirectoryRules;
import io.tributary.rules.GrantRules;
import io.tributary.topics.ControlWriter.Decision;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** What belongs to the caller's own org, and the one way to change it: judged on the latest state, with what is kept of it. */
@Singleton
@Requires(beans = Admin.class)
final class Team {
  /** The code of a problem that is about the address. */
  static final String NOT_FOUND = "not_found";

  private final EditableControl control;
  private final InstantSource clock;

  Team(Admin admin, InstantSource clock) {
    this.control = admin.control();
    this.clock = clock;
  }

  /** What to change, by the latest state. */
  interface Edit {
    /** @param problems where what is wrong is noted; then nothing is changed */
    List<Change> on(Access access, Instant now, List<Problem> problems);
  }

  Access access() {
    return control.access();
  }

  AuditLog audit() {
    return control.audit();
  }

  /** Writes, and answers from what is then known; or says everything that is wrong. */
  MutableHttpResponse<?> change(Caller caller, Edit edit, Function<Access, MutableHttpResponse<?>> answer) {
    return Replies.guarded(() -> {
      var problems = control.write((directory, access) -> {
        var found = new ArrayList<Problem>();
        var now = clock.instant();
        var changes = edit.on(access, now, found);
        if (found.isEmpty()) {
          found.addAll(AccessRules.check(directory, access, changes));
          found.addAll(GrantRules.check(access, changes, caller.org(), held(access, caller)));
        }
        return !found.isEmpty() ? new Decision.Refuse(found) : new Decision.Write(List.of(), changes,
            Audits.of(access, changes, new Actor(caller.org(), caller.key(), caller.user()), now, () -> UUID.randomUUID().toString()));
      });
      return problems.isEmpty() ? answer.apply(control.access()) : Replies.refused(problems);
    });
  }

  /** By the latest state: a permission may have been taken away since the door was passed. */
  private static Set<String> held(Access access, Caller caller) {
    return access.standing(caller.key()).map(access::permissions).orElse(Set.of());
  }

  /** The managed roles that it may give, and its own. */
  static Stream<Role> roles(Access access, String org) {
    var managed = org.equals(DirectoryRules.OPERATOR_ORG) ? ManagedRoles.ALL : ManagedRoles.OF_ORGS;
    return Stream.concat(managed.stream(), access.rolesOf(org).stream());
  }

  /** Empty for one that does not exist or is none of the org's: the two look alike. */
  static Optional<Role> role(Access access, String org, String publicId) {
    return roles(access, org).filter(role -> publicId(role).equals(publicId)).findFirst();
  }

  static Optional<User> user(Access access, String org, String id) {
    return access.user(id).filter(user -> user.org().equals(org));
  }

  /** A role's id as it is shown: a UUID, also for those whose id is their name. */
  static String publicId(Role role) {
    return role.org().isPresent() ? role.id() : named("role", role.id());
  }

  static String publicId(Permission permission) {
    return named("permission", permission.id());
  }

  /** By what {@link #publicId} says, or by its name. */
  static Optional<Permission> permission(String publicId) {
    return Stream.of(Permission.values()).filter(each -> publicId(each).equals(publicId) || each.id().equals(publicId)).findFirst();
  }

  private static String named(String kind, String name) {
    return UUID.nameUUIDFromBytes((kind + " " + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  static Problem notFound(String what, String id) {
    return new Problem("", NOT_FOUND, what + " " + id + " not found");
  }
}
