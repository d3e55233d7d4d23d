package io.tributary.model;

import java.util.OptionalInt;

/**
 * A contract that ties an account to a partner. Source of the grace: the partner programme disconnects a customer 30
 * days after its contract expires, while the renewal is negotiated.
 *
 * @param partner public id of the partner's admin org
 * @param startHour first hour of the contract
 * @param endHour first hour after the contract, if it has an end
 */
public record Connection(String partner, int startHour, OptionalInt endHour) {
  public static final int GRACE_HOURS = 30 * 24;

  public boolean covers(int hour) {
    return hour >= startHour && hour < disconnectHour();
  }

  /** First hour that is no longer the partner's: the contract's end and 30 days; {@link Integer#MAX_VALUE} without an end. */
  public int disconnectHour() {
    return endHour.isPresent() ? endHour.getAsInt() + GRACE_HOURS : Integer.MAX_VALUE;
  }
}
