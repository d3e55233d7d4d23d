package io.tributary.monitor;

/**
 * Whose a monitor or downtime is: who may see and change it, and whose usage it is about. What it watches is never more than its
 * owner sees.
 *
 * @param id public id of the partner, account or org
 */
public record Owner(Kind kind, String id) {
  public enum Kind {
    /** Everything that a partner owns. */
    PARTNER,
    /** Everything booked to an account. */
    ACCOUNT,
    /** An org and all that stands below it. */
    ORG
  }

  public static Owner partner(String id) {
    return new Owner(Kind.PARTNER, id);
  }

  public static Owner account(String id) {
    return new Owner(Kind.ACCOUNT, id);
  }

  public static Owner org(String id) {
    return new Owner(Kind.ORG, id);
  }
}
