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
 * @param closes when months of its account are closed
 */
public record Contract(String id, String account, Optional<String> partner, int startHour, OptionalInt endHour, String currency,
    List<RateCard> cards, Closes closes) {
  public Contract {
    cards = List.copyOf(cards);
  }

  /** Whose months only an admin closes, until it is written with the time from which the timer does. */
  public Contract(String id, String account, Optional<String> partner, int startHour, OptionalInt endHour, String currency,
      List<RateCard> cards) {
    this(id, account, partner, startHour, endHour, currency, cards, Closes.LATER);
  }

  public Contract with(Closes others) {
    return new Contract(id, account, partner, startHour, endHour, currency, cards, others);
  }

  /**
   * When the timer closes the account's months.
   *
   * @param afterHours hours after a month's end
   * @param fromMonth the first that it closes, as {@link Hours#month}: of a new contract the running one, because history may
   *     still be brought in; {@link #UNSET} until that is known
   */
  public record Closes(int afterHours, int fromMonth) {
    public static final int UNSET = Integer.MAX_VALUE;
    public static final int DEFAULT_HOURS = 72;
    public static final Closes LATER = new Closes(DEFAULT_HOURS, UNSET);

    public Closes from(int month) {
      return new Closes(afterHours, month);
    }
  }

  /** First hour after the contract; {@link Integer#MAX_VALUE} without an end. */
  public int end() {
    return endHour.orElse(Integer.MAX_VALUE);
  }
}
