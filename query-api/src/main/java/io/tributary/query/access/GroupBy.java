package io.tributary.query.access;

/** Whose cells a live stream shows one by one. */
public enum GroupBy {
  /** The scope's total. */
  NONE,
  /** Each account's part of it. */
  ACCOUNT,
  /** Each org's own usage in it. */
  ORG
}
