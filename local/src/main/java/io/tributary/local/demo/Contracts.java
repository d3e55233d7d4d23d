package io.tributary.local.demo;

import io.tributary.model.Contract;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Own;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Pricing.Published;
import io.tributary.model.Rate;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the demo's accounts pay, in invented prices, and what the reseller charges two of them. Among the cards is one of each kind:
 * commitments, allotments, tiers of both sorts, hourly metering, a minimum, a percentage of the bill, and a change in the
 * middle of the previous month.
 */
final class Contracts {
  private static final String CURRENCY = "USD";

  private Contracts() {}

  /** The reseller's contract with an account, with one card from its start. */
  static Change resold(String account, String partner, int start, OptionalInt end, List<Rate> rates) {
    return contract(account, Optional.of(partner), start, end, List.of(new RateCard(start, rates)));
  }

  /** As {@link #resold}, with other prices from the middle of the month before this one on. */
  static Change changed(String account, String partner, int start, int today, List<Rate> before, List<Rate> after) {
    int middle = Hours.firstOfMonth(Hours.month(today) - 1) + 14 * 24;
    return contract(account, Optional.of(partner), start, OptionalInt.empty(),
        List.of(new RateCard(start, before), new RateCard(middle, after)));
  }

  /** An account's own contract, without a partner. */
  static Change direct(String account, int start, List<Rate> rates) {
    return contract(account, Optional.empty(), start, OptionalInt.empty(), List.of(new RateCard(start, rates)));
  }

  private static Change contract(String account, Optional<String> partner, int start, OptionalInt end, List<RateCard> cards) {
    return new Change.PutContract(new Contract(id(account), account, partner, start, end, CURRENCY, cards));
  }

  /** The demo closes the months of its history itself, when all of that is counted; the timer closes those that follow. */
  static Change closingFrom(int month, Change change) {
    return change instanceof Change.PutContract(var contract)
        ? new Change.PutContract(contract.with(contract.closes().from(month))) : change;
  }

  /** Of the one contract that an account of the demo has. */
  static String id(String account) {
    return "contract-" + account;
  }

  /** Prices that the account's orgs see the cost by, since the contract's start. */
  static Change published(String account, int start, Prices prices) {
    return new Change.PutPricing(new Pricing(id(account), Optional.empty(), List.of(new Published(start, prices))));
  }

  /** Prices that the reseller still works on. */
  static Change draft(String account, Prices prices) {
    return new Change.PutPricing(new Pricing(id(account), Optional.of(prices), List.of()));
  }

  static Prices markup(String percent, Own... own) {
    return new Prices(Fallback.MARKUP, new BigDecimal(percent), true, List.of(own));
  }

  /** @param committed empty where nothing of it is bought in advance */
  static Own own(String dimension, Optional<String> committed, String onDemand) {
    return new Own(dimension, committed.map(BigDecimal::new), Optional.of(new BigDecimal(onDemand)));
  }

  /**
   * A whole card.
   *
   * @param hosts infra hosts bought in advance, to which all else is in proportion
   * @param percent of the list price that is paid
   */
  static List<Rate> card(int hosts, int percent) {
    return new Tariff(hosts, percent).rates();
  }

  /** As {@link #card}, with support as a percentage of the bill. */
  static List<Rate> cardWithSupport(int hosts, int percent) {
    var rates = new ArrayList<>(card(hosts, percent));
    rates.add(Tariff.support("8", "250"));
    return rates;
  }
}
