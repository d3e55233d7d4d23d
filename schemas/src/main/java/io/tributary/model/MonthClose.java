package io.tributary.model;

/**
 * The record that closes a month for an account; never inferred from clocks.
 *
 * @param month as {@link Hours#month}
 * @param version the directory version that first held it: an event judged at the door with this version or a later one is late
 */
public record MonthClose(String account, int month, long version) {}
