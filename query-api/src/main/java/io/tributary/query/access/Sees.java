package io.tributary.query.access;

/** What one kind of caller gets from one endpoint: a cell of the table in {@link Endpoint}. */
public enum Sees {
  /** Its own: an account all of its orgs, an org below itself and what is below it. */
  OWN,
  /** The hours, months and bills of accounts that were connected to it then. */
  CUSTOMERS,
  /** Its own, at its partner's prices. */
  SOLD,
  /** Usage, but not its cost; said of the months that are asked for, since contracts and prices have their times. */
  HIDDEN,
  /** 400: the parent org has it. */
  AT_PARENT,
  /** 403: partners have it. */
  AT_PARTNER,
  /** 403: the customer has it; the endpoint's sentence says where. */
  AT_CUSTOMER,
  /** 403, with no word why. */
  NOTHING
}
