package io.tributary.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** An account's amount spread over its orgs, so that the parts add up to it to the last digit. */
public final class Shares {
  private record Rest(String id, BigInteger remainder) {}

  private Shares() {}

  /**
   * By largest remainder: every org gets its exact share cut off at the last decimal, and what is left over goes, one
   * 10<sup>-6</sup> each, to those that lost most by the cut, the lower id first among equals. A negative amount is spread as the
   * positive one would be.
   *
   * @param amount with at most {@link Rating#SCALE} decimals
   * @param weights by org id, none negative: each org's own monthly value
   * @param parent gets everything where no weight is above zero
   * @return an amount for each weight, and for the parent where it gets everything
   * @throws ArithmeticException when the amount has more decimals
   * @throws IllegalArgumentException when a weight is negative
   */
  public static SortedMap<String, BigDecimal> split(BigDecimal amount, SortedMap<String, BigDecimal> weights, String parent) {
    var quanta = amount.setScale(Rating.SCALE, RoundingMode.UNNECESSARY).unscaledValue();
    var parts = new TreeMap<String, BigInteger>();
    weights.keySet().forEach(id -> parts.put(id, BigInteger.ZERO));
    var whole = whole(weights);
    var all = whole.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (all.signum() == 0) {
      parts.put(parent, quanta);
    } else {
      largestRemainder(quanta.abs(), whole, all, parts);
      if (quanta.signum() < 0) {
        parts.replaceAll((id, part) -> part.negate());
      }
    }
    var split = new TreeMap<String, BigDecimal>();
    parts.forEach((id, part) -> split.put(id, new BigDecimal(part, Rating.SCALE)));
    return split;
  }

  private static void largestRemainder(BigInteger quanta, SortedMap<String, BigInteger> weights, BigInteger all,
      SortedMap<String, BigInteger> parts) {
    var rests = new ArrayList<Rest>();
    var left = quanta;
    for (var weight : weights.entrySet()) {
      var exact = quanta.multiply(weight.getValue()).divideAndRemainder(all);
      parts.put(weight.getKey(), exact[0]);
      rests.add(new Rest(weight.getKey(), exact[1]));
      left = left.subtract(exact[0]);
    }
    rests.sort(Comparator.comparing(Rest::remainder).reversed().thenComparing(Rest::id));
    for (var rest : rests.subList(0, left.intValueExact())) {
      parts.merge(rest.id(), BigInteger.ONE, BigInteger::add);
    }
  }

  /** The weights as whole numbers of their finest decimal. */
  private static SortedMap<String, BigInteger> whole(SortedMap<String, BigDecimal> weights) {
    int scale = weights.values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
    var whole = new TreeMap<String, BigInteger>();
    weights.forEach((id, weight) -> {
      if (weight.signum() < 0) {
        throw new IllegalArgumentException("the weight of " + id + " is negative: " + weight);
      }
      whole.put(id, weight.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue());
    });
    return whole;
  }
}
