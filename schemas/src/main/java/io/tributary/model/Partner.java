package io.tributary.model;

/** A reseller's admin org: outside every customer tree, it sees the accounts connected to it. */
public record Partner(String publicId, String name, String region) {}
