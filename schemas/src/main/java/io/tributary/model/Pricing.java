package io.tributary.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a partner charges one of its customers: the <em>sell</em> side of a contract. Source: the reference system's Customer
 * Pricing: a draft that only the partner sees, published when it is ready.
 *
 * @param contract id of the {@link Contract} whose usage it prices
 * @param draft saved, not yet published
 * @param published by ascending {@code fromHour}; none: the customer sees no cost
 */
public record Pricing(String contract, Optional<Prices> draft, List<Published> published) {
  public Pricing {
    published = List.copyOf(published);
  }

  /** @param fromHour first hour that these prices hold for, until the next */
  public record Published(int fromHour, Prices prices) {}

  /**
   * @param fallback for dimensions without a price of their own
   * @param percent of markup or discount; zero for {@link Fallback#LIST}
   * @param capAtList whether what markup and discount make is never above the list price
   * @param own prices of single dimensions
   */
  public record Prices(Fallback fallback, BigDecimal percent, boolean capAtList, List<Own> own) {
    public Prices {
      own = List.copyOf(own);
    }
  }

  /** How a price is made where none is given. */
  public enum Fallback {
    /** The list price; the contract's own where the card has none. */
    LIST,
    /** The contract's price and {@code percent} more. */
    MARKUP,
    /** The contract's price and {@code percent} less. */
    DISCOUNT
  }

  /**
   * @param committed price of a committed priced unit; empty: by the fallback
   * @param onDemand price of an on-demand priced unit, without tiers; empty: by the fallback
   */
  public record Own(String dimension, Optional<BigDecimal> committed, Optional<BigDecimal> onDemand) {}
}
