package io.tributary.model;

import io.tributary.model.Access.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The roles that are always there and never change. Three have the reference system's names and its defaults: billing
 * and usage permissions come with its Admin role only.
 */
public final class ManagedRoles {
  public static final Role ADMIN =
      new Role("Datadog Admin Role", Set.of(Access.USAGE_READ, Access.BILLING_READ, Access.BILLING_EDIT, Access.MANAGE_INTEGRATIONS));
  public static final Role STANDARD = new Role("Datadog Standard Role", Set.of());
  public static final Role READ_ONLY = new Role("Datadog Read Only Role", Set.of());

  /** Runs this installation: the admin endpoints, and everything else. */
  public static final Role OPERATOR = new Role("Tributary Operator", Access.PERMISSIONS);

  public static final List<Role> ALL = List.of(ADMIN, STANDARD, READ_ONLY, OPERATOR);

  private ManagedRoles() {}

  public static Optional<Role> find(String name) {
    return ALL.stream().filter(role -> role.name().equals(name)).findFirst();
  }
}
