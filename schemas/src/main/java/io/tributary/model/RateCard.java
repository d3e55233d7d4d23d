package io.tributary.model;

import java.util.List;
import java.util.Optional;

/**
 * Prices that hold together from an hour on, until the contract's next card or its end.
 *
 * @param fromHour first hour that it prices
 * @param rates one for each billing dimension that is priced; the others cost nothing and are left out of every answer
 */
public record RateCard(int fromHour, List<Rate> rates) {
  public RateCard {
    rates = List.copyOf(rates);
  }

  public Optional<Rate> rate(String dimension) {
    return rates.stream().filter(rate -> rate.dimension().equals(dimension)).findFirst();
  }
}
