package io.tributary.query.access;

import io.tributary.model.Access;
import java.util.Set;

/** The one table of who may ask what. Nobody outside every tree may ask for usage or prices. */
public enum Endpoint {
  HOURLY_USAGE(Set.of(Access.USAGE_READ), Callers.IN_A_TREE),
  USAGE_SUMMARY(Set.of(Access.USAGE_READ), Callers.PARENTS),
  ORGS(Set.of(Access.USAGE_READ), Callers.IN_A_TREE),
  LIVE(Set.of(Access.USAGE_READ), Callers.IN_A_TREE),
  CONTRACTS(Set.of(Access.BILLING_READ), Callers.PARENTS),
  CONTRACTS_EDIT(Set.of(Access.BILLING_EDIT), Callers.PARTNERS),
  PRICING(Set.of(Access.BILLING_READ), Callers.PARTNERS),
  PRICING_EDIT(Set.of(Access.BILLING_EDIT), Callers.PARTNERS),
  ADMIN(Set.of(Access.OPERATE), Callers.ANYONE);

  /** Which orgs' keys an endpoint takes. */
  enum Callers {
    /** Any org that the keys belong to, in a tree or not. */
    ANYONE,
    /** Partner admin orgs, and orgs that have a place. */
    IN_A_TREE,
    /** Partner admin orgs, and parent orgs of an account. */
    PARENTS,
    /** Partner admin orgs. */
    PARTNERS
  }

  private final Set<String> permissions;
  private final Callers callers;

  Endpoint(Set<String> permissions, Callers callers) {
    this.permissions = permissions;
    this.callers = callers;
  }

  /** All of them are needed. */
  Set<String> permissions() {
    return permissions;
  }

  Callers callers() {
    return callers;
  }
}
