package io.tributary.rating;

import java.util.List;
import java.util.TreeMap;

/** Charges of several periods. */
public final class Charges {
  private Charges() {}

  /** The month's charges: the periods' added up by dimension, sorted by it. The order of the periods does not matter. */
  public static List<Charge> merge(List<List<Charge>> periods) {
    var byDimension = new TreeMap<String, Charge>();
    periods.forEach(charges -> charges.forEach(charge -> byDimension.merge(charge.dimension(), charge, Charge::plus)));
    return List.copyOf(byDimension.values());
  }
}
