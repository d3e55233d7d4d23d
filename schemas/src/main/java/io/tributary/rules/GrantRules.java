package io.tributary.rules;

import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an org's own users may do with its roles, users and keys: nothing of another org's, grant nothing that they have not, and
 * leave somebody who can manage it. Operators are not bound by these. Fields as in {@link AccessRules}.
 */
public final class GrantRules {
  /** The code of a problem that is about the one who asks, not about what is asked. */
  public static final String NOT_HELD = "not_held";

  /** The code of a change after which nobody could manage the org. */
  public static final String LAST_ADMIN = "last_admin";

  private GrantRules() {}

  /**
   * @param org whose keys were used
   * @param held the permissions of the one who asks
   * @return everything that is wrong; none when the changes may be written
   */
  public static List<Problem> check(Access before, Collection<Change> changes, String org, Set<String> held) {
    var problems = new ArrayList<Problem>();
    var after = before.with(changes);
    for (var change : changes) {
      if (!isOf(before, change, org)) {
        problems.add(new Problem(subject(change), "not_own", "it belongs to another org"));
      }
      var gained = new TreeSet<>(granted(after, change));
      gained.removeAll(grantedBefore(before, change));
      gained.removeAll(held);
      if (!gained.isEmpty()) {
        problems.add(new Problem(subject(change), NOT_HELD, "nobody can grant what he has not: " + String.join(", ", gained)));
      }
    }
    if (problems.isEmpty() && isManaged(before, org) && !isManaged(after, org)) {
      problems.add(new Problem("", LAST_ADMIN, "nobody could manage this org after that: it needs an API key, and an application key"
          + " with all permissions of the " + ManagedRoles.ADMIN.name()));
    }
    return problems;
  }

  /** Whether somebody can get in who has all that an administrator has. */
  public static boolean isManaged(Access access, String org) {
    return access.apiKeys().stream().anyMatch(key -> key.org().equals(org) && !key.revoked())
        && access.applicationKeys().stream().filter(key -> key.org().equals(org))
            .anyMatch(key -> access.permissions(key).containsAll(ManagedRoles.ADMIN.permissions()));
  }

  private static boolean isOf(Access before, Change change, String org) {
    return switch (change) {
      case Change.PutRole(var role) -> role.org().filter(org::equals).isPresent()
          && before.role(role.id()).filter(known -> !known.org().equals(role.org())).isEmpty();
      case Change.RemoveRole(var id) -> before.role(id).flatMap(Access.Role::org).filter(org::equals).isPresent();
      case Change.PutUser(var user) -> user.org().equals(org)
          && before.user(user.id()).filter(known -> !known.org().equals(org)).isEmpty();
      case Change.PutApiKey(var key) -> key.org().equals(org)
          && before.apiKeyById(key.id()).filter(known -> !known.org().equals(org)).isEmpty();
      case Change.PutApplicationKey(var key) -> key.org().equals(org)
          && before.applicationKeyById(key.id()).filter(known -> !known.org().equals(org)).isEmpty();
      case Change.PutShare(var share) -> share.org().equals(org)
          && before.share(share.id()).filter(known -> !known.org().equals(org)).isEmpty();
    };
  }

  private static Set<String> granted(Access access, Change change) {
    return switch (change) {
      case Change.PutRole(var role) -> role.permissions();
      case Change.PutUser(var user) -> access.permissions(user);
      case Change.PutApplicationKey(var key) -> access.permissions(key);
      case Change.RemoveRole _, Change.PutApiKey _, Change.PutShare _ -> Set.of();
    };
  }

  private static Set<String> grantedBefore(Access before, Change change) {
    return switch (change) {
      case Change.PutRole(var role) -> before.role(role.id()).map(Access.Role::permissions).orElse(Set.of());
      // Whoever has the address may sign in with it: a new one grants all that the user may do.
      case Change.PutUser(var user) -> before.user(user.id()).filter(known -> known.email().equals(user.email()))
          .map(before::permissions).orElse(Set.of());
      case Change.PutApplicationKey(var key) -> before.applicationKeyById(key.id()).map(before::permissions).orElse(Set.of());
      case Change.RemoveRole _, Change.PutApiKey _, Change.PutShare _ -> Set.of();
    };
  }

  private static String subject(Change change) {
    return switch (change) {
      case Change.PutRole(var role) -> "roles." + role.id();
      case Change.RemoveRole(var id) -> "roles." + id;
      case Change.PutUser(var user) -> "users." + user.id();
      case Change.PutApiKey(var key) -> "keys." + key.id();
      case Change.PutApplicationKey(var key) -> "keys." + key.id();
      case Change.PutShare(var share) -> "shares." + share.id();
    };
  }
}
