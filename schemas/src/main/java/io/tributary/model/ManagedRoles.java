package io.tributary.model;

import io.tributary.model.Access.Role;
import io.tributary.model.Permission.Level;
import java.util.List;
import java.util.Optional;

/**
 * The roles that are always there and never change. Three have the reference system's names and its defaults: each has what the
 * lower ones have, and billing and usage permissions come with its Admin role only.
 */
public final class ManagedRoles {
  public static final Role ADMIN = new Role("Datadog Admin Role", Permission.upTo(Level.ADMIN));
  public static final Role STANDARD = new Role("Datadog Standard Role", Permission.upTo(Level.STANDARD));
  public static final Role READ_ONLY = new Role("Datadog Read Only Role", Permission.upTo(Level.READ_ONLY));

  /** Runs this installation: the admin endpoints, and everything else. */
  public static final Role OPERATOR = new Role("Tributary Operator", Permission.upTo(Level.OPERATOR));

  public static final List<Role> ALL = List.of(ADMIN, STANDARD, READ_ONLY, OPERATOR);

  /** Those that an org gives its users: all but the operators'. */
  public static final List<Role> OF_ORGS = List.of(ADMIN, STANDARD, READ_ONLY);

  private ManagedRoles() {}

  /** By its name, which is its id too. */
  public static Optional<Role> find(String name) {
    return ALL.stream().filter(role -> role.name().equals(name)).findFirst();
  }
}
