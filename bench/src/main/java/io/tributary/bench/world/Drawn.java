package io.tributary.bench.world;

/**
 * One drawn event, as numbers.
 *
 * @param leaf its org's number
 * @param type index into {@link World#types()}
 * @param millis when the usage happened
 * @param amount in steps of the type's last decimal; 0 for a type that counts entities
 * @param entity its number; 0 for a type that has a quantity
 * @param identity of the event that this is, or is a resend of: it decides everything else
 */
public record Drawn(int leaf, int type, long millis, int amount, int entity, long identity) {}
