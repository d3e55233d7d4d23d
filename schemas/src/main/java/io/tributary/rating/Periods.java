package io.tributary.rating;

import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.RateCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A month cut where its prices change. */
public final class Periods {
  private Periods() {}

  /**
   * The parts of a month that a contract prices, in order of time; none where it does not touch the month. They are cut by the
   * contract's start and end, by its cards and, where a pricing is given, by what was published of it.
   *
   * <p>What the account itself pays is rated over the periods <em>without</em> a pricing: levels and tiers are measured over
   * a whole period, so another cut may give another amount, and what a partner publishes must not change what it pays.
   *
   * @throws IllegalArgumentException when the pricing is another contract's
   */
  public static List<PricedPeriod> of(Contract contract, Optional<Pricing> pricing, int month) {
    pricing.filter(other -> !other.contract().equals(contract.id())).ifPresent(other -> {
      throw new IllegalArgumentException("pricing of contract " + other.contract() + ", not of " + contract.id());
    });
    var published = pricing.map(Pricing::published).orElse(List.of());
    int from = Math.max(Hours.firstOfMonth(month), contract.startHour());
    int to = Math.min(Hours.firstOfMonth(month + 1), contract.end());
    if (from >= to) {
      return List.of();
    }
    var turns = new TreeSet<Integer>();
    turns.add(from);
    contract.cards().forEach(card -> turns.add(card.fromHour()));
    published.forEach(prices -> turns.add(prices.fromHour()));
    var periods = new ArrayList<PricedPeriod>();
    for (int start : turns.subSet(from, to)) {
      var next = turns.higher(start);
      var period = new Period(month, start, next == null || next > to ? to : next);
      cardAt(contract.cards(), start).ifPresent(buy -> periods.add(new PricedPeriod(period, buy,
          pricesAt(published, start).map(prices -> SellCards.of(buy, prices)))));
    }
    return List.copyOf(periods);
  }

  private static Optional<RateCard> cardAt(List<RateCard> cards, int hour) {
    return cards.reversed().stream().filter(card -> card.fromHour() <= hour).findFirst();
  }

  private static Optional<Pricing.Prices> pricesAt(List<Pricing.Published> published, int hour) {
    return published.reversed().stream().filter(each -> each.fromHour() <= hour).findFirst().map(Pricing.Published::prices);
  }
}
