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
 * What a change of roles and keys must keep: permissions that mean something, keys of orgs and roles that there are. The
 * {@code field} of a problem begins with {@code roles.NAME} or {@code keys.ID}.
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
        case Change.PutRole(var role) -> role(problems, role);
        case Change.PutApiKey(var key) -> owner(problems, directory, "keys." + key.id(), key.org(), key.name());
        case Change.PutApplicationKey(var key) -> {
          var subject = "keys." + key.id();
          owner(problems, directory, subject, key.org(), key.name());
          if (after.role(key.role()).isEmpty()) {
            problems.add(new Problem(subject + ".role", "unknown_role", "there is no role '" + key.role() + "'"));
          }
        }
      }
    }
    return problems;
  }

  private static void role(List<Problem> problems, Access.Role role) {
    var subject = "roles." + role.name();
    Names.name(problems, subject + ".name", role.name());
    if (ManagedRoles.find(role.name()).isPresent()) {
      problems.add(new Problem(subject + ".name", "managed", "'" + role.name() + "' is a managed role, which nobody can change"));
    }
    for (var permission : new TreeSet<>(role.permissions())) {
      if (!Access.PERMISSIONS.contains(permission)) {
        problems.add(new Problem(subject + ".permissions", "unknown_permission", "there is no permission '" + permission + "', only "
            + String.join(", ", new TreeSet<>(Access.PERMISSIONS))));
      }
    }
  }

  private static void owner(List<Problem> problems, Directory directory, String subject, String org, String name) {
    Names.name(problems, subject + ".name", name);
    if (!org.equals(DirectoryRules.OPERATOR_ORG) && directory.org(org).isEmpty() && directory.partner(org).isEmpty()) {
      problems.add(new Problem(subject + ".org", "unknown_org", "no org and no partner has the public id '" + org + "'"));
    }
  }
}
