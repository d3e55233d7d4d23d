package io.tributary.rules;

import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.Directory;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What a change of roles, users and keys must keep: permissions that mean something, users and keys of orgs and roles that there
 * are. The {@code field} of a problem begins with {@code roles.ID}, {@code users.ID} or {@code keys.ID}.
 */
public final class AccessRules {
  private AccessRules() {}

  /**
   * @param directory as it will be when the changes are made
   * @return everything that is wrong; none when the changes may be written
   */
  public static List<Problem> check(Directory directory, Access before, Collection<Change> changes) {
    var problems = new ArrayList<Problem>();
    var after = before.with(changes);
    for (var change : changes) {
      switch (change) {
        case Change.PutRole(var role) -> role(problems, directory, before, after, role);
        case Change.RemoveRole(var id) -> {
          if (ManagedRoles.find(id).isPresent()) {
            problems.add(managed("roles." + id, id));
          }
        }
        case Change.PutUser(var user) -> user(problems, directory, after, user);
        case Change.PutApiKey(var key) -> owner(problems, directory, "keys." + key.id(), key.org(), key.name());
        case Change.PutApplicationKey(var key) -> applicationKey(problems, directory, after, key);
        case Change.PutShare(var share) -> ShareRules.check(problems, directory, after, share);
      }
    }
    return problems;
  }

  private static void role(List<Problem> problems, Directory directory, Access before, Access after, Access.Role role) {
    var subject = "roles." + role.id();
    Names.name(problems, subject + ".name", role.name());
    if (ManagedRoles.find(role.name()).isPresent()) {
      problems.add(managed(subject, role.name()));
    }
    if (before.role(role.id()).filter(known -> !known.org().equals(role.org())).isPresent()) {
      problems.add(new Problem(subject + ".id", "taken", "there is another org's role with the id '" + role.id() + "'"));
    }
    role.org().ifPresent(org -> {
      owner(problems, directory, subject, org);
      if (after.rolesOf(org).stream().anyMatch(other -> !other.id().equals(role.id()) && other.name().equals(role.name()))) {
        problems.add(new Problem(subject + ".name", "taken", "there is another role with the name '" + role.name() + "'"));
      }
    });
    for (var permission : new TreeSet<>(role.permissions())) {
      known(problems, subject + ".permissions", permission);
    }
  }

  private static Problem managed(String subject, String name) {
    return new Problem(subject + ".name", "managed", "'" + name + "' is a managed role, which nobody can change");
  }

  private static void known(List<Problem> problems, String field, String permission) {
    if (!Access.PERMISSIONS.contains(permission)) {
      problems.add(new Problem(field, "unknown_permission", "there is no permission '" + permission + "', only "
          + String.join(", ", new TreeSet<>(Access.PERMISSIONS))));
    }
  }

  private static void user(List<Problem> problems, Directory directory, Access after, Access.User user) {
    var subject = "users." + user.id();
    owner(problems, directory, subject, user.org());
    Names.name(problems, subject + ".email", user.email());
    if (!user.email().matches("[^@\\s]+@[^@\\s]+")) {
      problems.add(new Problem(subject + ".email", "not_an_address", "'" + user.email() + "' is no e-mail address"));
    }
    if (after.usersOf(user.org()).stream()
        .anyMatch(other -> !other.id().equals(user.id()) && other.email().equalsIgnoreCase(user.email()))) {
      problems.add(new Problem(subject + ".email", "taken", "there is another user with the e-mail address '" + user.email() + "'"));
    }
    for (var role : new TreeSet<>(user.roles())) {
      role(problems, after, subject + ".roles", user.org(), role);
    }
  }

  /** An org's users and keys have managed roles, those that operators made for all, and the org's own. */
  private static void role(List<Problem> problems, Access after, String field, String org, String role) {
    if (after.role(role).filter(known -> known.org().isEmpty() || known.org().get().equals(org)).isEmpty()) {
      problems.add(new Problem(field, "unknown_role", "there is no role '" + role + "'"));
    }
  }

  private static void applicationKey(List<Problem> problems, Directory directory, Access after, Access.ApplicationKey key) {
    var subject = "keys." + key.id();
    owner(problems, directory, subject, key.org(), key.name());
    if (key.user().isPresent()) {
      if (after.user(key.user().get()).filter(user -> user.org().equals(key.org())).isEmpty()) {
        problems.add(new Problem(subject + ".user", "unknown_user", "there is no user '" + key.user().get() + "'"));
      }
    } else {
      role(problems, after, subject + ".role", key.org(), key.role());
    }
    key.scopes().ifPresent(scopes -> new TreeSet<>(scopes).forEach(scope -> known(problems, subject + ".scopes", scope)));
  }

  private static void owner(List<Problem> problems, Directory directory, String subject, String org, String name) {
    Names.name(problems, subject + ".name", name);
    owner(problems, directory, subject, org);
  }

  private static void owner(List<Problem> problems, Directory directory, String subject, String org) {
    if (!org.equals(DirectoryRules.OPERATOR_ORG) && directory.org(org).isEmpty() && directory.partner(org).isEmpty()) {
      problems.add(new Problem(subject + ".org", "unknown_org", "no org and no partner has the public id '" + org + "'"));
    }
  }
}
