package io.tributary.model;

import java.util.Locale;

/**
 * How the usage of one hour is measured from its events. Everything above the org is plain addition, so a cell
 * holds whole <em>counting units</em>; {@link #unitsPerOne()} of them make one of what people read.
 */
public enum Measure {
  /** The sum of the events' quantities. */
  SUM,
  /** Entities seen at least once in the hour. */
  DISTINCT,
  /** Entity × five-minute slot pairs of the hour; twelve of them are one entity-hour. */
  DISTINCT5,
  /** Entities whose earliest event of the UTC month lies in the hour: the hours of a month sum to the month's entities. */
  MTD_DISTINCT,
  /** The greatest quantity of the hour. */
  MAX;

  /** Counting units in one: 12 for {@link #DISTINCT5}, else 1. Divide by it once, at output. */
  public int unitsPerOne() {
    return this == DISTINCT5 ? 12 : 1;
  }

  /** Whether events of this measure name an {@code entity} (true) or a {@code quantity} (false). */
  public boolean countsEntities() {
    return this == DISTINCT || this == DISTINCT5 || this == MTD_DISTINCT;
  }

  /** The name used in the catalogue, the API and topics: {@code mtd-distinct}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** @throws IllegalArgumentException naming the label, when there is no such measure */
  public static Measure fromLabel(String label) {
    for (var measure : values()) {
      if (measure.label().equals(label)) {
        return measure;
      }
    }
    throw new IllegalArgumentException("unknown measure '" + label + "'");
  }
}
