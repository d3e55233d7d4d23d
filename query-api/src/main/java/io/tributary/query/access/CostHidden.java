package io.tributary.query.access;

/** The caller's usage has a cost that the caller may not see; the message is one sentence that says why. */
public final class CostHidden extends RuntimeException {
  CostHidden(String why) {
    super(why);
  }
}
