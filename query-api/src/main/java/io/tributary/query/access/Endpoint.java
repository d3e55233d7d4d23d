package io.tributary.query.access;

import io.tributary.model.Access;
import java.util.Set;

/** The one table of who may ask what. Nobody outside every tree may ask for usage, cost or prices. */
public enum Endpoint {
  SELF(Set.of(), Callers.IN_A_TREE),
  HOURLY_USAGE(Set.of(Access.USAGE_READ), Callers.IN_A_TREE),
  USAGE_SUMMARY(Set.of(Access.USAGE_READ), Callers.PARENTS),
  BILLABLE_SUMMARY(Set.of(Access.USAGE_READ), Callers.PARENTS),
  BILLING_DIMENSION_MAPPING(Set.of(Access.USAGE_READ), Callers.PARENTS),
  ACTIVE_BILLING_DIMENSIONS(Set.of(Access.USAGE_READ), Callers.IN_A_TREE),
  ESTIMATED_COST(Set.of(Access.USAGE_READ, Access.BILLING_READ), Callers.PARENTS, true),
  HISTORICAL_COST(Set.of(Access.USAGE_READ, Access.BILLING_READ), Callers.PARENTS, true),
  PROJECTED_COST(Set.of(Access.USAGE_READ, Access.BILLING_READ), Callers.PARENTS),
  USAGE_TABLE(Set.of(Access.USAGE_READ), Callers.IN_A_TREE),
  COST_TABLE(Set.of(Access.USAGE_READ, Access.BILLING_READ), Callers.PARENTS, true),
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
  private final boolean sellPrices;

  Endpoint(Set<String> permissions, Callers callers) {
    this(permissions, callers, false);
  }

  Endpoint(Set<String> permissions, Callers callers, boolean sellPrices) {
    this.permissions = permissions;
    this.callers = callers;
    this.sellPrices = sellPrices;
  }

  /** All of them are needed. */
  Set<String> permissions() {
    return permissions;
  }

  Callers callers() {
    return callers;
  }

  /** Whether a partner's customer sees here what the partner charges it, once that is published; it never sees what the partner pays. */
  boolean showsSellPrices() {
    return sellPrices;
  }
}
