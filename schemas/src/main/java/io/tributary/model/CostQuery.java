package io.tributary.model;

import java.util.List;

/**
 * The question for cost between services.
 *
 * @param holders public ids of accounts, or of partners at {@link Level#PARTNER}
 * @param grain which rows of the months; {@code DAY} at level {@code ACCOUNT} only
 * @param from first month, as {@link Hours#month}
 * @param to first month after
 * @param part of each row
 */
public record CostQuery(Level level, List<String> holders, Grain grain, int from, int to, Part part) {
  public enum Level {
    /** Each contract of each account. */
    ACCOUNT,
    /** A partner's total over its accounts. */
    PARTNER
  }

  public enum Grain {
    /** The month so far, and its projection; kept for the running month and the one before. */
    MONTH,
    /** What the month had cost at the end of each of its days so far. */
    DAY
  }

  /** What of a row is wanted: reading all of it takes most of the time of an answer with thousands. */
  public enum Part {
    ALL,
    /** All but the charges so far: where there would be some, a list is empty. */
    PROJECTED
  }

  public CostQuery {
    holders = List.copyOf(holders);
    if (level == Level.PARTNER && grain != Grain.MONTH) {
      throw new IllegalArgumentException("partners have monthly totals only");
    }
    if (from > to) {
      throw new IllegalArgumentException("from " + from + " is after to " + to);
    }
  }

  /** The question for whole rows. */
  public CostQuery(Level level, List<String> holders, Grain grain, int from, int to) {
    this(level, holders, grain, from, to, Part.ALL);
  }

  public CostQuery forHolders(List<String> some) {
    return new CostQuery(level, some, grain, from, to, part);
  }
}
