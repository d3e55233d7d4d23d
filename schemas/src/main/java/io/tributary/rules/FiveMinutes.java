package io.tributary.rules;

import io.tributary.model.Quantity;
import java.math.BigDecimal;

/** What a five-minute cell says. */
public final class FiveMinutes {
  private FiveMinutes() {}

  /**
   * A slot's value in the type's unit, exact, never in exponent form. It is the cell's counting units as they are, for every
   * measure: of {@code distinct5} each is an entity that was seen in the slot. Only an hour divides by
   * {@link io.tributary.model.Measure#unitsPerOne()}: it holds twelve slots, and twelve entity-slots are one entity-hour.
   */
  public static BigDecimal value(Quantity units) {
    return new BigDecimal(units.toString());
  }
}
