package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert;
import io.tributary.model.RowQuery.Level;
import java.util.Optional;

/**
 * Whose usage a series is.
 *
 * @param holder the account, or the partner
 * @param org empty at levels account and partner; or the name of a {@link #part} of the account
 * @param owner the partner that the usage belongs to; empty when it is nobody's
 */
public record Place(Level level, String holder, String org, String owner) {
  Alert.Place forAlert() {
    return new Alert.Place(named(owner), level == Level.PARTNER ? Optional.empty() : Optional.of(holder),
        isPart() ? Optional.empty() : named(org));
  }

  /** A part of an account that is no org: several orgs of it, or one billing dimension. */
  static Place part(String account, char kind, String name, String owner) {
    return new Place(Level.ORG_OWN, account, kind + name, owner);
  }

  /** Stands before the region of several orgs; of all that a filter takes there is none. */
  static final char ORGS = '@';
  /** Stands before a billing dimension, or before nothing for all of them. */
  static final char COST = '#';

  boolean isCost() {
    return !org.isEmpty() && org.charAt(0) == COST;
  }

  boolean isPart() {
    return !org.isEmpty() && (org.charAt(0) == ORGS || org.charAt(0) == COST);
  }

  /** Sorts and is unique: ids hold no line break. */
  String key() {
    return level.ordinal() + "\n" + holder + "\n" + org + "\n" + owner;
  }

  static Place ofKey(String key) {
    var parts = key.split("\n", -1);
    return new Place(Level.values()[Integer.parseInt(parts[0])], parts[1], parts[2], parts[3]);
  }

  private static Optional<String> named(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
