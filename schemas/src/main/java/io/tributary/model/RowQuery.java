package io.tributary.model;

import java.util.List;
import java.util.Set;

/**
 * The one question between services: the rows of a key range and a bucket range.
 *
 * @param holders public ids of accounts, or of partners at {@link Level#PARTNER}
 * @param orgs at the org levels, whose rows; empty for every org of the holders
 * @param from first bucket
 * @param to first bucket after; slots, hours or months as {@link Hours} counts them
 */
public record RowQuery(Level level, List<String> holders, Set<String> orgs, Bucket bucket, int from, int to) {
  public enum Level {
    /** An org's own usage, without its children. */
    ORG_OWN,
    /** An org's usage and that of all below it. */
    ORG_SUBTREE,
    /** An account's total. */
    ACCOUNT,
    /** A partner's total over the accounts connected to it. */
    PARTNER,
    /** An org's own usage that came after its month was closed for its account; it is in no other row. Hours and months only. */
    ORG_LATE
  }

  public enum Bucket {
    /**
     * Kept 7 days: ask for none before {@link Hours#oldestSlotKept}, or rows may be missing. Sums and entity-slots add up to
     * the hour; for {@code distinct}, {@code mtd-distinct} (entities seen in the slot) and {@code max} a slot is a measure of
     * its own.
     */
    FIVE_MINUTES,
    HOUR,
    MONTH
  }

  public RowQuery {
    holders = List.copyOf(holders);
    orgs = Set.copyOf(orgs);
    if (from > to) {
      throw new IllegalArgumentException("from " + from + " is after to " + to);
    }
  }

  public static RowQuery hours(Level level, List<String> holders, Set<String> orgs, int from, int to) {
    return new RowQuery(level, holders, orgs, Bucket.HOUR, from, to);
  }

  /** @param from a slot, as {@link Hours#slotOf} counts */
  public static RowQuery fiveMinutes(Level level, List<String> holders, Set<String> orgs, int from, int to) {
    return new RowQuery(level, holders, orgs, Bucket.FIVE_MINUTES, from, to);
  }

  public static RowQuery months(Level level, List<String> holders, Set<String> orgs, int from, int to) {
    return new RowQuery(level, holders, orgs, Bucket.MONTH, from, to);
  }

  public RowQuery forHolders(List<String> some) {
    return new RowQuery(level, some, orgs, bucket, from, to);
  }
}
