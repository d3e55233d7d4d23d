package io.tributary.query.targets;

import io.tributary.alerting.Alert;
import io.tributary.model.Directory;
import io.tributary.query.access.Caller;
import java.util.Optional;

/**
 * Whose targets there are: a partner's and an org's by their public ids, which differ from each other, and an account's with a
 * slash before it, which no public id has. The targets of an account are its parent org's to keep, as its monitors are.
 */
public final class TargetOwner {
  private static final String ACCOUNT = "account/";

  private TargetOwner() {}

  static String of(Caller caller) {
    return caller.place() instanceof Caller.Place.AccountRoot(var account) ? ACCOUNT + account : caller.org();
  }

  /**
   * An alert names its owner without saying what it is. An account's own monitor watches that account; an org and an account of one id
   * are told apart by that. Empty where a partner and an account have one id: telling the wrong one is worse than telling nobody.
   */
  public static Optional<String> of(Alert alert, Directory directory) {
    var owner = alert.owner();
    boolean partner = directory.partner(owner).isPresent();
    if (partner && directory.account(owner).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(!partner && alert.place().account().filter(owner::equals).isPresent() ? ACCOUNT + owner : owner);
  }
}
