package io.tributary.model;

import java.util.List;
import java.util.Optional;

/**
 * Where an hour of an org's usage belongs: the org itself first, then each ancestor up to the root, the root's account,
 * and the partner that the account was connected to.
 */
public final class OrgPath {
  private final List<String> orgs;
  private final String account;
  private final Optional<String> partner;
  private final int hash;

  /** @param orgs leaf first, root last, never empty */
  public OrgPath(List<String> orgs, String account, Optional<String> partner) {
    this.orgs = List.copyOf(orgs);
    this.account = account;
    this.partner = partner;
    this.hash = (this.orgs.hashCode() * 31 + account.hashCode()) * 31 + partner.hashCode();
  }

  public List<String> orgs() {
    return orgs;
  }

  public String org() {
    return orgs.get(0);
  }

  public String root() {
    return orgs.get(orgs.size() - 1);
  }

  public String account() {
    return account;
  }

  public Optional<String> partner() {
    return partner;
  }

  /** Paths are map keys on the path of every event, so the hash is computed once and identity is asked first. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof OrgPath that && hash == that.hash && orgs.equals(that.orgs) && account.equals(that.account)
            && partner.equals(that.partner);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return String.join(" < ", orgs) + " < " + account + partner.map(p -> " < " + p).orElse("");
  }
}
