package io.tributary.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * One usage event as its sender wrote it: nothing is checked yet, and what was missing is {@code null}.
 * {@link io.tributary.rules.Validation} says what it must hold. Identity = (org, source, id); the time is not part of it.
 *
 * @param family product family; with {@code usageType} it names a type of the catalogue
 * @param time when the usage happened; the only time that cells depend on
 * @param quantity for measures that sum or take a maximum, in the usage type's unit
 * @param entity for measures that count entities
 * @param tags never null
 */
public record UsageEvent(
    String id,
    String source,
    String org,
    String family,
    String usageType,
    Instant time,
    Quantity quantity,
    String entity,
    Map<String, String> tags) {

  /** Usage of an amount, for types that sum or take a maximum. @throws ArithmeticException as {@link Quantity#of} */
  public static UsageEvent used(String id, String source, String org, UsageType.Key type, Instant time, BigDecimal quantity) {
    return new UsageEvent(id, source, org, type.family(), type.name(), time, Quantity.of(quantity), null, Map.of());
  }

  /** An entity that was there, for types that count entities. */
  public static UsageEvent seen(String id, String source, String org, UsageType.Key type, Instant time, String entity) {
    return new UsageEvent(id, source, org, type.family(), type.name(), time, null, entity, Map.of());
  }
}
