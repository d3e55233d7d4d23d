package io.tributary.query.access;

/** What a live stream is about. */
public sealed interface Scope {
  /** All that a partner owns. */
  record OfPartner(String partner) implements Scope {}

  /** An account's total; where a partner asks, of the time that the account was connected to it. */
  record OfAccount(String account) implements Scope {}

  /** An org and all that stood below it. */
  record OfOrg(String org) implements Scope {}

  /** What a caller sees without saying what it wants to see. */
  static Scope natural(Caller caller) {
    return caller.partner().<Scope>map(OfPartner::new).orElseGet(() -> new OfOrg(caller.org()));
  }
}
