package io.tributary.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an account pays, to its partner's supplier or as a direct customer: the <em>buy</em> side. What a partner charges
 * its customer for the same usage is {@link Pricing}.
 *
 * @param id unique in the installation
 * @param partner whose customer the account is by this contract; empty for a direct customer
 * @param startHour first hour
 * @param endHour first hour after, if it has an end; contracts of an account do not overlap
 * @param currency ISO 4217; the same in all contracts of a partner
 * @param cards by ascending {@code fromHour}; the first begins with the contract
 */
public record Contract(String id, String account, Optional<String> partner, int startHour, OptionalInt endHour, String currency,
    List<RateCard> cards) {
  public Contract {
    cards = List.copyOf(cards);
  }

  /** First hour after the contract; {@link Integer#MAX_VALUE} without an end. */
  public int end() {
    return endHour.orElse(Integer.MAX_VALUE);
  }
}
