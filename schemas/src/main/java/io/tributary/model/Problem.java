package io.tributary.model;

/**
 * One thing that is wrong with an input, in words its sender can act on.
 *
 * @param field where: {@code data.quantity}, {@code orgs[3].parent}
 * @param code which rule, stable for programs: {@code unknown_org}
 * @param detail the sentence for people, with the offending value
 */
public record Problem(String field, String code, String detail) {}
