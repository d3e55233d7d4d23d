package io.tributary.monitor;

import java.util.Locale;
import java.util.Optional;

/** What usage is told apart by. Public ids are unique where names are not. */
public enum Tag {
  ACCOUNT_NAME,
  ACCOUNT_PUBLIC_ID,
  /** Name of the org that used it; its own usage, without the orgs below. */
  CHILD_ORG_NAME,
  PUBLIC_ID,
  REGION,
  PRODUCT_FAMILY,
  /** Of cost only. */
  BILLING_DIMENSION;

  /** As queries write it: {@code child_org_name}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Tag> ofLabel(String label) {
    for (var one : values()) {
      if (one.label().equals(label)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  boolean isOfOrg() {
    return this == CHILD_ORG_NAME || this == PUBLIC_ID || this == REGION;
  }

  boolean isOfAccount() {
    return this == ACCOUNT_NAME || this == ACCOUNT_PUBLIC_ID;
  }
}
